using Hub.Connectors;
using Hub.Connectors.HubSpot;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotReaderTests
{
    [SharedTheory(SharedContracts.Root)]
    [InlineData("webhook-contact.propertyChange.json", "hubspot.contact.changed", "contact/123", "44237313")]
    [InlineData("webhook-contact.merge.json", "hubspot.contact.merged", "contact/100", "33")]
    [InlineData("webhook-contact.associationChange.json", "hubspot.association.changed", "contact/1246965", "33")]
    public void Sample_IsRead(string file, string type, string subject, string account)
    {
        var sample = SharedContracts.Samples("hubspot").Single(path => Path.GetFileName(path) == file);
        var read = HubSpotStandIn.Read(File.ReadAllText(sample)).ShouldHaveSingleItem();
        (read.Type, read.Subject, read.Account, read.EchoOf).ShouldBe((type, subject, account, null));
    }

    [SharedFact(SharedContracts.Root)]
    public void EveryWebhookSample_IsNamedHere() =>
        SharedContracts.Samples("hubspot").Select(path => Path.GetFileName(path)).Where(name => name.StartsWith("webhook-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ShouldBe(["webhook-contact.associationChange.json", "webhook-contact.merge.json", "webhook-contact.propertyChange.json"]);

    [Theory]
    [InlineData("contact.creation", "", "hubspot.contact.created", "contact/7")]
    [InlineData("contact.propertyChange", "", "hubspot.contact.changed", "contact/7")]
    [InlineData("contact.restore", "", "hubspot.contact.changed", "contact/7")]
    [InlineData("contact.deletion", "", "hubspot.contact.deleted", "contact/7")]
    [InlineData("contact.privacyDeletion", "", "hubspot.contact.deleted", "contact/7")]
    [InlineData("deal.creation", "", "hubspot.deal.created", "deal/7")]
    [InlineData("deal.merge", "", "hubspot.deal.merged", "deal/7")]
    [InlineData("ticket.propertyChange", "", "hubspot.ticket.changed", "ticket/7")]
    [InlineData("ticket.deletion", "0-5", "hubspot.ticket.deleted", "ticket/7")]
    [InlineData("object.creation", "0-1", "hubspot.contact.created", "contact/7")]
    [InlineData("object.propertyChange", "0-3", "hubspot.deal.changed", "deal/7")]
    [InlineData("object.deletion", "0-5", "hubspot.ticket.deleted", "ticket/7")]
    [InlineData("object.creation", "0-18", "hubspot.unknown", "0-18/7")]
    [InlineData("company.creation", "", "hubspot.unknown", "company/7")]
    [InlineData("conversation.newMessage", "", "hubspot.unknown", "conversation/7")]
    [InlineData("something", "", "hubspot.unknown", "record/7")]
    public void EitherDialect_GivesTheSameEvents(string type, string typeId, string expected, string subject)
    {
        var read = HubSpotStandIn.Read(One(type, typeId.Length > 0 ? $$""","objectTypeId":"{{typeId}}" """ : "")).Single();
        (read.Type, read.Subject).ShouldBe((expected, subject));
    }

    [Fact]
    public void BodyOfAHundredEvents_GivesAHundredInOrder()
    {
        var body = $"[{string.Join(',', Enumerable.Range(1, 100).Select(n => $$"""{"eventId":1,"portalId":62515,"occurredAt":1777888770000,"subscriptionType":"contact.propertyChange","objectId":{{n}},"propertyName":"phone","propertyValue":"{{n}}"}"""))}]";
        var read = HubSpotStandIn.Read(body);
        read.Select(one => one.Subject).ShouldBe(Enumerable.Range(1, 100).Select(n => $"contact/{n}"));
        read.Select(one => one.DeliveryKey).ShouldBeUnique();
    }

    [Fact]
    public void SingleObject_IsAListOfOne() => HubSpotStandIn.Read("""{"portalId":1,"objectId":7,"subscriptionType":"contact.creation","occurredAt":1777888770000}""").Single().Type.ShouldBe("hubspot.contact.created");

    [Fact]
    public void LargeIds_KeepEveryDigit()
    {
        var read = HubSpotStandIn.Read("""[{"portalId":1,"objectId":9007199254740993,"subscriptionType":"deal.propertyChange","propertyName":"dealstage","propertyValue":"closedwon","occurredAt":1777888770001}]""").Single();
        read.Subject.ShouldBe("deal/9007199254740993");
        read.Ends["hubspot.deal"].ShouldBe("9007199254740993");
        read.OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1777888770001));
        read.Data.ShouldBeOfType<DealReported>().Changes.ShouldBe([new PropertyChange { Property = "dealstage", Value = "closedwon", OccurredAt = read.OccurredAt }]);
    }

    [Theory]
    [InlineData("INTEGRATION", "54321", true)]
    [InlineData("API", "54321", true)]
    [InlineData("integration", "54321", true)]
    [InlineData("INTEGRATION", "99", false)]
    [InlineData("INTEGRATION", "", false)]
    [InlineData("CRM_UI", "userId:54321", false)]
    [InlineData("AUTOMATION_PLATFORM", "54321", false)]
    public void ChangeOfTheAppItself_IsAnEcho(string source, string id, bool echo) =>
        (HubSpotStandIn.Read(One("contact.propertyChange", $$""","changeSource":"{{source}}","sourceId":"{{id}}","appId":54321""")).Single().EchoOf is not null).ShouldBe(echo);

    [Fact]
    public void AnotherTry_HasTheSameKeyAndAnotherChangeAnother()
    {
        Key("""{"attemptNumber":0}""").ShouldBe(Key("""{"attemptNumber":3}"""));
        foreach (var other in new[] { """{"eventId":2}""", """{"propertyName":"email"}""", """{"occurredAt":1777888770009}""", """{"objectId":8}""", """{"portalId":2}""" }) Key(other).ShouldNotBe(Key("{}"));

        static string Key(string change)
        {
            var told = System.Text.Json.Nodes.JsonNode.Parse(One("contact.propertyChange", ",\"propertyName\":\"phone\",\"eventId\":1"))![0]!.AsObject();
            foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject()) told[name] = value?.DeepClone();
            return HubSpotStandIn.Read($"[{told.ToJsonString()}]").Single().DeliveryKey;
        }
    }

    [Fact]
    public void Merge_NamesWhatIsLeftAndWhatWasTakenIn()
    {
        var read = HubSpotStandIn.Read("""[{"portalId":1,"objectId":5,"primaryObjectId":5,"newObjectId":9,"mergedObjectIds":["6",9],"subscriptionType":"contact.merge","occurredAt":1777888770000}]""").Single();
        var data = read.Data.ShouldBeOfType<RecordMerged>();
        (data.Id, string.Join(' ', data.MergedIds), read.Subject).ShouldBe(("9", "5 6", "contact/9"));
    }

    [SharedFact(SharedContracts.Root)]
    public void MergeOfTheSample_NamesWhatWasTakenIn()
    {
        var data = HubSpotStandIn.Read(File.ReadAllText(SharedContracts.Samples("hubspot").Single(file => Path.GetFileName(file) == "webhook-contact.merge.json"))).Single().Data.ShouldBeOfType<RecordMerged>();
        (data.Id, string.Join(' ', data.MergedIds)).ShouldBe(("100", "200 300"));
    }

    [Theory]
    [InlineData("[7]", "element 0 is no event: it is Number.")]
    [InlineData("""[{"portalId":1}]""", "element 0 is no event: subscriptionType is missing.")]
    [InlineData("{}", "the body is no event: subscriptionType is missing.")]
    public void ElementThatIsNoEvent_IsTold(string body, string sentence) => Should.Throw<UnreadableWebhookException>(() => HubSpotStandIn.Read(body)).Message.ShouldBe(sentence);

    private static string One(string type, string more) => $$"""[{"portalId":62515,"objectId":7,"occurredAt":1777888770000,"subscriptionType":"{{type}}"{{more}}}]""";
}
