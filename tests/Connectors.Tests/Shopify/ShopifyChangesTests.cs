using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Shopify;
using Sandbox.Shopify;
using Sandbox.Vendors;

namespace Connectors.Tests.Shopify;

/// <summary>What the comparison finds, against a simulator.</summary>
public sealed class ShopifyChangesTests : IAsyncLifetime
{
    private ShopStand shop = null!;
    private string cursor = "";
    private int before;

    private ShopifyState State => shop.Vendor.State;

    public async Task InitializeAsync()
    {
        shop = await ShopStand.StartAsync();
        Order();
        shop.Advance(TimeSpan.FromHours(1));
        cursor = shop.Connector.Changes.CursorAt(shop.Now);
        shop.Advance(TimeSpan.FromMinutes(1));
        before = shop.Vendor.Sent.Sent.Count;
    }

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task WhatWasBefore_IsNotTold() => (await AllAsync()).ShouldBeEmpty();

    // The heart of it: what webhooks bring and what the comparison finds are the same facts.
    [Fact]
    public async Task WhatWebhooksHaveBrought_IsToldWithTheSameKeys_AndNothingElse()
    {
        var order = Order();
        shop.Advance(TimeSpan.FromMinutes(2));
        var sent = State.Fulfil(order, 1);
        shop.Advance(TimeSpan.FromMinutes(2));
        State.PayBack(order);
        shop.Advance(TimeSpan.FromMinutes(2));
        State.Cancel(Order());

        var brought = shop.Brought(before);
        var told = await AllAsync();
        told.Select(one => one.FactKey!).Order().ShouldBe(
            brought.GroupBy(one => (one.Type, Record: one.Version?.Record)).SelectMany(kind => kind.Key.Record is null ? kind : kind.TakeLast(1)).Where(one => !IsOvertaken(one)).Select(one => one.FactKey!).Distinct().Order());
        told.ShouldAllBe(one => one.Account == "kairos-sandbox.myshopify.com");
        told.Select(one => one.Type).ShouldContain("shopify.order.fulfilled");
        sent.Status.ShouldBe("success");

        // What the list shows no longer: the order is refunded by now, and was paid before.
        bool IsOvertaken(IncomingEvent one) => one.Type == "shopify.order.paid" && one.Subject == $"order/{order.Id}";
    }

    [Fact]
    public async Task LaterTime_OfAPaidAndFulfilledOrder_ChangesTheKeyOfNeither()
    {
        var order = Order();
        State.Fulfil(order, 1);
        shop.Advance(TimeSpan.FromMinutes(3));
        State.Tag(order.Gid, ["vip"], add: true);
        var told = await AllAsync();
        var brought = shop.Brought(before).Select(one => one.FactKey).ToList();
        told.Where(one => one.Type is "shopify.order.paid" or "shopify.order.fulfilled").Select(one => one.FactKey).ShouldBeSubsetOf(brought);
        told.Count(one => one.Type is "shopify.order.paid" or "shopify.order.fulfilled").ShouldBe(2);
    }

    [Theory]
    [InlineData("shopify.order.created")]
    [InlineData("shopify.order.updated")]
    [InlineData("shopify.order.fulfilled")]
    [InlineData("shopify.fulfillment.created")]
    [InlineData("shopify.customer.created")]
    [InlineData("shopify.refund.created")]
    public async Task WhatNoWebhookHasBrought_IsFetchedAsTheWebhookWouldHaveSaidIt(string type)
    {
        var order = Order();
        State.Fulfil(order, 2);
        shop.Advance(TimeSpan.FromMinutes(3));
        State.PayBack(order);
        State.Tag(order.Gid, ["vip"], add: true);
        var brought = await CompletedAsync(shop.Brought(before).Last(one => one.Type == type));
        var bare = (await AllAsync()).Single(one => one.Type == type);
        bare.LacksFields.ShouldBeTrue();
        var whole = await CompletedAsync(bare);

        whole.Subject.ShouldBe(brought.Subject);
        whole.Ends.ShouldBe(brought.Ends);
        whole.FactKey.ShouldBe(type == "shopify.order.updated" ? whole.FactKey : brought.FactKey);
        if (type is "shopify.order.created" or "shopify.order.fulfilled") return;
        Shown(whole).ShouldBe(Shown(brought));
    }

    [Fact]
    public async Task Order_IsFetchedWithEveryPart()
    {
        var order = Order();
        State.Tag(order.Gid, ["vip"], add: true);
        var whole = (ShopifyOrder)(await CompletedAsync((await AllAsync()).Single(one => one.Type == "shopify.order.created"))).Data;
        (whole.Name, whole.Total, whole.FinancialStatus, whole.Country, whole.Customer?.Phone).ShouldBe((order.Name, new Money("89.99", 8999, "EUR"), "paid", "DE", "+491511"));
        whole.Tags.ShouldBe(["vip"]);
        whole.LineItems.ShouldHaveSingleItem().ShouldBe(new() { Id = $"{order.Id + 1}", Title = "Coffee table", Sku = "TABLE-1", Quantity = 1, Price = new("89.99", 8999, "EUR"), ProductId = "788032119674292922" });
        whole.Raw.GetProperty("statusPageUrl").GetString().ShouldBe(whole.StatusUrl);
    }

    [Fact]
    public async Task ManyPages_AreAllToldOnce()
    {
        for (var n = 0; n < 45; n++) Order();
        var told = await AllAsync();
        told.Count(one => one.Type == "shopify.order.created").ShouldBe(45);
        told.Select(one => one.FactKey).Distinct().Count().ShouldBe(told.Count);
        cursor.ShouldEndWith("||orders|");
    }

    [Fact]
    public async Task RecordThatChangesAgainWhileThePassRuns_IsToldOfWhatWasBefore()
    {
        var order = Order();
        shop.Advance(TimeSpan.FromSeconds(5));
        var until = shop.Now;
        shop.Advance(TimeSpan.FromMinutes(1));
        State.Tag(order.Gid, ["vip"], add: true);
        (await AllAsync(until)).Select(one => one.Type).ShouldBe(["shopify.order.created", "shopify.order.paid", "shopify.customer.created"], ignoreOrder: true);
        (await AllAsync()).Select(one => one.Type).ShouldBe(["shopify.order.updated"]);
    }

    [Fact]
    public async Task RecordThatIsGoneByThen_IsGone()
    {
        Order();
        var bare = (await AllAsync()).First(one => one.Type == "shopify.order.created");
        (await shop.Connector.CompleteAsync(bare with { Data = ((ShopifyOrder)bare.Data) with { Id = "5" } }, shop.Connection, CancellationToken.None)).ShouldBeOfType<Completion.Gone>();
    }

    [Fact]
    public async Task VendorThatIsDown_IsAFailure()
    {
        shop.Vendor.Faults.Set(new(FaultKind.ServerError, Count: 1));
        (await shop.Connector.Changes.ChangedSinceAsync(cursor, shop.Now, shop.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Failed>().Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    private Order Order() => State.Place(State.Add("Ada", "Berg", "+491511", "de-DE", "DE"));

    private async Task<IncomingEvent> CompletedAsync(IncomingEvent bare) => (await shop.Connector.CompleteAsync(bare, shop.Connection, CancellationToken.None)).ShouldBeOfType<Completion.Completed>().Event;

    // But for the vendor's own JSON, which is of another form in a webhook, and what only one of the two can know.
    private string Shown(IncomingEvent one)
    {
        var fields = JsonSerializer.SerializeToNode(one.Data, shop.Connector.Events.First(type => type.Name == one.Type).Data)!.AsObject();
        foreach (var name in (string[])["raw", "status_url", "shipment_status", "verified_email", "country"]) fields.Remove(name);
        if (fields["customer"] is { } customer) customer.AsObject().Remove("locale");
        foreach (var time in (string[])["created_at", "updated_at", "processed_at"]) if (fields[time] is { } text) fields[time] = DateTimeOffset.Parse(text.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        return fields.ToJsonString();
    }

    private async Task<List<IncomingEvent>> AllAsync(DateTimeOffset? until = null)
    {
        if (until is null) shop.Advance(TimeSpan.FromSeconds(10));
        List<IncomingEvent> told = [];
        while (true)
        {
            var page = (await shop.Connector.Changes.ChangedSinceAsync(cursor, until ?? shop.Now, shop.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Found>();
            told.AddRange(page.Events);
            cursor = page.Cursor;
            if (!page.IsMore) return told;
        }
    }
}
