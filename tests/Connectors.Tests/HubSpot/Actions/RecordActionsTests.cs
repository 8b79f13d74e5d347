using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.HubSpot.Actions;

namespace Connectors.Tests.HubSpot.Actions;

/// <summary>Actions that make a record, mark it and join it with others; and those that change one.</summary>
public sealed class RecordActionsTests
{
    private const string Made = """{"id":"546500061938","properties":{},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-01T00:00:00Z"}""";
    private const string Joined = """{"status":"COMPLETE","results":[]}""";

    public static TheoryData<string, string, string, string> Makers => new()
    {
        {
            "hubspot.log_message", "communications",
            """{"hs_communication_channel_type":"WHATS_APP","hs_communication_logged_from":"CRM","hs_communication_body":"<strong>Ann:</strong> 1 &lt; 2<br>bye","hs_timestamp":"2026-05-04T10:00:00.000Z","hs_attachment_ids":"5;6","hub_command_id":"f00d"}""",
            "contacts/1 deals/3 tickets/2"
        },
        { "hubspot.add_contact_note", "notes", """{"hs_note_body":"a &amp; b’s Grüße 🎉","hs_timestamp":"2026-05-04T10:00:00.000Z","hub_command_id":"f00d"}""", "contacts/1" },
        { "hubspot.add_deal_note", "notes", """{"hs_note_body":"words","hs_timestamp":"2026-05-01T00:00:00.000Z","hub_command_id":"f00d"}""", "deals/3" },
        { "hubspot.add_ticket_note", "notes", """{"hs_note_body":"words","hs_timestamp":"2026-05-04T10:00:00.000Z","hs_attachment_ids":"5","hub_command_id":"f00d"}""", "tickets/2" },
        { "hubspot.create_deal", "deals", """{"dealname":"Bike","pipeline":"default","dealstage":"appointmentscheduled","amount":"10.00","deal_currency_code":"EUR","closedate":"2026-05-01T00:00:00.000Z","x_source":"chat","hub_command_id":"f00d"}""", "contacts/1" },
        { "hubspot.create_ticket", "tickets", """{"subject":"WhatsApp","content":"Where?","hs_pipeline":"0","hs_pipeline_stage":"1","hs_ticket_priority":"HIGH","hub_command_id":"f00d"}""", "contacts/1" },
    };

    public static TheoryData<string, string, string> Changers => new()
    {
        { "hubspot.update_contact", "contacts/1", """{"lifecyclestage":"customer","company":""}""" },
        { "hubspot.update_deal", "deals/3", """{"dealstage":"closedwon","amount":"9"}""" },
        { "hubspot.update_ticket", "tickets/2", """{"hs_pipeline_stage":"4","hs_ticket_priority":"LOW","subject":"s"}""" },
    };

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task Record_IsMadeWithItsMarkAndJoinedByDefault(string name, string path, string properties, string associates)
    {
        using var crm = new HubSpotStandIn().Has(path, "hub_command_id").On(HttpMethod.Post, $"crm/v3/objects/{path}", 201, Made).On(HttpMethod.Put, $"crm/v4/objects/{path}/546500061938/associations/default/*", 200, Joined);
        var done = (await RunAsync(crm, name)).ShouldBeOfType<ActionOutcome.Done>();
        done.VendorId.ShouldBe("546500061938");
        done.Result.ShouldNotBeNull().GetType().GetProperties()[0].GetValue(done.Result).ShouldBe("546500061938");
        crm.Lines.ShouldBe([$"GET crm/v3/properties/{path}/hub_command_id", $"POST crm/v3/objects/{path}", .. associates.Split(' ').Select(other => $"PUT crm/v4/objects/{path}/546500061938/associations/default/{other}")]);
        crm.Requests[1].BodyShouldBe($$"""{"properties":{{properties}}}""");
    }

    [Theory]
    [InlineData(400, """{"category":"VALIDATION_ERROR","errors":[{"code":"CONFLICTING_UNIQUE_VALUE","context":{"propertyName":["hub_command_id"]}}]}""")]
    [InlineData(409, """{"category":"CONFLICT"}""")]
    [InlineData(409, "")]
    public async Task RecordOfAnEarlierAttempt_IsGoneOnWith(int status, string body)
    {
        using var crm = new HubSpotStandIn().Has("tickets", "hub_command_id").On(HttpMethod.Post, "crm/v3/objects/tickets", status, body)
            .On(HttpMethod.Get, "crm/v3/objects/tickets/f00d?properties=hub_command_id&idProperty=hub_command_id", 200, Made).On(HttpMethod.Put, "crm/v4/objects/tickets/546500061938/associations/default/contacts/1", 200, Joined);
        (await RunAsync(crm, "hubspot.create_ticket")).ShouldBeOfType<ActionOutcome.Done>().VendorId.ShouldBe("546500061938");
    }

    [Fact]
    public async Task RefusedRecordWhoseLookFails_IsTriedAgainAndNotRefused()
    {
        using var crm = new HubSpotStandIn().Has("tickets", "hub_command_id").On(HttpMethod.Post, "crm/v3/objects/tickets", 400, """{"category":"VALIDATION_ERROR","errors":[{"code":"CONFLICTING_UNIQUE_VALUE","context":{"propertyName":["hub_command_id"]}}]}""")
            .On(HttpMethod.Get, "crm/v3/objects/tickets/f00d?properties=hub_command_id&idProperty=hub_command_id", 503, "");
        (await RunAsync(crm, "hubspot.create_ticket")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    // It would stand on nobody's timeline, and nobody would ever find it.
    [Fact]
    public async Task MessageOfAContactThatWasDeleted_LeavesNothingBehind()
    {
        await using var crm = await HubSpotStand.StartAsync();
        var context = new ActionContext { Connection = crm.Connection, Attempt = 1 };
        var outcome = await new LogMessage().PerformAsync(new() { Contact = "999", Text = "words" }, new(new('a', 32), new object(), crm.Now), context, CancellationToken.None);
        outcome.ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.TargetClosed);
        crm.State.Of("communications").ShouldBeEmpty();
    }

    [Fact]
    public async Task ValuesThatAreRefused_AreRefusedWhereThereIsNoEarlierAttempt()
    {
        using var crm = new HubSpotStandIn().Has("tickets", "hub_command_id").On(HttpMethod.Post, "crm/v3/objects/tickets", 400, """{"category":"VALIDATION_ERROR","errors":[{"code":"INVALID_OPTION","context":{"propertyName":["hs_pipeline_stage"]}}]}""").On(HttpMethod.Get, "crm/v3/objects/tickets/f00d", 404, "");
        (await RunAsync(crm, "hubspot.create_ticket")).ShouldBeOfType<ActionOutcome.Failed>().Failure.ShouldBe(new(FailureKind.Rejected, "VALIDATION_ERROR", "HubSpot refuses the values: hs_pipeline_stage (INVALID_OPTION)."));
    }

    [Fact]
    public async Task ServerErrorWhileMaking_LeavesTheOutcomeUnknown()
    {
        using var crm = new HubSpotStandIn().Has("tickets", "hub_command_id").On(HttpMethod.Post, "crm/v3/objects/tickets", 504, "");
        (await RunAsync(crm, "hubspot.create_ticket")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Unknown);
    }

    [Fact]
    public async Task RecordToJoinThatIsNotThere_TakesNothingMore()
    {
        using var crm = new HubSpotStandIn().Has("notes", "hub_command_id").On(HttpMethod.Post, "crm/v3/objects/notes", 201, Made).On(HttpMethod.Put, "crm/v4/objects/notes/546500061938/associations/default/tickets/2", 404, "");
        (await RunAsync(crm, "hubspot.add_ticket_note")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.TargetClosed);
    }

    [Theory]
    [InlineData(404, """{"category":"OBJECT_NOT_FOUND"}""")]
    [InlineData(400, """{"category":"VALIDATION_ERROR"}""")]
    public async Task MarkThatIsNowhere_IsNotFound(int status, string body)
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/communications/f00d", status, body);
        (await Action("hubspot.log_message").FindAsync(Call(crm, "hubspot.log_message"), crm.Context, CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"contacts":{"results":[{"id":"1","type":"x"}]},"tickets":{"results":[{"id":"2"},{"id":"2"}]},"deals":{"results":[{"id":"3"}]}}""", true)]
    [InlineData("""{"contacts":{"results":[{"id":"1","type":"x"}]},"tickets":{"results":[{"id":"9"}]},"deals":{"results":[{"id":"3"}]}}""", false)]
    [InlineData("""{"contacts":{"results":[{"id":"1","type":"x"}]}}""", false)]
    [InlineData("null", false)]
    public async Task MarkedRecord_IsFoundOnceItIsJoinedWithAll(string associations, bool found)
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/communications/f00d?properties=hub_command_id&associations=contacts%2Cdeals%2Ctickets&idProperty=hub_command_id", 200, $$$"""{"id":"5","properties":{},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-01T00:00:00Z","associations":{{{associations}}}}""");
        (await Action("hubspot.log_message").FindAsync(Call(crm, "hubspot.log_message"), crm.Context, CancellationToken.None) is ActionOutcome.Done { VendorId: "5" }).ShouldBe(found);
        crm.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LookingThatFails_IsNoWordThatItIsNotThere()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/communications/f00d", 503, "");
        (await Action("hubspot.log_message").FindAsync(Call(crm, "hubspot.log_message"), crm.Context, CancellationToken.None)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    [Theory]
    [MemberData(nameof(Changers))]
    public async Task Record_IsChanged(string name, string path, string properties)
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Patch, $"crm/v3/objects/{path}", 200, Made);
        (await RunAsync(crm, name)).ShouldBe(new ActionOutcome.Done(VendorId: path.Split('/')[1]));
        crm.Requests.ShouldHaveSingleItem().BodyShouldBe($$"""{"properties":{{properties}}}""");
        Action(name).TargetOf(Input(name)).ShouldBe(path.Split('/')[1]);
        Action(name).Object.ShouldBe($"hubspot.{path.Split('/')[0].TrimEnd('s')}");
    }

    [Fact]
    public async Task DeletedRecord_TakesNothingMore()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Patch, "crm/v3/objects/deals/3", 404, "");
        (await RunAsync(crm, "hubspot.update_deal")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.TargetClosed);
    }

    [Fact]
    public async Task WhatCannotBe_IsRefusedWithoutACall()
    {
        using var crm = new HubSpotStandIn();
        foreach (var (name, input) in new (string, object)[]
        {
            ("hubspot.update_deal", new UpdateDealInput { Deal = "../contacts/1", Stage = "x" }),
            ("hubspot.update_deal", new UpdateDealInput { Deal = "3", Properties = new Dictionary<string, string> { ["Deal Stage"] = "x" } }),
            ("hubspot.log_message", new LogMessageInput { Contact = "ann", Text = "x" }),
            ("hubspot.log_message", new LogMessageInput { Contact = "1", Text = new('x', TimelineBody.Most + 1) }),
            ("hubspot.log_message", new LogMessageInput { Contact = "1", Text = "x", Files = ["a;b"] }),
            ("hubspot.create_ticket", new CreateTicketInput { Subject = "s", Contact = "1/2" }),
        })
        {
            (await Action(name).PerformAsync([new("f00d", input, Clock.Start)], crm.Context, CancellationToken.None)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Rejected);
        }

        crm.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlainBodies_AreWrittenAsTheyAre()
    {
        using var crm = new HubSpotStandIn(HubSpotStandIn.Options with { PlainBodies = true }).Has("communications", "hub_command_id").On(HttpMethod.Post, "crm/v3/objects/communications", 201, Made).On(HttpMethod.Put, "crm/v4/objects/communications/*", 200, Joined);
        await RunAsync(crm, "hubspot.log_message");
        crm.Requests[1].Json.GetProperty("properties").GetProperty("hs_communication_body").GetString().ShouldBe("Ann: 1 < 2\nbye");
    }

    private static IAction Action(string name) => HubSpotStandIn.Connector.Actions.Single(action => action.Name == name);

    private static ActionCall Call(HubSpotStandIn crm, string name) => new(HubSpotStandIn.CommandId, Input(name), crm.Clock.Now);

    private static Task<ActionOutcome> RunAsync(HubSpotStandIn crm, string name) => Action(name).PerformAsync([Call(crm, name)], crm.Context, CancellationToken.None);

    private static object Input(string name) => name switch
    {
        "hubspot.log_message" => new LogMessageInput { Contact = "1", Ticket = "2", Deal = "3", Text = "1 < 2\nbye", Author = "Ann", Files = ["5", "6"] },
        "hubspot.add_contact_note" => new AddContactNoteInput { Contact = "1", Text = "a & b’s Grüße 🎉" },
        "hubspot.add_deal_note" => new AddDealNoteInput { Deal = "3", Text = "words", At = new(2026, 5, 1, 2, 0, 0, TimeSpan.FromHours(2)) },
        "hubspot.add_ticket_note" => new AddTicketNoteInput { Ticket = "2", Text = "words", Files = ["5"] },
        "hubspot.create_deal" => new CreateDealInput { Name = "Bike", Contact = "1", Amount = "10.00", Currency = "EUR", CloseDate = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), Properties = new Dictionary<string, string> { ["x_source"] = "chat" } },
        "hubspot.create_ticket" => new CreateTicketInput { Subject = "WhatsApp", Text = "Where?", Contact = "1", Priority = "high" },
        "hubspot.update_contact" => new UpdateContactInput { Contact = "1", Properties = new Dictionary<string, string> { ["lifecyclestage"] = "customer", ["company"] = "" } },
        "hubspot.update_deal" => new UpdateDealInput { Deal = "3", Stage = "closedwon", Amount = "9" },
        _ => new UpdateTicketInput { Ticket = "2", Stage = "4", Priority = "low", Subject = "s" },
    };
}
