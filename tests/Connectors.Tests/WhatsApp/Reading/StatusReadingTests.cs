using Hub.Connectors;
using Hub.Connectors.WhatsApp;

namespace Connectors.Tests.WhatsApp.Reading;

public sealed class StatusReadingTests
{
    [Theory]
    [InlineData("sent", MessageStatus.Sent, 1)]
    [InlineData("delivered", MessageStatus.Delivered, 2)]
    [InlineData("read", MessageStatus.Read, 3)]
    [InlineData("played", MessageStatus.Played, 4)]
    [InlineData("failed", MessageStatus.Failed, 2)]
    public void EachStatus_HasItsFactAndRank(string name, MessageStatus status, long rank)
    {
        var read = One($$"""{"id":"wamid.S","status":"{{name}}","timestamp":"1749416390","recipient_id":"16505551234","biz_opaque_callback_data":"cmd-1"}""");
        var fact = read.Fact.ShouldBeOfType<ConversationFact.StatusReported>();
        (fact.Number, fact.MessageId, fact.Status, fact.CommandId, fact.At).ShouldBe(("106540352242922", "wamid.S", status, "cmd-1", DateTimeOffset.FromUnixTimeSeconds(1749416390)));
        read.Version.ShouldBe(new RecordVersion("message/wamid.S", rank));
        read.DeliveryKey.ShouldBe($"status/wamid.S/{name}");
        read.Subject.ShouldBe("106540352242922/16505551234");
        read.Data.ShouldBeOfType<StatusChanged>().CommandId.ShouldBe("cmd-1");
    }

    [Fact]
    public void FailedStatus_IsJudgedByTheErrorTable()
    {
        var read = One("""{"id":"wamid.S","status":"failed","timestamp":"1749416390","recipient_id":"16505551234","errors":[{"code":131026,"title":"Message undeliverable"}]}""");
        read.Fact.ShouldBeOfType<ConversationFact.StatusReported>().Failure.ShouldNotBeNull().Kind.ShouldBe(FailureKind.NoWhatsApp);
        read.Data.ShouldBeOfType<StatusChanged>().Failure.ShouldBe(new StatusFailure { Code = "131026", Text = "The message cannot reach this person on WhatsApp." });
    }

    [Fact]
    public void StatusThatMetaHasNotDocumented_IsDataAndNoFact()
    {
        var read = One("""{"id":"wamid.S","status":"warning","timestamp":"1749416390","recipient_id":"16505551234"}""");
        read.Data.ShouldBeOfType<StatusChanged>().Status.ShouldBe("warning");
        read.Fact.ShouldBeNull();
        read.Version.ShouldBeNull();
    }

    [Fact]
    public void StatusWithoutRecipient_IsReadByTheMessageId() =>
        One("""{"id":"wamid.S","status":"failed","timestamp":"1749416390"}""").ShouldSatisfyAllConditions(
            read => read.Subject.ShouldBe("106540352242922/wamid.S"),
            read => read.Data.ShouldBeOfType<StatusChanged>().Recipient.ShouldBe(new Party()));

    [Fact]
    public void MembersOfAGroup_HaveStatusesOfTheirOwn() =>
        One("""{"id":"wamid.S","status":"read","recipient_id":"G","recipient_participant_id":"49151"}""").DeliveryKey.ShouldBe("status/wamid.S/read/49151");

    [Theory]
    [InlineData("stop", false)]
    [InlineData("resume", true)]
    [InlineData("signup", true)]
    public void Preference_IsAFact(string value, bool allowed)
    {
        var read = WhatsAppStand.ReadMessages($$"""
            "contacts":[{"profile":{"name":"A"},"wa_id":"16505551234","user_id":"US.1"}],
            "user_preferences":[{"wa_id":"16505551234","detail":"User requested it","category":"marketing_messages","value":"{{value}}","timestamp":1731705721}]
            """, "user_preferences").ShouldHaveSingleItem();
        var fact = read.Fact.ShouldBeOfType<ConversationFact.PreferenceStated>();
        (fact.Category, fact.Allowed, fact.Wording, fact.At).ShouldBe(("marketing", allowed, "User requested it", DateTimeOffset.FromUnixTimeSeconds(1731705721)));
        fact.From.Aliases.Select(alias => alias.Value).ShouldBe(["16505551234", "US.1"]);
    }

    private static IncomingEvent One(string status) => WhatsAppStand.ReadMessages($"\"statuses\":[{status}]").ShouldHaveSingleItem();
}
