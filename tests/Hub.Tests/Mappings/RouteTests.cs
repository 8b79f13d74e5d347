using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Zendesk;
using Hub.Mappings;

namespace Hub.Tests.Mappings;

public sealed class RouteTests
{
    private const string Desk = "links: {desk: {left: whatsapp.thread, right: zendesk.ticket, reopen: 72h}}\n";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly CustomerView Mara = new("c1", "Mara", "+61491570006", null, "en", null, "AU");
    private static readonly ThreadView Thread = new("t1", "100", Now.AddHours(1));
    private static readonly LinkedView Reserved = new("", "reserved", Now, Now);
    private static readonly LinkedView Live = new("481", "live", Now, Now);

    [Fact]
    public void ConditionThatIsFalse_IsNotMatched() =>
        Evaluate("{id: a, on: zendesk.comment.created, if: event.is_public == false, do: zendesk.add_tags, with: {ticket: x, tags: [a]}}")
            .ShouldBe(new RouteOutcome.NotMatched());

    [Fact]
    public void ConditionThatFails_FailsTheRouteWithPlaceExpressionAndMessage()
    {
        var failure = Evaluate("{id: a, on: zendesk.comment.created, if: event.raw.missing == 1, do: zendesk.add_tags, with: {ticket: x, tags: [a]}}")
            .ShouldBeOfType<RouteOutcome.Failed>().Failure;
        failure.Where.ShouldStartWith("test.yaml:4:46");
        failure.Expression.ShouldBe("event.raw.missing == 1");
        failure.Message.ShouldContain("missing");
    }

    [Fact]
    public void Input_IsReadByWhatItTakesAndNotByYaml()
    {
        var command = Command("{id: a, on: zendesk.comment.created, do: zendesk.add_tags, with: {ticket: 00123, tags: [no, 1.0, \"${event.ticket_id}-x\", \"$${y}\"]}}");
        var input = JsonSerializer.SerializeToElement(command.Input, command.Action.Input);
        input.GetProperty("ticket").GetString().ShouldBe("00123");
        input.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["no", "1.0", "481-x", "${y}"]);
    }

    [Theory]
    [InlineData("12.5", "12.5")]
    [InlineData("-3", "-3")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("'12.5'", "\"12.5\"")]
    [InlineData("''", "\"\"")]
    [InlineData("00123", "\"00123\"")]
    [InlineData("+61491570006", "\"\\u002B61491570006\"")]
    [InlineData("no", "\"no\"")]
    [InlineData("'${event.ticket_id}'", "\"481\"")]
    [InlineData("'${1.5}'", "1.5")]
    [InlineData("[English, '${event.ticket_id}', 3]", "[\"English\",\"481\",3]")]
    [InlineData("{id: '${event.ticket_id}', deep: [true]}", "{\"id\":\"481\",\"deep\":[true]}")]
    [InlineData("[]", "[]")]
    public void FieldThatTakesAnyJson_KeepsNumbersListsAndNothing(string written, string json)
    {
        var command = Command($"{{id: a, on: zendesk.comment.created, do: zoho.update_lead, with: {{record: '1', fields: {{Field: {written}}}}}}}");
        JsonSerializer.SerializeToElement(command.Input, command.Action.Input).GetProperty("fields").GetProperty("Field").GetRawText().ShouldBe(json);
    }

    [Fact]
    public void TextThatEmptiesAProperty_IsGivenOn()
    {
        var command = Command("{id: a, on: zendesk.comment.created, let: {t: \"${event.body.replace('x', '')}\"}, do: hubspot.update_contact, with: {contact: '1', properties: {firstname: '', lastname: \"${let.t}\"}}}", body: "xx");
        command.Refusal.ShouldBeNull();
        JsonSerializer.SerializeToElement(command.Input, command.Action.Input).GetProperty("properties").GetRawText().ShouldBe("""{"firstname":"","lastname":""}""");
    }

    [Fact]
    public void Recipient_TakesThreadCustomerPhoneOrNothing()
    {
        static Recipient? To(string to) => (Recipient?)Command($"{{id: a, on: zendesk.comment.created, do: whatsapp.reply, with: {{to: \"{to}\", text: x}}}}").Let(command => command.Input?.GetType().GetProperty("To")!.GetValue(command.Input));
        To("${thread}").ShouldBe(new Recipient.InThread("t1"));
        To("${customer}").ShouldBe(new Recipient.ToCustomer("c1"));
        To("${phone('0491 570 006', 'AU')}").ShouldBe(new Recipient.ToPhone("+61491570006"));
        Command("{id: a, on: zendesk.comment.created, do: whatsapp.reply, with: {to: \"${phone('nobody', 'AU')}\", text: x}}").Refusal.ShouldBe(new("no_whatsapp", "unreachable"));
    }

    [Fact]
    public void RequiredInputThatIsEmpty_IsRefusedByName() =>
        Command("{id: a, on: zendesk.comment.created, let: {t: \"${event.body.replace('x', '')}\"}, do: zendesk.add_comment, with: {ticket: x, text: \"${let.t}\", public: true}}", body: "xx")
            .Refusal.ShouldBe(new("refused", "empty_parameter: text"));

    [Fact]
    public void KeysOfTime_ComeWithTheCommand()
    {
        var command = Command("{id: a, on: zendesk.comment.created, at: \"${event.created_at + duration('1h')}\", max_late: 10m, max_age: 2d, slot: {key: \"s/${event.ticket_id}\", keep: oldest}, once: \"${event.comment_id}\", lane: backfill, late: true, do: zendesk.add_tags, with: {ticket: \"${string(due)}\", tags: [a]}}");
        command.At.ShouldBe(Now.AddHours(1));
        command.MaxLate.ShouldBe(TimeSpan.FromMinutes(10));
        command.MaxAge.ShouldBe(TimeSpan.FromDays(2));
        command.Slot.ShouldBe(new("s/481", KeepOldest: true));
        command.OnceKey.ShouldBe("7001");
        command.Lane.ShouldBe(Lane.Backfill);
        command.Late.ShouldBeTrue();
        command.Input!.ToString()!.ShouldContain("2026-03-02T10:00:00Z");
        command.Bindings.ShouldBe("{}");
    }

    [Fact]
    public void ReleasedSlot_IsSaidEvenWhereIfIsFalse() =>
        Evaluate("{id: a, on: zendesk.comment.created, if: 'false', slot: \"s/${event.ticket_id}\", release_if: event.is_public, do: zendesk.add_tags, with: {ticket: x, tags: [a]}}")
            .ShouldBe(new RouteOutcome.NotMatched("s/481"));

    [Fact]
    public void LinkStillBeingMade_DefersWhatUsesIt()
    {
        const string route = "{id: a, on: zendesk.comment.created, find: desk, if: linked != null, let: {t: \"${linked.id}\", b: \"${event.body}\"}, do: zendesk.add_comment, with: {ticket: \"${let.t}\", text: \"${let.b}\", public: true}}";
        var command = Command(route, linked: Reserved);
        command.UsesLinked.ShouldBeTrue();
        command.Deferred.ShouldBeTrue();
        command.Bindings.ShouldBe("{\"let.b\":\"hello\"}");
        Command(route, linked: Live).UsesLinked.ShouldBeFalse();
        Command(route, linked: Live).Input!.ToString()!.ShouldContain("Ticket = 481");
    }

    [Fact]
    public async Task DeferredCommand_IsFinishedFromWhatItLeft()
    {
        var route = Compile("{id: a, on: zendesk.comment.created, find: desk, if: linked != null, let: {t: \"${linked.id}\", b: \"${event.body}\"}, do: zendesk.add_comment, with: {ticket: \"${let.t}\", text: \"${let.b}\", public: true}}");
        var ready = (await route.PrepareAsync(Delivery("{\"let.b\":\"as it was\"}"), Unasked, CancellationToken.None)).ShouldBeOfType<DeliveryOutcome.Ready>();
        ready.Input.ToString()!.ShouldContain("Ticket = 481");
        ready.Input.ToString()!.ShouldContain("Text = as it was");
        ready.Bindings.ShouldBe("{\"let.t\":\"481\",\"let.b\":\"as it was\"}");
    }

    [Fact]
    public void When_IsLookedAtWhenDue()
    {
        var route = Compile("{id: a, on: zendesk.comment.created, when: due < timestamp('2026-01-01T00:00:00Z'), do: zendesk.add_tags, with: {ticket: x, tags: [a]}}");
        ((RouteOutcome.Matched)route.Evaluate(Moment())).Commands.ShouldHaveSingleItem().Deferred.ShouldBeFalse();
        route.LooksWhenDue.ShouldBeTrue();
        route.LookWhenDue(Delivery("{}")).ShouldBeOfType<DeliveryOutcome.NotWanted>();
    }

    [Fact]
    public void NobodyToWriteTo_IsARefusal() =>
        Command("{id: a, on: zendesk.comment.created, do: whatsapp.reply, with: {to: null, text: x}}").Refusal.ShouldBe(new DraftRefusal("no_whatsapp", "unreachable"));

    [Fact]
    public void When_SeesTheLetsOfProcessing_AndWithIsMadeThen()
    {
        var route = Compile("{id: a, on: zendesk.comment.created, let: {b: \"${event.body}\"}, when: let.b == 'hello', do: zendesk.add_comment, with: {ticket: x, text: \"${event.body}\", public: true}}");
        var command = route.Evaluate(Moment()).ShouldBeOfType<RouteOutcome.Matched>().Commands.ShouldHaveSingleItem();
        command.Input!.ToString()!.ShouldContain("Text = hello");
        route.LookWhenDue(Delivery(command.Bindings)).ShouldBeNull();
    }

    [Fact]
    public void When_WithRead_IsLookedAtWithIt() =>
        Compile("{id: a, on: zendesk.comment.created, read: {o: {query: shopify.get_order, with: {order: \"1\"}}}, when: has(read.o.order) && read.o.order.id == \"1\", do: zendesk.add_tags, with: {ticket: x, tags: [a]}}")
            .LooksWhenDue.ShouldBeFalse();

    [Theory]
    [InlineData("remind/${event.body}", "*", "remind/*", false)]
    [InlineData("remind/${event.body}", "x/*", "remind/x/*", false)]
    [InlineData("${event.body}", "remind/*", "remind/*", false)]
    [InlineData("${event.body}*", "remind/", "remind/*", false)]
    [InlineData("remind/*", "x", "remind/", true)]
    [InlineData("${event.body}/*", "x", "x/", true)]
    [InlineData("${event.body}/*", "*", "*/", true)]
    public void Cancel_MeansAllThatBeginSo_OnlyWhereTheFileSaysSo(string cancel, string body, string key, bool isPrefix) =>
        Compile($"{{id: a, on: zendesk.comment.created, slot: '${{event.body}}', cancel: ['{cancel}'], do: zendesk.add_tags, with: {{ticket: x, tags: [a]}}}}").Evaluate(Moment(body: body))
            .ShouldBeOfType<RouteOutcome.Matched>().CancelSlots.ShouldBe([new(key, isPrefix)]);

    [Fact]
    public async Task ReadThatFails_CountsAsTheVendorsFailure()
    {
        var route = Compile("{id: a, on: zendesk.comment.created, read: {o: {query: shopify.get_order, with: {order: \"1\"}}}, do: zendesk.add_tags, with: {ticket: x, tags: [a]}}");
        var failure = new VendorFailure(FailureKind.Transient, "503", "The vendor is unavailable.");
        (await route.PrepareAsync(Delivery("{}"), (_, _, _, _) => Task.FromResult<QueryOutcome>(new QueryOutcome.Failed(failure)), CancellationToken.None))
            .ShouldBe(new DeliveryOutcome.ReadFailed(failure));
    }

    [Fact]
    public void AfterRoute_SeesWhatTheRouteFollowedLeft()
    {
        var snapshot = MappingWorld.Compile(Desk + """
            routes:
              - {id: a, on: zendesk.comment.created, let: {n: "${size(event.body)}", own: "${event.body}"}, do: zendesk.add_tags, with: {ticket: x, tags: [a]}}
              - {id: b, after: a, outcome: [failed], do: zendesk.add_comment, with: {ticket: "${event.ticket_id}", text: "${let.n} ${failure.outcome}", public: false}}
            """).Snapshot!;
        var first = ((RouteOutcome.Matched)snapshot.Find("a")!.Evaluate(Moment())).Commands[0];
        first.Bindings.ShouldBe("{\"let.n\":5}");
        first.FollowedOutcomes.ShouldNotContain("done");
        var followed = new FollowedCommand("a", first.Bindings, "rejected", null, "422", "No.");
        var second = ((RouteOutcome.Matched)snapshot.After("a")[0].Evaluate(Moment() with { Followed = followed })).Commands[0];
        second.Input!.ToString()!.ShouldContain("Text = 5 rejected");
    }

    [Fact]
    public void LetOfAConstant_ThatOnlyTheRouteBehindUses_IsLeftWithItsValue()
    {
        var snapshot = MappingWorld.Compile("""
            vars: {greeting: Hello}
            routes:
              - {id: a, on: zendesk.comment.created, let: {words: "${vars.greeting} ${event.body}"}, do: zendesk.add_tags, with: {ticket: x, tags: [a]}}
              - {id: b, after: a, outcome: [failed], do: zendesk.add_comment, with: {ticket: "1", text: "${let.words}", public: false}}
            """).Snapshot!;
        ((RouteOutcome.Matched)snapshot.Find("a")!.Evaluate(Moment())).Commands[0].Bindings.ShouldBe("{\"let.words\":\"Hello hello\"}");
    }

    [Fact]
    public void LinkValue_IsTheActionsResult()
    {
        var route = Compile("{id: a, on: whatsapp.message.received, find: desk, if: linked == null, link: {desk: \"${result.ticket_id}\"}, do: zendesk.create_ticket, with: {requester: \"${customer}\", subject: s, text: \"${event.summary}\"}}");
        route.LinkId(Delivery("{}"), new CreateTicketResult("99")).ShouldBe(("99", null));
        route.LinkId(Delivery("{}"), null).Failure.ShouldNotBeNull();
        route.Find.ShouldBeOfType<FindBy.ByLink>().FromLeft.ShouldBeTrue();
    }

    private static Task<QueryOutcome> Unasked(IQuery query, object input, string connection, CancellationToken cancel) => throw new InvalidOperationException("Nothing is read.");

    private static Route Compile(string route)
    {
        var result = MappingWorld.Compile(Desk + "routes:\n  - " + route + "\n");
        result.Errors.Select(error => error.ToString()).ShouldBeEmpty();
        return result.Snapshot!.Find("a")!;
    }

    private static RouteOutcome Evaluate(string route) => Compile(route).Evaluate(Moment());

    private static CommandDraft Command(string route, LinkedView? linked = null, string body = "hello") =>
        Compile(route).Evaluate(Moment(linked, body)).ShouldBeOfType<RouteOutcome.Matched>().Commands.ShouldHaveSingleItem();

    private static EventView Comment(string body)
    {
        var data = new CommentCreated
        {
            TicketId = "481", CommentId = "7001", Body = body, IsPublic = true, Author = new() { Id = "9", IsStaff = true }, Ticket = new() { Tags = [] }, CreatedAt = Now, Raw = JsonDocument.Parse("{}").RootElement,
        };
        return new("e1", "zendesk.comment.created", "zendesk", data, new Dictionary<string, string>(StringComparer.Ordinal) { ["zendesk.ticket"] = "481" }, Now, Now);
    }

    private static ProcessingMoment Moment(LinkedView? linked = null, string body = "hello") =>
        new() { Event = Comment(body), Customer = Mara, Thread = Thread, Linked = linked };

    private static DeliveryMoment Delivery(string bindings) =>
        new() { Event = Comment("changed since"), Bindings = bindings, Customer = Mara, Thread = Thread, Linked = Live, Due = Now };
}

file static class Piping
{
    public static TOut Let<TIn, TOut>(this TIn value, Func<TIn, TOut> then) => then(value);
}
