using System.Text;
using System.Text.Json;
using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho;

public sealed class ZohoReaderTests
{
    [Fact]
    public void Update_IsAHintWithWhatChanged()
    {
        var read = ZohoStandIn.Read(ZohoSamples.LeadUpdated).ShouldHaveSingleItem();
        (read.Type, read.Account, read.Subject).ShouldBe(("zoho.lead.changed", null, $"lead/{ZohoSamples.Id}"));
        read.Ends.ShouldBe(new Dictionary<string, string> { ["zoho.lead"] = ZohoSamples.Id });
        read.OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1777888800123));
        read.Version.ShouldBeNull();
        var change = read.Data.ShouldBeOfType<ZohoLead>().Changes.ShouldHaveSingleItem();
        (change.Field, change.Value?.GetString(), change.ChangedAt).ShouldBe(("Lead_Status", "Documents required", read.OccurredAt));
    }

    [Theory]
    [InlineData("Leads", "insert", "zoho.lead.created")]
    [InlineData("Leads", "create", "zoho.lead.created")]
    [InlineData("Contacts", "update", "zoho.contact.changed")]
    [InlineData("Contacts", "edit", "zoho.contact.changed")]
    [InlineData("Deals", "delete", "zoho.deal.deleted")]
    [InlineData("Cases", "insert", "zoho.case.created")]
    [InlineData("Cases", "restore", "zoho.unknown")]
    [InlineData("Tasks", "update", "zoho.unknown")]
    public void Notification_IsOfTheTypeOfItsModuleAndOperation(string module, string operation, string type) =>
        ZohoStandIn.Read(ZohoSamples.Of(module, operation, "17")).ShouldHaveSingleItem().Type.ShouldBe(type);

    [Fact]
    public void ManyIds_AreAsManyHintsWithTheirOwnKeys()
    {
        var read = ZohoStandIn.Read(ZohoSamples.Of("Leads", "update", "9007199254740993", "\"9007199254740995\"", "9007199254740993"));
        read.Select(one => one.Subject).ShouldBe(["lead/9007199254740993", "lead/9007199254740995"]);
        read.Select(one => one.DeliveryKey).ShouldBeUnique();
    }

    [Fact]
    public void SameNotificationAgain_HasTheSameKey_AndOneOfAnotherTimeOrValueHasNot()
    {
        var body = ZohoSamples.LeadUpdated;
        string[] keys = [body, body.Replace("Documents required", "New", StringComparison.Ordinal), body.Replace("1777888800123", "1777888800124", StringComparison.Ordinal)];
        keys.Select(one => ZohoStandIn.Read(one)[0].DeliveryKey).ShouldBeUnique();
        ZohoStandIn.Read(body.Replace("\"x\"", "\"another token\"", StringComparison.Ordinal))[0].DeliveryKey.ShouldBe(ZohoStandIn.Read(body)[0].DeliveryKey);
    }

    [Fact]
    public void ChangeWithTheHubsMark_IsItsOwn_WhateverTheFieldIsCalled()
    {
        var body = ZohoSamples.LeadUpdated.Replace("""{"Lead_Status": "Documents required"}""", $$"""{"Lead_Status": "New", "My_Mark": "{{ZohoStandIn.Mark}}"}""", StringComparison.Ordinal);
        var read = ZohoStandIn.Read(body).Single();
        read.EchoOf.ShouldBe(ZohoStandIn.CommandId);
        ((ZohoLead)read.Data).Changes.Select(change => change.Field).ShouldBe(["Lead_Status"]);
    }

    [Theory]
    [InlineData("hub:")]
    [InlineData("hub:0123456789abcdef0123456789abcdef")]
    [InlineData("hub:0123456789ABCDEF0123456789ABCDEF:1777888800")]
    [InlineData("hub:0123456789abcdef0123456789abcdef:soon")]
    [InlineData("Hub:0123456789abcdef0123456789abcdef:1777888800")]
    public void TextThatIsNoMark_IsAChangeLikeOthers(string text) =>
        ZohoStandIn.Read(ZohoSamples.LeadUpdated.Replace("Documents required", text, StringComparison.Ordinal)).Single().EchoOf.ShouldBeNull();

    [Fact]
    public void Token_IsInNoEvent()
    {
        foreach (var body in new[] { ZohoSamples.LeadUpdated, ZohoSamples.Of("Tasks", "update", "17").Replace("\"server_time\"", "\"token\": \"very-secret\", \"server_time\"", StringComparison.Ordinal) })
        {
            var read = ZohoStandIn.Read(body.Replace("\"x\"", "\"very-secret\"", StringComparison.Ordinal)).Single();
            var type = ZohoStandIn.Connector.Events.Single(type => type.Name == read.Type).Data;
            JsonSerializer.Serialize(read.Data, type).ShouldNotContain("very-secret");
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"module": "Leads"}""")]
    [InlineData("""{"module": "Leads", "ids": "17"}""")]
    [InlineData("""{"ids": ["17"]}""")]
    public void BodyThatIsNoNotification_SaysWhatIsMissing(string body) => Should.Throw<UnreadableWebhookException>(() => ZohoStandIn.Read(body)).Message.ShouldContain("module or ids");

    [Theory]
    [InlineData("\"2026-05-04T13:00:00+03:00\"", 1777888800)]
    [InlineData("\"1777888800000\"", 1777888800)]
    [InlineData("1777888800000", 1777888800)]
    public void Time_IsReadInAllItsForms(string time, long seconds) =>
        ZohoStandIn.Read(ZohoSamples.LeadUpdated.Replace("1777888800123", time, StringComparison.Ordinal)).Single().OccurredAt.ToUnixTimeSeconds().ShouldBe(seconds);

    [Fact]
    public void TimeThatIsNone_IsThatOfArrival() => ZohoStandIn.Read(ZohoSamples.LeadUpdated.Replace("1777888800123", "[]", StringComparison.Ordinal)).Single().OccurredAt.ShouldBe(Clock.Start);

    [SharedFact(SharedContracts.Root)]
    public void EverySample_IsNamedHere_AndReadAsWhatItIs()
    {
        // Answers of the API are read by the tests of the calls; Zoho Desk is another product, with webhooks of its own.
        Dictionary<string, string?> expected = new()
        {
            ["api-amp-arsenal.json"] = "INVALID_MODULE",
            ["api-amp-calls.json"] = null,
            ["api-amp-contacts.json"] = null,
            ["api-amp-deals.json"] = null,
            ["api-amp-leads-write.json"] = "SUCCESS",
            ["api-amp-unsupportedread.json"] = "INVALID_MODULE",
            ["api-amp-updatecontact.json"] = "SUCCESS",
            ["desk-api-ticket-comment.json"] = null,
            ["desk-webhook-minimal-batch.json"] = null,
            ["desk-webhook-subscription-resources.json"] = null,
            ["notification-update-with-affected-values.json"] = "zoho.lead.changed",
            ["notification-watch-enable-request.json"] = null,
            ["notification-watch-enable-response.json"] = "SUCCESS",
            ["notification-watch-get-response.json"] = null,
        };
        foreach (var file in SharedContracts.Samples("zoho"))
        {
            var name = Path.GetFileName(file);
            expected.ShouldContainKey(name);
            var body = File.ReadAllText(file);
            switch (name)
            {
                case "notification-update-with-affected-values.json":
                    var read = ZohoStandIn.Read(body).ShouldHaveSingleItem();
                    read.Type.ShouldBe(expected[name]);
                    ((ZohoLead)read.Data).Changes.Select(change => $"{change.Field}={change.Value?.GetString()}").ShouldBe(["Company=Rangoni Of Test", "Phone=555-555-1111"]);
                    break;
                case "api-amp-leads-write.json" or "api-amp-updatecontact.json":
                    var written = ZohoErrors.OfRecord(new(JsonSerializer.Deserialize(body, ZohoJson.Default.WriteAnswer), null));
                    written.Value!.Id.ShouldBe(name == "api-amp-updatecontact.json" ? "6493490000001291001" : "6493490000001504003");
                    break;
                case "api-amp-arsenal.json" or "api-amp-unsupportedread.json":
                    ErrorBody.Parse(body).ShouldSatisfyAllConditions(error => error.Code.ShouldBe(expected[name]), error => error.IsError.ShouldBeTrue(), error => error.HasList.ShouldBeFalse());
                    break;
                case "api-amp-contacts.json" or "api-amp-calls.json":
                    JsonSerializer.Deserialize(body, ZohoJson.Default.RecordList)!.Data!.Count.ShouldBe(name == "api-amp-calls.json" ? 0 : 2);
                    break;
                case "api-amp-deals.json":
                    JsonSerializer.Deserialize(body, ZohoJson.Default.FieldList)!.Fields!.Select(field => field.ApiName).ShouldContain("Stage");
                    break;
                case "notification-watch-get-response.json":
                    var channel = JsonSerializer.Deserialize(body, ZohoJson.Default.WatchList)!.Watch!.ShouldHaveSingleItem();
                    (channel.ChannelId, channel.Token, channel.Events!.Count, channel.ChannelExpiry).ShouldBe(("1000000068001", "xyz", 3, new DateTimeOffset(2023, 8, 2, 16, 51, 3, TimeSpan.FromHours(-11))));
                    break;
                case "notification-watch-enable-response.json":
                    JsonSerializer.Deserialize(body, ZohoJson.Default.WatchAnswer)!.Watch!.ShouldHaveSingleItem().Code.ShouldBe(expected[name]);
                    break;
                default:
                    Should.Throw<UnreadableWebhookException>(() => ZohoStandIn.Connector.Read(ZohoStandIn.Deliver(Encoding.UTF8.GetBytes(body), ZohoStandIn.Options, Clock.Start)), name);
                    break;
            }
        }
    }
}
