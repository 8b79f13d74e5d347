using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho;

public sealed class ZohoCompletionTests
{
    private static readonly DateTimeOffset Modified = new(2026, 5, 4, 9, 59, 58, TimeSpan.Zero);

    [Fact]
    public async Task Hint_BecomesTheWholeRecordWithItsKeys()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, $"Leads/{ZohoSamples.Id}", 200, ZohoSamples.Lead);
        var done = Completed(await RunAsync(zoho, Hint()));
        (done.Type, done.FactKey, done.Version, done.EchoOf).ShouldBe(("zoho.lead.changed", $"lead/{ZohoSamples.Id}/{Modified.ToUnixTimeSeconds()}", new($"lead/{ZohoSamples.Id}", Modified.ToUnixTimeMilliseconds()), null));
        done.Terms.ShouldBe(["Ann Example", "ann@example.test", "0151 00000001"]);
        var lead = done.Data.ShouldBeOfType<ZohoLead>();
        (lead.Name, lead.FirstName, lead.LastName, lead.Company, lead.Email, lead.Phone, lead.Mobile).ShouldBe(("Ann Example", "Ann", "Example", "Example Ltd", "ann@example.test", null, "0151 00000001"));
        (lead.Status, lead.Source, lead.Country, lead.EmailOptOut, lead.CustomerId, lead.ModifiedAt).ShouldBe(("Documents required", "WhatsApp", "Germany", true, "c1", Modified));
        lead.Tags.ShouldBe(["vip"]);
        lead.Owner!.Name.ShouldBe("Kim Seller");
        lead.Changes.Select(change => change.Field).ShouldBe(["Lead_Status"]);
        lead.Raw.GetProperty("My_Field").GetInt32().ShouldBe(7);
        RecordShapes.ForbiddenNulls(lead, "event").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("zoho.lead.changed", "update")]
    [InlineData("zoho.lead.created", "insert")]
    [InlineData("zoho.lead.changed", "delete")]
    public async Task GatheredHints_AreOneEventWithAllChangesButTheHubsOwn(string type, string operation)
    {
        IncomingEvent[] hints =
        [
            Hint(),
            ZohoStandIn.Read(ZohoSamples.LeadUpdated.Replace("\"Lead_Status\"", "\"Company\"", StringComparison.Ordinal)).Single(),
            ZohoStandIn.Read(ZohoSamples.LeadUpdated.Replace("Documents required", ZohoStandIn.Mark, StringComparison.Ordinal)).Single(),
            ZohoStandIn.Read(ZohoSamples.Of("Leads", operation, ZohoSamples.Id)).Single(),
        ];
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, $"Leads/{ZohoSamples.Id}", 200, ZohoSamples.Lead);
        var done = Completed(await RunAsync(zoho, hints[0] with { Hints = hints }));
        (done.Type, done.EchoOf).ShouldBe((type, null));
        ((ZohoLead)done.Data).Changes.Select(change => change.Field).ShouldBe(["Lead_Status", "Company"]);
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(400, """{"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"the id given seems to be invalid","status":"error"}""")]
    public async Task RecordThatIsNotThere_WasDeleted(int status, string body)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, $"Leads/{ZohoSamples.Id}", status, body);
        var done = Completed(await RunAsync(zoho, Hint()));
        (done.Type, done.FactKey).ShouldBe(("zoho.lead.deleted", $"lead/{ZohoSamples.Id}/deleted/{Hint().OccurredAt.ToUnixTimeSeconds()}"));
        done.Data.ShouldBe(new ZohoDeleted { Id = ZohoSamples.Id, DeletedAt = Hint().OccurredAt });
    }

    [Fact]
    public async Task DeletedRecord_HasTheTimeByWhichTheComparisonKnowsIt()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, $"Leads/{ZohoSamples.Id}", 204, "")
            .On(HttpMethod.Get, "Leads/deleted", 200, $$"""{"data":[{"id":"1","deleted_time":"2026-05-04T12:00:00+03:00"},{"id":"{{ZohoSamples.Id}}","deleted_time":"2026-05-04T12:59:57+03:00"}]}""");
        var done = Completed(await RunAsync(zoho, Hint()));
        done.FactKey.ShouldBe($"lead/{ZohoSamples.Id}/deleted/{(Modified - TimeSpan.FromSeconds(1)).ToUnixTimeSeconds()}");
        done.Data.ShouldBe(new ZohoDeleted { Id = ZohoSamples.Id, DeletedAt = Modified - TimeSpan.FromSeconds(1) });
        zoho.Requests[^1].Headers["If-Modified-Since"].ShouldBe("2026-05-04T09:55:00+00:00");

        using var failing = new ZohoStandIn().On(HttpMethod.Get, $"Leads/{ZohoSamples.Id}", 204, "").On(HttpMethod.Get, "Leads/deleted", 503, "");
        (await RunAsync(failing, Hint())).ShouldBeOfType<Completion.Failed>();
    }

    // The hint of the hub's own creation carries no mark: it is dropped by itself, and takes nobody's change with it.
    [Theory]
    [InlineData(null, null, "zoho.lead.changed")]
    [InlineData("101", "101", "zoho.lead.changed")]
    [InlineData("101", "102", "zoho.lead.created")]
    public async Task ChangeRightAfterTheHubMadeTheRecord_IsTold(string? hub, string? createdBy, string type)
    {
        var body = $$"""{"data":[{"id":"17","Last_Name":"E","Lead_Status":"Called","Created_By":{"id":"{{createdBy ?? "1"}}"},"Created_Time":"2026-05-04T10:00:00+00:00","Modified_By":{"id":"102"},"Modified_Time":"2026-05-04T10:00:04+00:00","Hub_Last_Write":"{{ZohoStandIn.Mark}}"}]}""";
        using var zoho = new ZohoStandIn(ZohoStandIn.Options with { HubUser = hub }).On(HttpMethod.Get, "Leads/17", 200, body);
        IncomingEvent[] hints = [ZohoStandIn.Read(ZohoSamples.Of("Leads", "insert", "17")).Single(), ZohoStandIn.Read(ZohoSamples.LeadUpdated.Replace(ZohoSamples.Id, "17", StringComparison.Ordinal)).Single()];
        var done = Completed(await RunAsync(zoho, hints[0] with { Hints = hints }));
        (done.Type, done.EchoOf).ShouldBe((type, null));
        ((ZohoLead)done.Data).Changes.Select(change => change.Field).ShouldBe(["Lead_Status"]);
        Completed(await RunAsync(zoho, hints[0])).EchoOf.ShouldBe(type.EndsWith("created", StringComparison.Ordinal) ? null : ZohoStandIn.CommandId);
    }

    // A person who writes within the span of the mark.
    [Theory]
    [InlineData("101", "102", 2, true, false)]
    [InlineData("101", "101", 2, true, true)]
    [InlineData(null, "102", 2, true, true)]
    [InlineData(null, "102", 6, true, false)]
    [InlineData(null, "102", 6, false, true)]
    [InlineData("101", "102", 2, false, false)]
    public async Task ChangeShortlyAfterTheHubs_IsWhoseTheUserSays(string? hub, string by, int seconds, bool isPolled, bool isEcho)
    {
        var body = $$"""{"data":[{"id":"17","Last_Name":"E","Created_Time":"2026-05-01T10:00:00+00:00","Modified_By":{"id":"{{by}}"},"Modified_Time":"{{Clock.Start.AddSeconds(seconds):yyyy-MM-dd'T'HH:mm:ss'+00:00'}}","Hub_Last_Write":"{{ZohoStandIn.Mark}}"}]}""";
        using var zoho = new ZohoStandIn(ZohoStandIn.Options with { HubUser = hub }).On(HttpMethod.Get, "Leads/17", 200, body);
        var incoming = isPolled ? Polled("zoho.lead.changed", "17") : ZohoStandIn.Read(ZohoSamples.Of("Leads", "update", "17")).Single();
        Completed(await RunAsync(zoho, incoming)).EchoOf.ShouldBe(isEcho ? ZohoStandIn.CommandId : null);
    }

    // Since the version that was applied last; the hub's own writes among them are nobody's change.
    [Fact]
    public async Task WhatReconciliationFound_HasTheChangesOfTheTimeline()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/18", 200, ZohoSamples.Lead).On(HttpMethod.Get, "Leads/18/__timeline", 200, $$"""
            {"__timeline":[
              {"audited_time":"2026-05-04T12:59:58+03:00","action":"updated","done_by":{"id":"1","name":"Kim"},"field_history":[{"api_name":"Lead_Status","_value":{"new":"Documents Required","old":"New"} }]},
              {"audited_time":"2026-05-04T12:50:00+03:00","action":"updated","done_by":{"id":"1","name":"Kim"},"field_history":[{"api_name":"Lead_Status","_value":{"new":"New","old":null} },{"api_name":"My_Field","_value":{"new":"7","old":"6"} }]},
              {"audited_time":"2026-05-04T12:45:00+03:00","action":"updated","done_by":{"id":"9","name":"Hub"},"field_history":[{"api_name":"Company","_value":{"new":"Ltd","old":"x"} },{"api_name":"Hub_Last_Write","_value":{"new":"{{ZohoStandIn.Mark}}","old":null} }]},
              {"audited_time":"2026-05-04T12:40:00+03:00","action":"updated","field_history":[{"api_name":"Email","_value":{"new":"a","old":"b"} }]},
              {"audited_time":"2026-05-04T12:59:00+03:00","action":"added"}],"info":{"more_records":false} }
            """);
        var done = Completed(await RunAsync(zoho, Polled("zoho.lead.changed", "18") with { AppliedStamp = new DateTimeOffset(2026, 5, 4, 9, 40, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() }));
        ((ZohoLead)done.Data).Changes.Select(change => $"{change.Field}={change.Value} {change.ChangedAt:HH:mm}").ShouldBe(["Lead_Status=New 12:50", "My_Field=7 12:50", "Lead_Status=Documents required 12:59"]);
        done.EchoOf.ShouldBeNull();

        using var own = new ZohoStandIn().On(HttpMethod.Get, "Leads/18", 200, ZohoSamples.Lead).On(HttpMethod.Get, "Leads/18/__timeline", 200, $$"""
            {"__timeline":[{"audited_time":"2026-05-04T12:59:58+03:00","action":"updated","done_by":{"id":"9"},"field_history":[{"api_name":"Hub_Last_Write","_value":{"new":"{{ZohoStandIn.Mark}}","old":null} }]}]}
            """);
        Completed(await RunAsync(own, Polled("zoho.lead.changed", "18") with { AppliedStamp = 0 })).EchoOf.ShouldBe(ZohoStandIn.CommandId);
    }

    [Theory]
    [InlineData(403, """{"code":"NO_PERMISSION","status":"error"}""", true)]
    [InlineData(400, """{"code":"INVALID_MODULE","status":"error"}""", true)]
    [InlineData(204, "", true)]
    [InlineData(503, "", false)]
    public async Task TimelineThatZohoDoesNotShow_LeavesTheChangesEmpty(int status, string body, bool isTold)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/18", 200, ZohoSamples.Lead).On(HttpMethod.Get, "Leads/18/__timeline", status, body);
        var completion = await RunAsync(zoho, Polled("zoho.lead.changed", "18") with { AppliedStamp = 0 });
        if (isTold) ((ZohoLead)Completed(completion).Data).Changes.ShouldBeEmpty();
        else completion.ShouldBeOfType<Completion.Failed>();
    }

    [Fact]
    public async Task ContactThatTheHubMayNotSee_LeavesTheNameInTheDeal()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Deals/17", 200, ZohoSamples.Deal).On(HttpMethod.Get, "Contacts/6756839000000700001", 403, """{"code":"NO_PERMISSION","status":"error"}""");
        var deal = (ZohoDeal)Completed(await RunAsync(zoho, ZohoStandIn.Read(ZohoSamples.Of("Deals", "update", "17")).Single())).Data;
        (deal.Contact!.Id, deal.Contact.Name, deal.Contact.Mobile).ShouldBe(("6756839000000700001", "Ann Example", null));
    }

    [Fact]
    public async Task DeletionOfARecordThatIsThere_IsAChange()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/17", 200, ZohoSamples.Lead);
        Completed(await RunAsync(zoho, ZohoStandIn.Read(ZohoSamples.Of("Leads", "delete", "17")).Single())).Type.ShouldBe("zoho.lead.changed");
    }

    [Theory]
    [InlineData(500, FailureKind.Transient)]
    [InlineData(429, FailureKind.Throttled)]
    public async Task FailedFetch_IsTriedAgain(int status, FailureKind kind)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, $"Leads/{ZohoSamples.Id}", status, "");
        (await RunAsync(zoho, Hint())).ShouldBeOfType<Completion.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task Deal_HasItsAmountAndItsContact()
    {
        using var zoho = new ZohoStandIn(ZohoStandIn.Options with { Currency = "EUR" }).On(HttpMethod.Get, "Deals/6756839000000600001", 200, ZohoSamples.Deal).On(HttpMethod.Get, "Contacts/6756839000000700001", 200, ZohoSamples.Contact);
        var done = Completed(await RunAsync(zoho, ZohoStandIn.Read(ZohoSamples.Of("Deals", "insert", "6756839000000600001")).Single()));
        (done.Type, done.FactKey).ShouldBe(("zoho.deal.created", "deal/6756839000000600001/created"));
        var deal = done.Data.ShouldBeOfType<ZohoDeal>();
        (deal.Name, deal.Stage, deal.Pipeline, deal.Amount, deal.ClosingDate).ShouldBe(("Twelve chairs", "Closed Won", "Standard", new("1234.5", 123450, "EUR"), "2026-06-30"));
        deal.Contact.ShouldBe(new ZohoContactOf { Id = "6756839000000700001", Name = "Ann Example", FirstName = "Ann", LastName = "Example", Mobile = "+4915100000001", Phone = "030 123", Email = "ann@example.test", CustomerId = "c1" });
    }

    [Fact]
    public async Task Amount_IsLeftOut_WhereNobodySaysOfWhichCurrency()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Deals/17", 200, ZohoSamples.Deal).On(HttpMethod.Get, "Contacts/6756839000000700001", 204, "");
        var deal = (ZohoDeal)Completed(await RunAsync(zoho, ZohoStandIn.Read(ZohoSamples.Of("Deals", "update", "17")).Single())).Data;
        (deal.Amount, deal.Contact!.Name).ShouldBe((null, "Ann Example"));
    }

    [Fact]
    public async Task ContactThatCannotBeFetchedNow_IsTriedAgain()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Deals/17", 200, ZohoSamples.Deal).On(HttpMethod.Get, "Contacts/6756839000000700001", 503, "");
        (await RunAsync(zoho, ZohoStandIn.Read(ZohoSamples.Of("Deals", "update", "17")).Single())).ShouldBeOfType<Completion.Failed>();
    }

    [Fact]
    public async Task Case_IsRead()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Cases/17", 200, """{"data":[{"id":"17","Case_Number":"SR-1","Subject":"Broken leg","Status":"New","Priority":"High","Case_Origin":"Web","Phone":"030 1","Related_To":null,"Deal_Name":{"id":"18","name":"Chairs"},"Modified_Time":"2026-05-04T12:59:58+03:00"}]}""");
        var about = (ZohoCase)Completed(await RunAsync(zoho, ZohoStandIn.Read(ZohoSamples.Of("Cases", "insert", "17")).Single())).Data;
        (about.Number, about.Subject, about.Status, about.Priority, about.Origin, about.Phone, about.Contact, about.Deal).ShouldBe(("SR-1", "Broken leg", "New", "High", "Web", "030 1", null, new ZohoReference { Id = "18", Name = "Chairs" }));
    }

    // The mark of a write stays in the record: only a change at its time is the hub's.
    [Theory]
    [InlineData("insert", 0, true)]
    [InlineData("insert", 30, true)]
    [InlineData("insert", 31, false)]
    [InlineData("update", 0, true)]
    [InlineData("update", 31, false)]
    public async Task RecordWithAMarkOfItsTime_IsTheHubsOwn(string operation, int secondsApart, bool isEcho)
    {
        var body = $$"""{"data":[{"id":"17","Last_Name":"E","Created_Time":"2026-05-04T10:00:00+00:00","Modified_Time":"2026-05-04T10:00:00+00:00","Hub_Last_Write":"hub:{{ZohoStandIn.CommandId}}:{{Clock.Start.AddSeconds(secondsApart).ToUnixTimeSeconds()}}"}]}""";
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/17", 200, body);
        Completed(await RunAsync(zoho, ZohoStandIn.Read(ZohoSamples.Of("Leads", operation, "17")).Single())).EchoOf.ShouldBe(isEcho ? ZohoStandIn.CommandId : null);
    }

    [Fact]
    public async Task ChangeOfSomebodyElse_IsNotLost_WhereTheHubWroteAfterwards()
    {
        var lead = ZohoSamples.Lead.Replace("1777800000", $"{Modified.ToUnixTimeSeconds()}", StringComparison.Ordinal);
        using var zoho = new ZohoStandIn(ZohoStandIn.Options with { HubUser = "6756839000000001" }).On(HttpMethod.Get, $"Leads/{ZohoSamples.Id}", 200, lead);
        Completed(await RunAsync(zoho, Hint())).EchoOf.ShouldBeNull();
    }

    [Theory]
    [InlineData("6756839000000001", true)]
    [InlineData("6756839000000002", false)]
    [InlineData(null, false)]
    public async Task ChangeByTheHubsOwnUser_IsItsOwn_WhereNoFieldsAreNamed(string? hub, bool isEcho)
    {
        using var zoho = new ZohoStandIn(ZohoStandIn.Options with { HubUser = hub }).On(HttpMethod.Get, "Leads/17", 200, ZohoSamples.Lead);
        (Completed(await RunAsync(zoho, ZohoStandIn.Read(ZohoSamples.Of("Leads", "update", "17")).Single())).EchoOf is not null).ShouldBe(isEcho);
    }

    [Fact]
    public async Task WhatReconciliationFound_KeepsItsType()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/17", 204, "").On(HttpMethod.Get, "Leads/18", 200, ZohoSamples.Lead);
        (await RunAsync(zoho, Polled("zoho.lead.changed", "17"))).ShouldBeOfType<Completion.Gone>();
        (await RunAsync(zoho, Polled("zoho.lead.deleted", "18"))).ShouldBeOfType<Completion.Gone>();
        Completed(await RunAsync(zoho, Polled("zoho.lead.deleted", "17"))).Type.ShouldBe("zoho.lead.deleted");
        Completed(await RunAsync(zoho, Polled("zoho.lead.created", "18"))).Type.ShouldBe("zoho.lead.created");
    }

    [Fact]
    public async Task UnknownEvent_NeedsNothing()
    {
        using var zoho = new ZohoStandIn();
        Completed(await RunAsync(zoho, ZohoStandIn.Read(ZohoSamples.Of("Tasks", "update", "17")).Single())).Type.ShouldBe("zoho.unknown");
        zoho.Requests.ShouldBeEmpty();
    }

    private static IncomingEvent Hint() => ZohoStandIn.Read(ZohoSamples.LeadUpdated).Single();

    private static IncomingEvent Polled(string type, string id) => new()
    {
        Type = type,
        Account = null,
        Subject = $"lead/{id}",
        DeliveryKey = "k",
        OccurredAt = Clock.Start,
        Version = new($"lead/{id}", 1),
        Data = type.EndsWith("deleted", StringComparison.Ordinal) ? new ZohoDeleted { Id = id, DeletedAt = Clock.Start } : ZohoReader.Unfetched(ZohoModule.Lead, id, Clock.Start, []),
    };

    private static Task<Completion> RunAsync(ZohoStandIn zoho, IncomingEvent incoming) => ZohoStandIn.Connector.CompleteAsync(incoming, zoho.Connection, CancellationToken.None);

    private static IncomingEvent Completed(Completion completion) => completion.ShouldBeOfType<Completion.Completed>().Event;
}
