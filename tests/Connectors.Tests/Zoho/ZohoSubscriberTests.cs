using System.Text.Json;
using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho;

public sealed class ZohoSubscriberTests
{
    private static readonly ISubscriber Subscriber = new ZohoSubscriber();

    [Fact]
    public async Task Channels_AreOpenedOnce_AndRenewedAtHalfOfTheirTime()
    {
        await using var rig = await ZohoRig.StartAsync();
        var first = await KnownAsync(rig.Connection);
        first.Changed.Count.ShouldBe(4);
        first.Missing.ShouldBeEmpty();
        (first.EndsAt - rig.Clock.GetUtcNow())!.Value.TotalHours.ShouldBeInRange(22.9, 23);
        first.LookAgainAt.ShouldBeNull();
        rig.Vendor.OpenChannels.ShouldBe(4);
        var before = await TokensAsync(rig);

        rig.Clock.Advance(TimeSpan.FromHours(11));
        (await KnownAsync(rig.Connection)).Changed.ShouldBeEmpty();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        (await KnownAsync(rig.Connection)).Changed.Count.ShouldBe(4);
        (await TokensAsync(rig)).Intersect(before).ShouldBeEmpty();
        rig.Vendor.OpenChannels.ShouldBe(4);
    }

    [Fact]
    public async Task TooLongALifetime_IsNoticedInTheAnswer_AndLookedAtInTime()
    {
        await using var rig = await ZohoRig.StartAsync();
        var options = ZohoRig.OptionsOf(rig.Vendor) with { ChannelLifetime = TimeSpan.FromDays(7) };
        using var http = new HttpClient { BaseAddress = rig.Vendor.Address };
        var connection = new Connection("zoho", ZohoStandIn.Connector, options, http, rig.Clock) { Tokens = rig.Tokens };
        var state = await KnownAsync(connection);
        state.Missing.Count.ShouldBe(4);
        state.Missing[0].ShouldContain("ChannelLifetime");
        (state.LookAgainAt - rig.Clock.GetUtcNow())!.Value.TotalMinutes.ShouldBeInRange(28, 30);
    }

    [Fact]
    public async Task Notifications_OfAChannelAreGenuine_AndOfAnotherSecretNot()
    {
        await using var rig = await ZohoRig.StartAsync();
        await KnownAsync(rig.Connection);
        List<WebhookRequest> came = [];
        await using var hub = await NotificationSink.StartAsync(came, rig.Clock);
        rig.Vendor.Webhooks.Hub = hub.Address;
        var lead = rig.Vendor.State.Add("Leads", ("Last_Name", "Example"), ("Company", "Ltd"));
        rig.Vendor.State.Change(lead, "Lead_Status", "Documents required");
        await hub.UntilAsync(2);

        foreach (var request in came) ZohoStandIn.Connector.Verify(request, rig.Connection.Options<ZohoOptions>(), rig.Clock.GetUtcNow()).ShouldBeOfType<Verification.Genuine>();
        ZohoStandIn.Connector.Verify(came[0], ZohoStandIn.Options, rig.Clock.GetUtcNow()).ShouldBeOfType<Verification.Refused>();
        came.Select(request => ZohoStandIn.Connector.Read(request).Single().Type).ShouldBe(["zoho.lead.created", "zoho.lead.changed"]);
        var whole = (await ZohoStandIn.Connector.CompleteAsync(ZohoStandIn.Connector.Read(came[1]).Single(), rig.Connection, CancellationToken.None)).ShouldBeOfType<Completion.Completed>().Event;
        (((ZohoLead)whole.Data).Status, whole.EchoOf).ShouldBe(("Documents required", null));
    }

    [Fact]
    public async Task OwnWrites_ComeBackAsEchoes()
    {
        await using var rig = await ZohoRig.StartAsync();
        await KnownAsync(rig.Connection);
        List<WebhookRequest> came = [];
        await using var hub = await NotificationSink.StartAsync(came, rig.Clock);
        rig.Vendor.Webhooks.Hub = hub.Address;
        var context = new ActionContext { Connection = rig.Connection, Attempt = 1 };
        var made = (ActionOutcome.Done)await ((IAction)new UpsertContact()).PerformAsync([ZohoStandIn.Call(new UpsertContactInput { Customer = ZohoStandIn.Ann })], context, CancellationToken.None);
        const string Next = "fedcba9876543210fedcba9876543210";
        var update = new UpdateRecordInput { Record = made.VendorId!, Fields = new Dictionary<string, JsonElement> { ["Title"] = JsonElement.Parse("\"Dr\"") } };
        await ((IAction)new UpdateRecord(ZohoModule.Contact)).PerformAsync([ZohoStandIn.Call(update) with { CommandId = Next }], context, CancellationToken.None);
        await hub.UntilAsync(2);

        ZohoStandIn.Connector.Read(came[1]).Single().EchoOf.ShouldBe(Next);
        var created = ZohoStandIn.Connector.Read(came[0]).Single();
        created.EchoOf.ShouldBeNull();
        (await ZohoStandIn.Connector.CompleteAsync(created, rig.Connection, CancellationToken.None)).ShouldBeOfType<Completion.Completed>().Event.EchoOf.ShouldBe(Next);
    }

    [Fact]
    public async Task ChannelsOfOthers_AreLeftAlone_AndOursIsReplacedWhereItIsNotAsItShouldBe()
    {
        var id = ZohoChannel.IdOf("zoho", ZohoModule.Lead);
        using var zoho = new ZohoStandIn()
            .On(HttpMethod.Get, "actions/watch", 200, $$"""{"watch":[{"channel_id":"1","events":["Leads.all"],"channel_expiry":"2026-05-05T10:00:00+00:00","token":"x","notify_url":"https://other.example.com"},{"channel_id":{{id}},"events":["Leads.create"],"channel_expiry":"2026-05-05T09:00:00+00:00","notify_url":"https://hub.example.com/old"}],"info":{"more_records":false} }""")
            .On(HttpMethod.Put, "actions/watch", 200, """{"watch":[{"code":"SUCCESS","details":{"events":[{"channel_expiry":"2026-05-05T09:00:00+00:00"}]},"status":"success"}]}""")
            .On(HttpMethod.Post, "actions/watch", 201, """{"watch":[{"code":"SUCCESS","details":{"events":[{"channel_expiry":"2026-05-05T12:00:00+03:00"}]},"status":"success"}]}""");
        var state = await KnownAsync(zoho.Connection);
        state.EndsAt.ShouldBe(new DateTimeOffset(2026, 5, 5, 9, 0, 0, TimeSpan.Zero));
        zoho.Requests.Select(request => request.Line[..4]).ShouldBe(["GET ", "PUT ", "POST", "POST", "POST"]);
        var expiry = Clock.Start + TimeSpan.FromHours(23);
        zoho.Requests[1].BodyShouldBe($$"""
            {"watch":[{"channel_id":"{{id}}","events":["Leads.create","Leads.edit","Leads.delete"],"channel_expiry":"2026-05-05T09:00:00+00:00","token":"{{ZohoChannel.TokenOf(ZohoStandIn.Options.WebhookSecret.Current, id, expiry)}}",
              "notify_url":"https://hub.example.com/webhooks/zoho/{{ZohoChannel.SuffixOf(ZohoStandIn.Options.WebhookSecret.Current)}}","return_affected_field_values":true,"notify_on_related_action":false}]}
            """);
    }

    [Fact]
    public async Task ModuleThatZohoRefuses_IsTold_AndTheOthersAreOpened()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "actions/watch", 204, "").On(HttpMethod.Post, "actions/watch", 202, """{"watch":[{"code":"INVALID_DATA","details":{"api_name":"events"},"message":"m","status":"error"}]}""");
        var state = await KnownAsync(zoho.Connection);
        state.Missing.Count.ShouldBe(4);
        state.Missing[3].ShouldContain("Cases");
        state.EndsAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(503, FailureKind.Transient)]
    [InlineData(429, FailureKind.Throttled)]
    public async Task ZohoThatDoesNotAnswer_IsAskedAgain(int status, FailureKind kind)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "actions/watch", status, "");
        (await Subscriber.SubscribeAsync(ZohoRig.HubAddress, zoho.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task OldSecret_IsReplacedInTheChannels()
    {
        await using var rig = await ZohoRig.StartAsync();
        await KnownAsync(rig.Connection);
        var options = ZohoRig.OptionsOf(rig.Vendor);
        using var http = new HttpClient { BaseAddress = rig.Vendor.Address };
        var rotated = new Connection("zoho", ZohoStandIn.Connector, options with { WebhookSecret = new(["a-new-secret-of-the-hub", options.WebhookSecret.Current]) }, http, rig.Clock) { Tokens = rig.Tokens };
        (await KnownAsync(rotated)).Changed.Count.ShouldBe(4);
        rig.Vendor.OpenChannels.ShouldBe(4);
    }

    [Fact]
    public async Task Check_OfAWholeConnection_FindsAllRight()
    {
        await using var rig = await ZohoRig.StartAsync();
        var check = ZohoStandIn.Connector.Check;
        (await check.CheckAsync(ZohoRig.HubAddress, rig.Connection, CancellationToken.None)).Single(finding => finding.Standing != CheckStanding.Right).Text.ShouldContain("No notification channel to this hub is open for Leads, Contacts, Deals, Cases");
        await KnownAsync(rig.Connection);
        var findings = await check.CheckAsync(ZohoRig.HubAddress, rig.Connection, CancellationToken.None);
        findings.ShouldAllBe(finding => finding.Standing == CheckStanding.Right);
        findings[0].Text.ShouldContain("The hub acts as Hub (hub@kairos.example)");
        rig.Vendor.State.Records.ShouldBeEmpty();
        (await check.CheckAsync(null, rig.Connection, CancellationToken.None)).ShouldAllBe(finding => finding.Standing == CheckStanding.Right);
    }

    [Fact]
    public async Task Check_SaysWhatIsWrong()
    {
        using var zoho = new ZohoStandIn(ZohoStandIn.Options with { HubUser = "2" })
            .On(HttpMethod.Get, "users", 200, """{"users":[{"id":"1","full_name":"Kim Seller","email":"kim@example.test"}]}""")
            .On(HttpMethod.Get, "Contacts/search", 401, """{"code":"OAUTH_SCOPE_MISMATCH","details":{},"status":"error"}""")
            .On(HttpMethod.Get, "settings/fields?module=Leads", 200, """{"fields":[{"api_name":"Hub_Customer","unique":{}},{"api_name":"Hub_Last_Write","unique":{}}]}""")
            .On(HttpMethod.Get, "settings/fields?module=Contacts", 200, """{"fields":[{"api_name":"Hub_Customer","unique":{"casesensitive":""}}]}""")
            .On(HttpMethod.Get, "settings/fields", 403, """{"code":"NO_PERMISSION","details":{},"status":"error"}""")
            .On(HttpMethod.Get, "*", 204, "");
        var findings = await ZohoStandIn.Connector.Check.CheckAsync(ZohoRig.HubAddress, zoho.Connection, CancellationToken.None);
        findings.Where(finding => finding.Standing == CheckStanding.Wrong).Select(finding => finding.Subject).ShouldBe(["credentials", "scopes", "fields", "fields", "webhooks"]);
        string.Join('\n', findings.Select(finding => finding.Text)).ShouldSatisfyAllConditions(
            text => text.ShouldContain("HubUser is 2, but the token is of user 1"),
            text => text.ShouldContain("ZohoSearch.securesearch.READ"),
            text => text.ShouldContain("Hub_Customer of Leads allows duplicates"),
            text => text.ShouldContain("Contacts has no field Hub_Last_Write"));
    }

    [Fact]
    public async Task Check_OfARefreshTokenThatIsNoLongerGood_EndsThere()
    {
        await using var rig = await ZohoRig.StartAsync();
        using var http = new HttpClient { BaseAddress = rig.Vendor.Address };
        var connection = new Connection("zoho", ZohoStandIn.Connector, ZohoRig.OptionsOf(rig.Vendor) with { RefreshToken = new(["1000.revoked"]) }, http, rig.Clock);
        connection.Tokens = new GivenTokens(connection);
        var finding = (await ZohoStandIn.Connector.Check.CheckAsync(ZohoRig.HubAddress, connection, CancellationToken.None)).ShouldHaveSingleItem();
        (finding.Subject, finding.Standing).ShouldBe(("credentials", CheckStanding.Wrong));
        finding.Text.ShouldContain("refresh token");
    }

    private static async Task<SubscriptionState.Known> KnownAsync(Connection connection) =>
        (await Subscriber.SubscribeAsync(ZohoRig.HubAddress, connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();

    private static async Task<IEnumerable<string?>> TokensAsync(ZohoRig rig) => (await ZohoSubscriber.ChannelsAsync(rig.Connection, CancellationToken.None)).Channels.Select(channel => channel.Token);
}
