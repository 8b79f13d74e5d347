using Hub.Connectors;
using Hub.Connectors.WhatsApp;
using Xunit.Abstractions;

namespace Connectors.Tests.WhatsApp.Reading;

public sealed class WhatsAppReaderTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Expected => new()
    {
        { "webhook.button-message", "message.received" },
        { "webhook.contact-sharing-message", "message.received" },
        { "webhook.group-create-message", "unknown" },
        { "webhook.group-remove-participants", "unknown" },
        { "webhook.interactive-list-reply-message", "message.received" },
        { "webhook.location-message", "message.received" },
        { "webhook.meta-docs.phone-number-quality-update.", "account.changed" },
        { "webhook.meta-docs.status.", "status.changed" },
        { "webhook.order-message", "message.received" },
        { "webhook.pywa.account-update.", "account.changed" },
        { "webhook.pywa.callback-", "message.received" },
        { "webhook.pywa.deleted-message.", "message.revoked" },
        { "webhook.pywa.edited-message.", "message.edited" },
        { "webhook.pywa.flow-completion.", "message.received" },
        { "webhook.pywa.message-status.", "status.changed" },
        { "webhook.pywa.message.", "message.received" },
        { "webhook.pywa.outgoing-message.", "message.echoed" },
        { "webhook.pywa.system.", "system.changed" },
        { "webhook.pywa.template-", "template.changed" },
        { "webhook.pywa.user-marketing-preferences.", "preference.changed" },
        { "webhook.reaction-message", "message.received" },
        { "webhook.text-message-with-context-product-inquiry", "message.received" },
        { "webhook.business-capability-update", "account.changed" },
        { "webhook.status-failed-", "status.changed" },
        { "webhook.batch-two-entries-mixed", "message.received message.received status.changed status.changed status.changed" },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void EachSample_HasItsEvents(string prefix, string events)
    {
        foreach (var file in Samples().Where(file => Path.GetFileName(file).StartsWith(prefix, StringComparison.Ordinal)))
        {
            WhatsAppStand.Read(File.ReadAllText(file)).Select(read => read.Type).ShouldBe(events.Split(' ').Select(type => $"whatsapp.{type}"), file);
        }
    }

    [Fact]
    public void EverySample_IsInTheTableOfExpectedEvents()
    {
        foreach (var file in Samples()) Expected.Select(row => (string)row[0]).ShouldContain(prefix => Path.GetFileName(file).StartsWith(prefix, StringComparison.Ordinal), file);
    }

    [Fact]
    public void Batch_KeepsMetasOrderAndEachItemsAccount()
    {
        var read = WhatsAppStand.Read(
            """
            {"object":"whatsapp_business_account","entry":[
            {"id":"1","changes":[
              {"field":"messages","value":{"metadata":{"phone_number_id":"10"},"statuses":[{"id":"wamid.S","status":"sent","timestamp":"1749416390","recipient_id":"4915"}],
                "messages":[{"from":"4915","id":"wamid.M","timestamp":"1749416383","type":"text","text":{"body":"one"}}]}},
              {"field":"messages","value":{"metadata":{"phone_number_id":"11"},"messages":[{"from":"4916","id":"wamid.N","timestamp":"1749416382","type":"text","text":{"body":"two"}}]}}]},
            {"id":"2","changes":[{"field":"flows","value":{"event":"FLOW_STATUS_CHANGE"}}]}]}
            """);
        read.Select(item => (item.Type, item.Account, item.DeliveryKey.Split('/')[0])).ShouldBe(
        [
            ("whatsapp.message.received", "10", "message"),
            ("whatsapp.status.changed", "10", "status"),
            ("whatsapp.message.received", "11", "message"),
            ("whatsapp.unknown", null, "unknown"),
        ]);
        read[3].Data.ShouldBeOfType<UnknownEvent>().Kind.ShouldBe("flows");
    }

    [Theory]
    [InlineData("""{"object":"page","entry":[{"id":"5","time":1700000000,"messaging":[]}]}""", "page")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[17]}""", "whatsapp_business_account")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"5","changes":[17]}]}""", "change")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"5","changes":[{"field":"messages","value":null}]}]}""", "messages")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"5","changes":[{"field":"messages","value":{"errors":[{"code":130429}]}}]}]}""", "messages.errors")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"5","changes":[{"field":"messages","value":{"messages":["x"],"metadata":{"phone_number_id":"1"}}}]}]}""", "messages.message")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"5","changes":[{"field":"messages","value":{"statuses":[{"status":"sent"}],"metadata":{"phone_number_id":"1"}}}]}]}""", "messages.status")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"5","changes":[{"field":"user_preferences","value":{"user_preferences":[{}]}}]}]}""", "user_preferences.preference")]
    public void WhatIsNotKnown_BecomesAnUnknownEvent(string body, string kind)
    {
        var read = WhatsAppStand.Read(body).ShouldHaveSingleItem();
        read.Type.ShouldBe("whatsapp.unknown");
        read.Data.ShouldBeOfType<UnknownEvent>().Kind.ShouldBe(kind);
    }

    [Fact]
    public void WebhookWithoutEntries_HasNoEvents() => WhatsAppStand.Read("""{"object":"whatsapp_business_account","entry":[]}""").ShouldBeEmpty();

    [Fact]
    public void TemplateChange_KeepsEveryDigitAndIsOfTheWholeAccount()
    {
        var read = WhatsAppStand.Read(
            """
            {"entry":[{"id":"102290129340398","time":1751247548,"changes":[{"field":"message_template_status_update","value":
            {"event":"PAUSED","message_template_id":9007199254740993123,"message_template_name":"order_shipped","message_template_language":"en_US","reason":"NONE","message_template_category":"UTILITY"}}]}],"object":"whatsapp_business_account"}
            """).ShouldHaveSingleItem();
        var data = read.Data.ShouldBeOfType<TemplateChanged>();
        (data.Change, data.TemplateId, data.Name, data.Status, data.Category, data.BusinessAccountId).ShouldBe(("status", "9007199254740993123", "order_shipped", "paused", "utility", "102290129340398"));
        read.Account.ShouldBeNull();
        read.Fact.ShouldBeOfType<ConversationFact.TemplatesChanged>();
        read.OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1751247548));
    }

    private IEnumerable<string> Samples()
    {
        var files = SharedContracts.Samples("whatsapp").Where(file => Path.GetFileName(file).StartsWith("webhook.", StringComparison.Ordinal)).ToList();
        if (files.Count == 0) output.WriteLine("Not checked: the samples of whatsapp are not beside this repository.");
        return files;
    }
}
