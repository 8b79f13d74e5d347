using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk;

public sealed class ZendeskReaderTests
{
    [Fact]
    public void CommentAdded_IsACommentWithItsTicketAndEveryDigit()
    {
        var read = ZendeskStandIn.Read(ZendeskSamples.CommentAdded).ShouldHaveSingleItem();
        read.Type.ShouldBe("zendesk.comment.created");
        read.Account.ShouldBe("22129848");
        read.Subject.ShouldBe("ticket/5158");
        read.DeliveryKey.ShouldBe("d4f5c389-0000-4c2e-a1b9-8e4f39c71d52");
        read.FactKey.ShouldBe("comment/9223372036854775807");
        read.OccurredAt.ShouldBe(new DateTimeOffset(2026, 5, 4, 9, 59, 30, TimeSpan.Zero).AddTicks(1234568), TimeSpan.FromTicks(1));
        read.Ends.ShouldBe(new Dictionary<string, string> { ["zendesk.ticket"] = "5158" });
        read.EchoOf.ShouldBeNull();
        var comment = read.Data.ShouldBeOfType<CommentCreated>();
        comment.Author.ShouldBe(new CommentAuthor { Id = "8447388090495", Name = "Robin Agent", IsStaff = true });
        (comment.TicketId, comment.CommentId, comment.Body, comment.IsPublic).ShouldBe(("5158", "9223372036854775807", "It left today.", true));
        comment.Ticket.Tags.ShouldBe(["whatsapp"]);
        (comment.Ticket with { Tags = [] }).ShouldBe(new TicketState { Subject = "Where is my parcel?", Status = "open", Priority = "high", RequesterId = "9007199254740993", Tags = [] });
        comment.Raw.GetProperty("detail").GetProperty("via").GetProperty("channel").GetString().ShouldBe("web_service");
    }

    [Fact]
    public void StatusChanged_IsAStateWithItsVersion()
    {
        var read = ZendeskStandIn.Read(ZendeskSamples.StatusChanged).ShouldHaveSingleItem();
        read.Type.ShouldBe("zendesk.ticket.status_changed");
        read.Version.ShouldBe(new("ticket/5158/status", new DateTimeOffset(2026, 5, 4, 9, 59, 30, 500, TimeSpan.Zero).ToUnixTimeMilliseconds()));
        ShouldTell(read, new SetStatus(), new SetStatusInput { Ticket = "5158", Status = "solved" });
        var status = read.Data.ShouldBeOfType<TicketStatusChanged>();
        (status.Status, status.Previous, status.ActorId).ShouldBe(("solved", "open", "8447388090495"));
    }

    [Fact]
    public void PriorityChanged_TellsWhatTheActionWrites() => ShouldTell(
        ZendeskStandIn.Read(ZendeskSamples.Of("ticket.priority_changed", "zen:ticket:1", """{"id":"1"}""", """{"current":"URGENT","previous":"NORMAL"}"""))[0],
        new SetPriority(), new SetPriorityInput { Ticket = "1", Priority = "urgent" });

    [Theory]
    [InlineData("hub:f00d", "f00d")]
    [InlineData("crm-7", null)]
    [InlineData("", null)]
    public void TicketCreated_IsAnEchoWhereItsExternalIdIsTheHubs(string externalId, string? echoOf)
    {
        var read = ZendeskStandIn.Read(ZendeskSamples.Of("ticket.created", "zen:ticket:1", $$"""{"id":"1","external_id":"{{externalId}}","description":"Hello"}""", "{}"))[0];
        read.Type.ShouldBe("zendesk.ticket.created");
        (read.EchoOf, read.MadeBy).ShouldBe((echoOf, echoOf));
        read.Data.ShouldBeOfType<TicketCreated>().Description.ShouldBe("Hello");
    }

    [Fact]
    public void CommentOnATicketWithTheHubsExternalId_TellsWhichCommandMadeTheTicket()
    {
        var read = ZendeskStandIn.Read(ZendeskSamples.Of("ticket.comment_added", "zen:ticket:1", """{"id":"1","external_id":"hub:f00d"}""", """{"comment":{"id":"2","body":"Yes","is_public":true}}"""))[0];
        (read.MadeBy, read.EchoOf).ShouldBe(("f00d", null));
    }

    [Theory]
    [InlineData("priority_changed", "\"URGENT\"", "urgent")]
    [InlineData("subject_changed", "\"New WORDS\"", "New WORDS")]
    [InlineData("agent_assignment_changed", "9007199254740993", "9007199254740993")]
    [InlineData("tags_changed", "[\"a\"]", null)]
    [InlineData("soft_deleted", "null", null)]
    public void OtherTicketTypes_AreAChangeWithItsValue(string change, string current, string? value)
    {
        var read = ZendeskStandIn.Read(ZendeskSamples.Of("ticket." + change, "zen:ticket:1", "{\"id\":\"1\"}", $$"""{"current":{{current}}}"""))[0];
        read.Type.ShouldBe("zendesk.ticket.changed");
        var changed = read.Data.ShouldBeOfType<TicketChanged>();
        (changed.Change, changed.TicketId, changed.Current).ShouldBe((change, "1", value));
    }

    [Fact]
    public void UserEvent_HasNoIdOrTextWhereZendeskWritesNone()
    {
        var read = ZendeskStandIn.Read(ZendeskSamples.Of("user.created", "zen:user:65", """{"id":"65","email":"","external_id":"","organization_id":"0","role":"end-user"}""", "{}"))[0];
        (read.Type, read.Subject).ShouldBe(("zendesk.user.changed", "user/65"));
        read.Ends.ShouldBe(new Dictionary<string, string> { ["zendesk.user"] = "65" });
        var user = read.Data.ShouldBeOfType<UserChanged>();
        (user.Change, user.UserId, user.Email, user.ExternalId, user.Role).ShouldBe(("created", "65", null, null, "end-user"));
    }

    [Theory]
    [InlineData("ticket.assigned", "zen:ticket:1")]
    [InlineData("organization.created", "zen:organization:1")]
    [InlineData("ticket.tags_changed", "zen:ticket:../users")]
    public void TypeOrSubjectThatIsNotKnown_IsUnknown(string type, string subject)
    {
        var read = ZendeskStandIn.Read(ZendeskSamples.Of(type, subject, "{}", "{}"))[0];
        read.Type.ShouldBe("zendesk.unknown");
        read.Subject.ShouldBe(subject);
        read.Data.ShouldBeOfType<UnknownEvent>().Kind.ShouldBe("zen:event-type:" + type);
    }

    [Fact]
    public void UnreadableTime_IsTheArrival() =>
        ZendeskStandIn.Read("""{"type":"zen:event-type:ticket.created","id":"e","time":"soon","subject":"zen:ticket:1"}""")[0].OccurredAt.ShouldBe(Clock.Start);

    [Theory]
    [InlineData("{}", "trigger")]
    [InlineData("""{"ticket_id":1}""", "trigger")]
    [InlineData("""{"type":"zen:event-type:ticket.comment_added","id":"e","subject":"zen:ticket:1","event":{}}""", "event.comment.id")]
    [InlineData("""{"type":"zen:event-type:ticket.status_changed","id":"e","subject":"zen:ticket:1"}""", "event.current")]
    [InlineData("""{"type":"zen:event-type:ticket.comment_added","id":"e","subject":"zen:ticket:1","event":{"comment":7}}""", "$.event.comment")]
    [InlineData("{\"type\": ", "line 1")]
    public void BodyThatIsNoEvent_SaysWhatAndWhere(string body, string where) =>
        Should.Throw<UnreadableWebhookException>(() => ZendeskStandIn.Read(body)).Message.ShouldContain(where);

    private static void ShouldTell(IncomingEvent read, IRecordAction action, object input)
    {
        var (reported, written) = (read.Reported.ShouldNotBeNull(), action.WritesTo(input).ShouldNotBeNull());
        reported.Record.ShouldBe(written.Record);
        reported.Values.ShouldBe(written.Values);
    }
}
