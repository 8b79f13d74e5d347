using System.Globalization;
using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho;

public sealed class ZohoFeedTests
{
    private static readonly DateTimeOffset Since = Clock.Start;
    private static readonly DateTimeOffset Until = Clock.Start + TimeSpan.FromHours(1);
    private static readonly string[] Quiet = ["Contacts", "Deals", "Cases"];

    [Fact]
    public async Task Pass_AsksAllModulesOnce_AndGoesOnWhereItBegan()
    {
        using var zoho = Nothing(new ZohoStandIn(), "Leads");
        var (events, cursor) = await PassAsync(zoho);
        events.ShouldBeEmpty();
        cursor.ShouldBe(new ZohoFeed().CursorAt(Until));
        zoho.Requests.Select(request => request.Line.Split('?')[0]).ShouldBe(["GET Leads", "GET Leads/deleted", "GET Contacts", "GET Contacts/deleted", "GET Deals", "GET Deals/deleted", "GET Cases", "GET Cases/deleted"]);
        zoho.Requests[0].Line.ShouldBe("GET Leads?sort_by=Modified_Time&sort_order=asc&per_page=200&fields=Created_Time,Modified_Time&page=1");
        zoho.Requests.ShouldAllBe(request => request.Headers["If-Modified-Since"] == "2026-05-04T09:59:59+00:00");
    }

    [Fact]
    public async Task Changes_HaveTheFactKeysOfTheirCompletedWebhooks()
    {
        using var zoho = Nothing(new ZohoStandIn(), null)
            .On(HttpMethod.Get, "Leads/deleted", 200, """{"data":[{"id":"4","deleted_time":"2026-05-04T13:30:00+03:00","type":"recycle"},{"id":"5","deleted_time":"2026-05-04T12:00:00+03:00"}],"info":{"more_records":false}}""")
            .On(HttpMethod.Get, "Leads?page=1", 200, Rows("1,10:10:00,10:10:10", "2,08:00:00,10:20:00", "3,10:30:00,10:40:00", "6,08:00:00,11:00:01"));
        var (events, _) = await PassAsync(zoho);
        events.Select(one => $"{one.Type} {one.FactKey}").ShouldBe(
        [
            "zoho.lead.created lead/1/created", $"zoho.lead.changed lead/2/{At("10:20:00")}", "zoho.lead.created lead/3/created", $"zoho.lead.changed lead/3/{At("10:40:00")}", $"zoho.lead.deleted lead/4/deleted/{At("10:30:00")}",
        ]);
        events.ShouldAllBe(one => one.Version != null && one.Ends.ContainsKey("zoho.lead"));
        zoho.Requests.Count(request => request.Line.StartsWith("GET Leads?", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Pages_GoOnByNumberThenTokenWithinOneSecond_AndBeginAnewAtTheLastTimeBeyondIt()
    {
        const string Row = """{"id":"1","Created_Time":"2026-05-04T08:00:00+00:00","Modified_Time":"2026-05-04T10:10:00+00:00"}""";
        const string More = $$"""{"data":[{{Row}}],"info":{"more_records":true} }""";
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads", 200, More);
        var feed = new ZohoFeed();
        var cursor = feed.CursorAt(Since);
        for (var page = 1; page <= 11; page++) cursor = (await feed.ChangedSinceAsync(cursor, Until, zoho.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Found>().Cursor;
        zoho.Requests[9].Line.ShouldEndWith("&page=10");
        zoho.Requests[10].Line.ShouldEndWith("&page=1");
        zoho.Requests[10].Headers["If-Modified-Since"].ShouldBe("2026-05-04T10:09:59+00:00");

        using var other = new ZohoStandIn().On(HttpMethod.Get, "Leads", 200, More.Replace("true", "true,\"next_page_token\":\"abc|d\"", StringComparison.Ordinal));
        cursor = feed.CursorAt(Since);
        for (var page = 1; page <= 11; page++) cursor = ((ChangePage.Found)await feed.ChangedSinceAsync(cursor, Until, other.Connection, CancellationToken.None)).Cursor;
        other.Requests[9].Line.ShouldEndWith("&page=10");
        other.Requests[10].Line.ShouldEndWith("&page_token=abc|d");

        using var mixed = new ZohoStandIn().On(HttpMethod.Get, "Leads", 200, More.Replace(Row, $"{Row.Replace("10:10", "10:09", StringComparison.Ordinal)},{Row}", StringComparison.Ordinal));
        cursor = feed.CursorAt(Since);
        for (var page = 1; page <= 3; page++) cursor = ((ChangePage.Found)await feed.ChangedSinceAsync(cursor, Until, mixed.Connection, CancellationToken.None)).Cursor;
        mixed.Requests[1].Line.ShouldEndWith("&page=1");
        mixed.Requests[1].Headers["If-Modified-Since"].ShouldBe("2026-05-04T10:09:59+00:00");
        mixed.Requests[2].Line.ShouldEndWith("&page=2");
    }

    // What changes while the list is read goes to its end, and all behind it move up.
    [Fact]
    public async Task RecordsThatChangeWhileTheListIsRead_AreAllTold()
    {
        await using var rig = await ZohoRig.StartAsync();
        var feed = new ZohoFeed();
        var cursor = feed.CursorAt(rig.Clock.GetUtcNow());
        var records = new List<Sandbox.Zoho.CrmRecord>();
        for (var number = 0; number < 450; number++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            records.Add(rig.Vendor.State.Add("Contacts", ("Last_Name", $"{number}")));
        }

        HashSet<string> told = [];
        for (var pages = 0; ;)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(2));
            var page = (await feed.ChangedSinceAsync(cursor, rig.Clock.GetUtcNow(), rig.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Found>();
            told.UnionWith(page.Events.Where(one => one.Type == "zoho.contact.created").Select(one => one.Subject));
            cursor = page.Cursor;
            if (!page.IsMore) break;
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            if (page.Events.Count > 0) records.Skip(pages++ * 20).Take(20).ToList().ForEach(record => rig.Vendor.State.Change(record, "Description", "later"));
        }

        told.Count.ShouldBe(450);
    }

    // Its place in the list is behind the end of the pass in whose time it was made.
    [Fact]
    public async Task RecordThatWasMadeBeforeTheLastPassEndedAndChangedAfterIt_IsToldAsMade()
    {
        using var zoho = Nothing(new ZohoStandIn(), null).On(HttpMethod.Get, "Leads/deleted", 204, "").On(HttpMethod.Get, "Leads?page=1", 200, Rows("1,09:58:00,10:10:10", "2,09:40:00,10:20:00").Replace("true", "false", StringComparison.Ordinal));
        (await PassAsync(zoho)).Events.Select(one => one.FactKey).ShouldBe(["lead/1/created", $"lead/1/{At("10:10:10")}", $"lead/2/{At("10:20:00")}"]);
    }

    [Theory]
    [InlineData("INVALID_MODULE", true)]
    [InlineData("NO_PERMISSION", true)]
    [InlineData("OAUTH_SCOPE_MISMATCH", false)]
    public async Task ModuleThatTheAccountDoesNotHave_IsLeftOut(string code, bool isLeftOut)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads", 400, $$"""{"code":"{{code}}","details":{},"status":"error"}""");
        var page = await new ZohoFeed().ChangedSinceAsync(new ZohoFeed().CursorAt(Since), Until, zoho.Connection, CancellationToken.None);
        if (isLeftOut) page.ShouldBeOfType<ChangePage.Found>().IsMore.ShouldBeTrue();
        else page.ShouldBeOfType<ChangePage.Failed>().Failure.Code.ShouldBe(code);
    }

    [Fact]
    public async Task WhatNoWebhookBrought_IsFoundInTheSimulatedAccount()
    {
        await using var rig = await ZohoRig.StartAsync();
        var feed = new ZohoFeed();
        var cursor = feed.CursorAt(rig.Clock.GetUtcNow());
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var records = Enumerable.Range(0, 450).Select(number => rig.Vendor.State.Add("Contacts", ("Last_Name", $"{number}"))).ToList();
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        rig.Vendor.State.Change(records[7], "Last_Name", "Seven");
        rig.Vendor.State.Delete(records[8]);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        List<IncomingEvent> events = [];
        while (true)
        {
            var page = (await feed.ChangedSinceAsync(cursor, rig.Clock.GetUtcNow(), rig.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Found>();
            events.AddRange(page.Events);
            cursor = page.Cursor;
            if (!page.IsMore) break;
        }

        events.Count(one => one.Type == "zoho.contact.created").ShouldBe(449);
        events.Single(one => one.Type == "zoho.contact.changed").Subject.ShouldBe($"contact/{records[7].Id}");
        events.Single(one => one.Type == "zoho.contact.deleted").Subject.ShouldBe($"contact/{records[8].Id}");
        var whole = (await ZohoStandIn.Connector.CompleteAsync(events.Single(one => one.Type == "zoho.contact.changed"), rig.Connection, CancellationToken.None)).ShouldBeOfType<Completion.Completed>().Event;
        ((ZohoContact)whole.Data).LastName.ShouldBe("Seven");
        ((ZohoContact)whole.Data).Changes.Select(change => $"{change.Field}={change.Value}").ShouldBe(["Last_Name=Seven"]);
    }

    private static long At(string time) => DateTimeOffset.Parse($"2026-05-04T{time}+00:00", CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    private static string Rows(params string[] rows) => $$"""{"data":[{{string.Join(',', rows.Select(row => row.Split(',')).Select(row => $$"""{"id":"{{row[0]}}","Created_Time":"2026-05-04T{{row[1]}}+00:00","Modified_Time":"2026-05-04T{{row[2]}}+00:00"}"""))}}],"info":{"more_records":true} }""";

    private static ZohoStandIn Nothing(ZohoStandIn zoho, string? further)
    {
        foreach (var module in Quiet.Append(further).OfType<string>()) zoho.On(HttpMethod.Get, $"{module}/deleted", 204, "").On(HttpMethod.Get, module, 304, "");
        return zoho;
    }

    private static async Task<(IReadOnlyList<IncomingEvent> Events, string Cursor)> PassAsync(ZohoStandIn zoho)
    {
        var feed = new ZohoFeed();
        List<IncomingEvent> events = [];
        var cursor = feed.CursorAt(Since);
        for (var until = Until; ; until += TimeSpan.FromMinutes(1))
        {
            var page = (await feed.ChangedSinceAsync(cursor, until, zoho.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Found>();
            events.AddRange(page.Events);
            cursor = page.Cursor;
            if (!page.IsMore) return (events, cursor);
        }
    }
}
