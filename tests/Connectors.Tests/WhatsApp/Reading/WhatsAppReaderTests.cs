using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;

namespace Connectors.Tests.WhatsApp.Reading;

public sealed class WhatsAppReaderTests
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

    [SharedTheory(SharedContracts.Root)]
    [MemberData(nameof(Expected))]
    public void EachSample_HasItsEvents(string prefix, string events)
    {
        var files = Samples().FindAll(file => Path.GetFileName(file).StartsWith(prefix, StringComparison.Ordinal));
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            WhatsAppStand.Read(File.ReadAllText(file)).Select(read => read.Type).ShouldBe(events.Split(' ').Select(type => $"whatsapp.{type}"), file);
        }
    }

    [SharedFact(SharedContracts.Root)]
    public void EverySample_IsInTheTableOfExpectedEvents()
    {
        Samples().ShouldNotBeEmpty();
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

    // Every kind that Meta's documentation names, and some that it does not: none is lost.
    [Theory]
    [InlineData("messages", "text", "message.received")]
    [InlineData("messages", "image", "message.received")]
    [InlineData("messages", "video", "message.received")]
    [InlineData("messages", "audio", "message.received")]
    [InlineData("messages", "document", "message.received")]
    [InlineData("messages", "sticker", "message.received")]
    [InlineData("messages", "location", "message.received")]
    [InlineData("messages", "contacts", "message.received")]
    [InlineData("messages", "interactive", "message.received")]
    [InlineData("messages", "button", "message.received")]
    [InlineData("messages", "reaction", "message.received")]
    [InlineData("messages", "order", "message.received")]
    [InlineData("messages", "unsupported", "message.received")]
    [InlineData("messages", "request_welcome", "message.received")]
    [InlineData("messages", "system", "system.changed")]
    [InlineData("messages", "edit", "message.edited")]
    [InlineData("messages", "revoke", "message.revoked")]
    [InlineData("messages", "of_next_year", "message.received")]
    [InlineData("smb_message_echoes", "text", "message.echoed")]
    [InlineData("smb_message_echoes", "revoke", "message.echoed")]
    [InlineData("history", "text", "unknown")]
    [InlineData("smb_app_state_sync", "text", "unknown")]
    [InlineData("of_next_year", "text", "unknown")]
    public void MessageOfEachKind_IsAnEventAndNamesWhosChatItIs(string field, string type, string expected)
    {
        var list = field == "smb_message_echoes" ? "message_echoes" : "messages";
        var read = WhatsAppStand.ReadMessages($$$"""
            "contacts":[{"user_id":"DE.1","profile":{"username":"ada"}}],"{{{list}}}":[{"id":"wamid.1","from_user_id":"DE.1","to_user_id":"DE.1","timestamp":"1790000000","type":"{{{type}}}","{{{type}}}":{} }]
            """, field).ShouldHaveSingleItem();
        read.Type.ShouldBe("whatsapp." + expected);
        var from = read.Fact switch
        {
            ConversationFact.MessageReceived message => message.From,
            ConversationFact.MessageChanged change => change.From,
            ConversationFact.MessageEchoed echoed => echoed.To,
            _ => null,
        };
        (from is null).ShouldBe(expected is "unknown" or "system.changed");
        Alias user = new("102290129340398", AliasKind.Bsuid, "DE.1"), name = new("102290129340398", AliasKind.Username, "ada");
        from?.Aliases.ShouldBe(expected == "message.echoed" ? [user] : [user, name]);
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
    public void OddPartWithAMemberNamedTwice_IsReadByItsLastAndTheOthersWithIt()
    {
        var read = WhatsAppStand.Read(
            """
            {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"10"},"messages":[
              {"from":"4915","id":"a","id":"b","timestamp":"1","type":"text","text":{"body":"one"},"image":17},
              {"from":"4915","id":"c","timestamp":"1","type":"text","text":{"body":"two"}}]}}]}]}
            """);
        read.Select(item => item.Data.ShouldBeOfType<MessageReceived>()).Select(message => (message.MessageId, message.Text)).ShouldBe([("b", "one"), ("c", "two")]);
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

    [Theory]
    [InlineData("business_capability_update", true)]
    [InlineData("account_update", false)]
    public void ChangedCapability_HasTheLimitAskedAnew(string field, bool asks)
    {
        var read = WhatsAppStand.Read(
            $$$"""{"entry":[{"id":"102290129340398","time":1751247548,"changes":[{"field":"{{{field}}}","value":{"max_daily_conversations_per_business":"TIER_2K","max_phone_numbers_per_business":25}}]}],"object":"whatsapp_business_account"}""").ShouldHaveSingleItem();
        read.Type.ShouldBe("whatsapp.account.changed");
        (read.Fact is ConversationFact.TemplatesChanged).ShouldBe(asks);
    }

    [Fact]
    public void WebhookWithAnyPartReplaced_IsReadOrUnreadable()
    {
        const string Body =
            """
            {"object":"whatsapp_business_account","entry":[{"id":"1","time":1700000000,"changes":[
            {"field":"messages","value":{"metadata":{"phone_number_id":"10","display_phone_number":"1"},"contacts":[{"profile":{"name":"A"},"wa_id":"4915","user_id":"US.1"}],
              "messages":[{"from":"4915","id":"m","timestamp":"1","type":"contacts","contacts":[{"name":{"formatted_name":"A"},"phones":[{"phone":"1"}]}],"context":{"id":"x","referred_product":{"catalog_id":"1"}},"errors":[{"code":1,"error_data":{"details":"d"}}]},
                {"from":"4915","id":"n","type":"order","order":{"catalog_id":"1","product_items":[{"product_retailer_id":"1","quantity":2,"item_price":3,"currency":"EUR"}]}},
                {"from":"4915","id":"o","type":"interactive","interactive":{"list_reply":{"id":"1","title":"t"}},"referral":{"body":"b"}},
                {"from":"4915","id":"p","type":"edit","edit":{"original_message_id":"o","message":{"type":"text","text":{"body":"b"}}}},
                {"from":"4915","id":"q","type":"location","location":{"latitude":1.5,"longitude":2.5,"name":"n"}}],
              "statuses":[{"id":"s","status":"failed","timestamp":"1","recipient_id":"4915","errors":[{"code":1}],"pricing":{"billable":true,"category":"service"}}]}},
            {"field":"user_preferences","value":{"metadata":{"phone_number_id":"10"},"user_preferences":[{"wa_id":"1","category":"c","value":"stop","timestamp":1}]}},
            {"field":"smb_message_echoes","value":{"metadata":{"phone_number_id":"10"},"message_echoes":[{"id":"e","to":"1","type":"text","text":{"body":"b"}}]}},
            {"field":"template_category_update","value":{"message_template_id":1,"new_category":"MARKETING"}},
            {"field":"account_update","value":{"event":"X"}}]}]}
            """;
        string[] replacements = ["null", "17", "-1.5e300", "\"text\"", "\"\"", "true", "[]", "{}", "[null]", "[17]", "{\"id\":null}"];
        var random = new Random(20261005);
        for (var run = 0; run < 500; run++)
        {
            var root = JsonNode.Parse(Body)!;
            for (var change = 0; change <= random.Next(3); change++)
            {
                var nodes = Below(root).ToList();
                nodes[random.Next(nodes.Count)].ReplaceWith(JsonNode.Parse(replacements[random.Next(replacements.Length)]));
            }

            var body = root.ToJsonString();
            try
            {
                foreach (var read in WhatsAppStand.Read(body))
                {
                    read.DeliveryKey.ShouldNotBeNullOrEmpty(body);
                    RecordShapes.ForbiddenNulls(read.Data, "event").ShouldBeEmpty(body);
                    JsonSerializer.Serialize(read.Data, WhatsAppStand.Connector.Events.Single(type => type.Name == read.Type).Data);
                }
            }
            catch (UnreadableWebhookException)
            {
                root["entry"].ShouldNotBeOfType<JsonArray>(body);
            }
        }
    }

    private static IEnumerable<JsonNode> Below(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(child => Below(child).Prepend(child));
    }

    private static List<string> Samples() => [.. SharedContracts.Samples("whatsapp").Where(file => Path.GetFileName(file).StartsWith("webhook.", StringComparison.Ordinal))];
}
