using Hub.Connectors;
using Hub.Connectors.HubSpot;
using Sandbox.HubSpot;

namespace Connectors.Tests.HubSpot;

/// <summary>What the comparison finds, against a simulator whose search lags.</summary>
public sealed class HubSpotChangesTests : IAsyncLifetime
{
    private HubSpotStand crm = null!;
    private string cursor = "";

    private static IChangeFeed Feed => HubSpotStandIn.Connector.Changes;

    public async Task InitializeAsync()
    {
        crm = await HubSpotStand.StartAsync();
        crm.State.Add("contacts", new Dictionary<string, string> { ["firstname"] = "Old", ["phone"] = "+15550000001" });
        crm.Advance(TimeSpan.FromHours(1));
        cursor = Feed.CursorAt(crm.Now);
        crm.Advance(TimeSpan.FromMinutes(1));
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    [Fact]
    public async Task WhatWasBefore_IsNotTold() => (await AllAsync()).ShouldBeEmpty();

    [Fact]
    public async Task NewRecord_IsToldOnceWithTheKeyOfItsWebhook()
    {
        var contact = crm.State.Add("contacts", new Dictionary<string, string> { ["firstname"] = "Ann", ["phone"] = "+15551234567" });
        var told = (await AllAsync()).ShouldHaveSingleItem();
        (told.Type, told.Subject, told.FactKey, told.Account).ShouldBe(("hubspot.contact.created", $"contact/{contact.Key}", $"hubspot.contact.created/{contact.Key}", crm.Vendor.Settings["PortalId"]));
        told.Data.ShouldBeOfType<ContactReported>().Contact.Phone.ShouldBe("+15551234567");
        (await CompletedAsync($$"""{"subscriptionType":"contact.creation","objectId":{{contact.Key}},"portalId":1,"occurredAt":1}""")).FactKey.ShouldBe(told.FactKey);
    }

    [Fact]
    public async Task ChangedRecord_IsToldWithItsChangesAndTheKeyOfItsWebhook()
    {
        var contact = crm.State.Of("contacts")[0];
        crm.State.Change(contact, new Dictionary<string, string> { ["lifecyclestage"] = "customer" });
        var at = contact.UpdatedAt;
        var told = (await AllAsync()).ShouldHaveSingleItem();
        told.Type.ShouldBe("hubspot.contact.changed");
        told.OccurredAt.ShouldBe(at, TimeSpan.FromMilliseconds(1));
        told.Data.ShouldBeOfType<ContactReported>().Changes.Select(change => (change.Property, change.Value, change.Source, change.SourceId)).ShouldBe([("lifecyclestage", "customer", "crm_ui", "userId:77")]);
        (await CompletedAsync($$"""{"subscriptionType":"contact.propertyChange","objectId":{{contact.Key}},"portalId":1,"occurredAt":{{at.ToUnixTimeMilliseconds()}},"propertyName":"lifecyclestage","propertyValue":"customer","changeSource":"CRM_UI","sourceId":"userId:77"}""")).FactKey.ShouldBe(told.FactKey);
    }

    // The webhook of the first change is lost, that of the second arrives: the one hides not behind the other.
    [Fact]
    public async Task ChangeBeforeALaterOne_IsToldByItself()
    {
        var contact = crm.State.Of("contacts")[0];
        crm.State.Change(contact, new Dictionary<string, string> { ["lifecyclestage"] = "customer" });
        crm.Advance(TimeSpan.FromSeconds(20));
        crm.State.Change(contact, new Dictionary<string, string> { ["company"] = "Example" });
        var brought = await CompletedAsync($$"""{"subscriptionType":"contact.propertyChange","objectId":{{contact.Key}},"portalId":1,"occurredAt":{{contact.UpdatedAt.ToUnixTimeMilliseconds()}},"propertyName":"company","propertyValue":"Example","changeSource":"CRM_UI","sourceId":"userId:77"}""");
        var lacking = (await AllAsync()).Where(one => one.FactKey != brought.FactKey).ToList();
        lacking.ShouldHaveSingleItem().Data.ShouldBeOfType<ContactReported>().Changes.Select(change => (change.Property, change.Value)).ShouldBe([("lifecyclestage", "customer")]);
    }

    // The last that was found is newer than what the index has yet to learn.
    [Fact]
    public async Task WhatTheIndexLearnsLate_IsFoundBehindWhatIsNewer()
    {
        crm.State.Add("tickets", new Dictionary<string, string> { ["subject"] = "s", ["hs_pipeline_stage"] = "1" });
        await AllAsync();
        crm.Advance(TimeSpan.FromMinutes(20));
        crm.State.Add("tickets", new Dictionary<string, string> { ["subject"] = "newer", ["hs_pipeline_stage"] = "1" });
        await AllAsync();
        await AllAsync();
        long.Parse(cursor.Split(' ')[3], System.Globalization.CultureInfo.InvariantCulture).ShouldBeLessThanOrEqualTo(crm.Now.ToUnixTimeMilliseconds() - (long)TimeSpan.FromMinutes(5).TotalMilliseconds);
    }

    [Fact]
    public async Task WhatTheAppDidItself_IsNotTold()
    {
        var app = new Actor("INTEGRATION", crm.Vendor.Settings["AppId"]);
        crm.State.Change(crm.State.Of("contacts")[0], new Dictionary<string, string> { ["lifecyclestage"] = "customer" }, app);
        crm.State.Add("deals", new Dictionary<string, string> { ["dealname"] = "Bike", ["dealstage"] = "new" }, app);
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatNobodyWatches_IsNotTold()
    {
        crm.State.Change(crm.State.Of("contacts")[0], new Dictionary<string, string> { ["website"] = "https://example.test" });
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deal_IsToldWithItsContacts()
    {
        var deal = crm.State.Add("deals", new Dictionary<string, string> { ["dealname"] = "Bike", ["dealstage"] = "new" });
        crm.State.Associate(deal, crm.State.Of("contacts")[0]);
        (await AllAsync()).ShouldHaveSingleItem().Data.ShouldBeOfType<DealReported>().Deal.Contacts.ShouldHaveSingleItem().Phone.ShouldBe("+15550000001");
    }

    [Fact]
    public async Task WhatTheIndexLearnsLate_IsFoundTheNextTime()
    {
        crm.State.SearchLag = TimeSpan.FromMinutes(3);
        crm.State.Add("tickets", new Dictionary<string, string> { ["subject"] = "s", ["hs_pipeline_stage"] = "1" });
        (await AllAsync()).ShouldBeEmpty();
        crm.Advance(TimeSpan.FromMinutes(4));
        (await AllAsync()).ShouldHaveSingleItem().Type.ShouldBe("hubspot.ticket.created");
    }

    [Theory]
    [InlineData(120)]
    [InlineData(50)]
    public async Task ManyPages_AreAllToldOfAllKinds(int count)
    {
        for (var n = 0; n < count; n++) crm.State.Add("contacts", new Dictionary<string, string> { ["firstname"] = $"{n}" });
        crm.State.Add("deals", new Dictionary<string, string> { ["dealname"] = "Bike", ["dealstage"] = "new" });
        var told = await AllAsync();
        told.Select(one => one.FactKey).Distinct().Count().ShouldBe(count + 1);
        (await AllAsync()).Select(one => one.FactKey).Except(told.Select(one => one.FactKey)).ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatIsLaterThanTheEnd_IsLeftToTheNextTime()
    {
        var until = crm.Now;
        crm.Advance(TimeSpan.FromMinutes(1));
        crm.State.Add("contacts", new Dictionary<string, string> { ["firstname"] = "Ann" });
        crm.Advance(TimeSpan.FromMinutes(1));
        (await AllAsync(until)).ShouldBeEmpty();
        (await AllAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task CursorThatIsNone_IsAFailure()
    {
        foreach (var text in new[] { "", "x", "1 2 3", "1 2 3 4 9 0" }) (await Feed.ChangedSinceAsync(text, crm.Now, crm.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Failed>();
    }

    [Fact]
    public async Task VendorThatIsDown_IsAFailure()
    {
        crm.Vendor.Faults.Set(new(Sandbox.Vendors.FaultKind.ServerError, Count: 1));
        (await Feed.ChangedSinceAsync(cursor, crm.Now, crm.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Failed>().Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    private async Task<List<IncomingEvent>> AllAsync(DateTimeOffset? until = null)
    {
        if (until is null) crm.Advance(TimeSpan.FromSeconds(10));
        List<IncomingEvent> told = [];
        while (true)
        {
            // Five searches a second are allowed.
            crm.Advance(TimeSpan.FromMilliseconds(300));
            var page = (await Feed.ChangedSinceAsync(cursor, until ?? crm.Now, crm.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Found>();
            told.AddRange(page.Events);
            cursor = page.Cursor;
            if (!page.IsMore) return told;
        }
    }

    private async Task<IncomingEvent> CompletedAsync(string webhook)
    {
        var hint = HubSpotStandIn.Read(webhook)[0];
        return (await HubSpotStandIn.Connector.CompleteAsync(hint, crm.Connection, CancellationToken.None)).ShouldBeOfType<Completion.Completed>().Event;
    }
}
