using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;

namespace Connectors.Tests.WhatsApp.Reading;

public sealed class MessageReadingTests
{
    private const string From = "\"from\":\"16505551234\",\"id\":\"wamid.1\",\"timestamp\":\"1749416383\"";

    [Theory]
    [InlineData("""{"type":"text","text":{"body":"hello"}}""", "text", "hello", "hello")]
    [InlineData("""{"type":"text","text":{"body":""}}""", "text", null, "[empty text]")]
    [InlineData("""{"type":"button","button":{"payload":"P","text":"Unsubscribe"}}""", "button", null, "Unsubscribe")]
    [InlineData("""{"type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"b","title":"Yes"}}}""", "button", null, "Yes")]
    [InlineData("""{"type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"r","title":"Express","description":"Next day"}}}""", "list_reply", null, "Express")]
    [InlineData("""{"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"response_json":"{}","body":"Sent","name":"flow"}}}""", "flow_reply", null, "[form answer] Sent")]
    [InlineData("""{"type":"interactive"}""", "interactive", null, "[interactive]")]
    [InlineData("""{"type":"image","image":{"id":"1","mime_type":"image/jpeg"}}""", "image", null, "[image]")]
    [InlineData("""{"type":"image","image":{"id":"1","caption":"my shoes"}}""", "image", "my shoes", "[image] my shoes")]
    [InlineData("""{"type":"video","video":{"id":"1","caption":"c"}}""", "video", "c", "[video] c")]
    [InlineData("""{"type":"audio","audio":{"id":"1","voice":true}}""", "audio", null, "[voice message]")]
    [InlineData("""{"type":"audio","audio":{"id":"1"}}""", "audio", null, "[audio]")]
    [InlineData("""{"type":"document","document":{"id":"1","filename":"bill.pdf","caption":"the bill"}}""", "document", "the bill", "[document] bill.pdf the bill")]
    [InlineData("""{"type":"sticker","sticker":{"id":"1","animated":true}}""", "sticker", null, "[sticker]")]
    [InlineData("""{"type":"location","location":{"latitude":37.5,"longitude":-122.25,"name":"Philz","address":"101 Forest Ave"}}""", "location", null, "[location] Philz, 101 Forest Ave")]
    [InlineData("""{"type":"location","location":{"latitude":37.5,"longitude":-122.25}}""", "location", null, "[location] 37.5, -122.25")]
    [InlineData("""{"type":"contacts","contacts":[{"name":{"formatted_name":"Lucía Gómez"},"phones":[{"phone":"+1 983"}]},{"name":{"formatted_name":"Bo"}}]}""", "contacts", null, "[contact] Lucía Gómez, Bo")]
    [InlineData("""{"type":"reaction","reaction":{"message_id":"wamid.0","emoji":"👍"}}""", "reaction", null, "[reaction] 👍")]
    [InlineData("""{"type":"reaction","reaction":{"message_id":"wamid.0","emoji":""}}""", "reaction", null, "[reaction removed]")]
    [InlineData("""{"type":"reaction","reaction":{"message_id":"wamid.0"}}""", "reaction", null, "[reaction removed]")]
    [InlineData("""{"type":"order","order":{"catalog_id":"7","text":"quick please","product_items":[{"product_retailer_id":"SODA","quantity":2,"item_price":10,"currency":"ILS"}]}}""", "order", "quick please", "[order] 2 × SODA quick please")]
    [InlineData("""{"type":"unsupported","unsupported":{"type":"poll"}}""", "unsupported", null, "[unsupported message] poll")]
    [InlineData("""{"type":"request_welcome"}""", "request_welcome", null, "[opened the chat]")]
    [InlineData("""{"type":"hologram"}""", "hologram", null, "[hologram]")]
    [InlineData("""{}""", "unsupported", null, "[unsupported message]")]
    public void EachKind_HasWordsAndSummary(string message, string kind, string? text, string summary)
    {
        var read = One(message);
        var data = read.Data.ShouldBeOfType<MessageReceived>();
        (data.Kind, data.Text, data.Summary).ShouldBe((kind, text, summary));
        read.Fact.ShouldBeOfType<ConversationFact.MessageReceived>().Summary.ShouldBe(summary);
    }

    [Fact]
    public void TextMessage_IsReadWhole()
    {
        var read = WhatsAppStand.ReadMessages(
            """
            "contacts":[{"profile":{"name":"Sheena","username":"sheena.n"},"wa_id":"16505551234","user_id":"US.13491208655302741918","parent_user_id":"US.ENT.11815799212886844830"}],
            "messages":[{"from":"16505551234","from_user_id":"US.13491208655302741918","id":"wamid.1","timestamp":"1749416383","type":"text","text":{"body":"hi"},"context":{"from":"15550783881","id":"wamid.0","forwarded":true}}]
            """).ShouldHaveSingleItem();
        var at = DateTimeOffset.FromUnixTimeSeconds(1749416383);
        (read.Account, read.Subject, read.DeliveryKey, read.OccurredAt).ShouldBe(("106540352242922", "106540352242922/16505551234", "message/wamid.1", at));
        read.Ends.ShouldBeEmpty();
        var data = read.Data.ShouldBeOfType<MessageReceived>();
        data.From.ShouldBe(new Party
        {
            WaId = "16505551234", Phone = "+16505551234", UserId = "US.13491208655302741918", ParentUserId = "US.ENT.11815799212886844830", Name = "Sheena", Username = "sheena.n",
        });
        (data.ReplyTo, data.IsForwarded, data.SentAt).ShouldBe(("wamid.0", true, at));
        data.Number.ShouldBe(new BusinessNumber { Id = "106540352242922", Display = "15550783881" });
        data.Raw.GetProperty("text").GetProperty("body").GetString().ShouldBe("hi");
        var fact = read.Fact.ShouldBeOfType<ConversationFact.MessageReceived>();
        (fact.Number, fact.MessageId, fact.SentAt, fact.ReplyTo, fact.From.Name).ShouldBe(("106540352242922", "wamid.1", at, "wamid.0", "Sheena"));
        fact.From.Aliases.ShouldBe(
        [
            new("", AliasKind.WaId, "16505551234"),
            new("102290129340398", AliasKind.Bsuid, "US.13491208655302741918"),
            new("102290129340398", AliasKind.ParentBsuid, "US.ENT.11815799212886844830"),
            new("102290129340398", AliasKind.Username, "sheena.n"),
        ]);
    }

    [Fact]
    public void WhatAMessageLacks_IsAbsent() =>
        JsonSerializer.SerializeToElement(One("""{"type":"text","text":{"body":"hi"}}""").Data, WhatsAppJson.Default.MessageReceived).EnumerateObject().Select(member => member.Name).ShouldBe(
            ["message_id", "kind", "text", "summary", "from", "contacts", "is_forwarded", "errors", "sent_at", "number", "raw"]);

    [Fact]
    public void MessageOfAUserIdAlone_HasNoPhone()
    {
        var read = WhatsAppStand.ReadMessages(
            """
            "contacts":[{"profile":{"name":"Bo"},"user_id":"US.1349"}],"messages":[{"from_user_id":"US.1349","id":"wamid.1","timestamp":"1749416383","type":"text","text":{"body":"hi"}}]
            """).ShouldHaveSingleItem();
        read.Subject.ShouldBe("106540352242922/US.1349");
        read.Data.ShouldBeOfType<MessageReceived>().From.ShouldBe(new Party { UserId = "US.1349", Name = "Bo" });
        read.Fact.ShouldBeOfType<ConversationFact.MessageReceived>().From.Aliases.ShouldHaveSingleItem().Kind.ShouldBe(AliasKind.Bsuid);
    }

    [Fact]
    public void UserIdWhereTheNumberBelongs_IsAUserId()
    {
        var read = WhatsAppStand.ReadMessages(
            """
            "contacts":[{"profile":{"name":"Bo"},"wa_id":"DE.77abc"}],"messages":[{"from":"DE.77abc","id":"wamid.1","timestamp":"1749416383","type":"text","text":{"body":"hi"}}]
            """).ShouldHaveSingleItem();
        read.Data.ShouldBeOfType<MessageReceived>().From.ShouldBe(new Party { UserId = "DE.77abc", Name = "Bo" });
    }

    [Fact]
    public void ContactsInAnotherOrder_AreMatchedByTheirIds()
    {
        var read = WhatsAppStand.ReadMessages(
            """
            "contacts":[{"profile":{"name":"B"},"user_id":"BR.2"},{"profile":{"name":"A"},"wa_id":"16505551234"}],
            "messages":[{"from":"16505551234","id":"wamid.1","type":"text","text":{"body":"1"}},{"from":"5511987654321","from_user_id":"BR.2","id":"wamid.2","type":"text","text":{"body":"2"}},{"from":"4915100000000","id":"wamid.3","type":"text","text":{"body":"3"}}]
            """);
        read.Select(item => ((MessageReceived)item.Data).From.Name).ShouldBe(["A", "B", null]);
    }

    [Fact]
    public void SingleContactOfAnotherPerson_GivesNoName()
    {
        var read = WhatsAppStand.ReadMessages(
            """
            "contacts":[{"profile":{"name":"A"},"wa_id":"16505551234"}],"messages":[{"from":"4915100000000","id":"wamid.3","type":"text","text":{"body":"3"}}]
            """).ShouldHaveSingleItem();
        read.Data.ShouldBeOfType<MessageReceived>().From.ShouldBe(new Party { WaId = "4915100000000", Phone = "+4915100000000" });
    }

    [Fact]
    public void MessageInAGroup_IsNoWordOfAThread() =>
        One("""{"type":"text","text":{"body":"hi all"},"group_id":"Y2Fw"}""").ShouldSatisfyAllConditions(
            read => read.Type.ShouldBe("whatsapp.unknown"),
            read => read.Fact.ShouldBeNull());

    [Fact]
    public void PartOfAnotherTypeThanDocumented_LosesThePartAndNotTheMessage()
    {
        var data = One("""{"type":"image","image":{"id":17,"voice":"perhaps"},"context":"odd","text":7}""").Data.ShouldBeOfType<MessageReceived>();
        (data.Kind, data.Summary, data.Media, data.ReplyTo).ShouldBe(("image", "[image]", null, null));
    }

    [Fact]
    public void HalfAnEmoji_IsReplacedAndTheMessageRead()
    {
        var read = One("""{"type":"text","text":{"body":"a\ud83d b\ud83d\udc4d \\ud83d"}}""");
        read.Data.ShouldBeOfType<MessageReceived>().Text.ShouldBe("a\ufffd b👍 \\ud83d");
        Should.NotThrow(() => JsonSerializer.Serialize(read.Data, WhatsAppJson.Default.MessageReceived));
    }

    [Fact]
    public void Media_IsReadWhole() =>
        One("""{"type":"document","document":{"id":"12345678901234567890","mime_type":"application/pdf","sha256":"ab=","filename":"bill.pdf","caption":"c"}}""").Data.ShouldBeOfType<MessageReceived>()
            .Media.ShouldBe(new Media { Id = "12345678901234567890", MimeType = "application/pdf", Sha256 = "ab=", FileName = "bill.pdf", Caption = "c" });

    [Fact]
    public void Order_HasMoney()
    {
        var order = One("""{"type":"order","order":{"catalog_id":"7","text":"","product_items":[{"product_retailer_id":"SODA","quantity":2,"item_price":10.5,"currency":"ILS"}]}}""").Data.ShouldBeOfType<MessageReceived>().Order.ShouldNotBeNull();
        order.Text.ShouldBeNull();
        order.Items.ShouldHaveSingleItem().ShouldBe(new CatalogueItem { ProductId = "SODA", Quantity = 2, Price = new("10.5", 1050, "ILS") });
    }

    [Fact]
    public void ButtonAndRow_AreChoices()
    {
        One("""{"type":"button","button":{"payload":"P","text":"Stop"}}""").Data.ShouldBeOfType<MessageReceived>().Button.ShouldBe(new Choice { Id = "P", Title = "Stop" });
        One("""{"type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"r","title":"t","description":"d"}}}""").Data.ShouldBeOfType<MessageReceived>().ListReply.ShouldBe(new Choice { Id = "r", Title = "t", Description = "d" });
    }

    [Fact]
    public void ErrorsBesideTheMessage_AreItsOwn()
    {
        var read = WhatsAppStand.ReadMessages($$$"""
            "messages":[{{{{From}}},"type":"interactive"}],"errors":[{"code":131000,"title":"Something went wrong","error_data":{"details":"Unsupported webhook payload"}}]
            """).ShouldHaveSingleItem();
        read.Data.ShouldBeOfType<MessageReceived>().Errors.ShouldHaveSingleItem().ShouldBe(new MessageError { Code = "131000", Title = "Something went wrong", Details = "Unsupported webhook payload" });
    }

    [Fact]
    public void NumberChange_NamesBothIds()
    {
        var read = One("""{"type":"system","system":{"type":"user_changed_number","body":"changed","wa_id":"16505559999","user_id":"US.2"}}""");
        var data = read.Data.ShouldBeOfType<SystemChanged>();
        (data.Change, data.From.WaId, data.Now.WaId, data.Now.UserId).ShouldBe(("user_changed_number", "16505551234", "16505559999", "US.2"));
        var fact = read.Fact.ShouldBeOfType<ConversationFact.PersonChanged>();
        fact.Before.Aliases.ShouldContain(new Alias("", AliasKind.WaId, "16505551234"));
        fact.Now.Aliases.ShouldBe([new("", AliasKind.WaId, "16505559999"), new(fact.Scope, AliasKind.Bsuid, "US.2")]);
    }

    [Fact]
    public void NumberChangeOfSomebodyWithoutNumber_IsToldByUserIds()
    {
        var read = WhatsAppStand.ReadMessages("""
            "messages":[{"id":"wamid.S","timestamp":"1697043223","from_user_id":"US.1","type":"system","system":{"type":"user_changed_number","user_id":"US.2"}}]
            """).ShouldHaveSingleItem();
        var fact = read.Fact.ShouldBeOfType<ConversationFact.PersonChanged>();
        fact.Before.Aliases.ShouldBe([new(fact.Scope, AliasKind.Bsuid, "US.1")]);
        fact.Now.Aliases.ShouldBe([new(fact.Scope, AliasKind.Bsuid, "US.2")]);
    }

    [Fact]
    public void ChangedIdentity_IsNoOtherName() => One("""{"type":"system","system":{"type":"customer_identity_changed","body":"changed"}}""").Fact.ShouldBeNull();

    [Fact]
    public void EditAndRevocation_NameTheMessageTheyChange()
    {
        var edited = One("""{"type":"edit","edit":{"original_message_id":"wamid.0","message":{"type":"image","image":{"id":"1","caption":"new"}}}}""").Data.ShouldBeOfType<MessageEdited>();
        (edited.OriginalMessageId, edited.Kind, edited.Text, edited.Summary).ShouldBe(("wamid.0", "image", "new", "[image] new"));
        One("""{"type":"revoke","revoke":{"original_message_id":"wamid.0"}}""").Data.ShouldBeOfType<MessageRevoked>().OriginalMessageId.ShouldBe("wamid.0");
    }

    [Fact]
    public void Echo_GoesToThePersonAndIsNoWordOfTheirs()
    {
        var read = WhatsAppStand.ReadMessages("""
            "contacts":[{"profile":{"name":"A"},"wa_id":"4915"}],"message_echoes":[{"from":"15550783881","to":"16505551234","to_user_id":"US.1","id":"wamid.E","timestamp":"1697043223","type":"text","text":{"body":"Test"}}]
            """, "smb_message_echoes").ShouldHaveSingleItem();
        var data = read.Data.ShouldBeOfType<MessageEchoed>();
        (data.Kind, data.Text, data.Summary).ShouldBe(("text", "Test", "Test"));
        data.To.ShouldBe(new Party { WaId = "16505551234", UserId = "US.1", Phone = "+16505551234" });
        var fact = read.Fact.ShouldBeOfType<ConversationFact.MessageEchoed>();
        (fact.MessageId, fact.Kind, fact.Summary, fact.SentAt).ShouldBe(("wamid.E", "text", "Test", DateTimeOffset.FromUnixTimeSeconds(1697043223)));
        fact.To.Aliases.ShouldContain(new Alias("", AliasKind.WaId, "16505551234"));
        fact.To.Name.ShouldBeNull();
    }

    [Theory]
    [InlineData("edit", """{"original_message_id":"wamid.0","message":{"type":"text","text":{"body":"b"}}}""")]
    [InlineData("revoke", """{"original_message_id":"wamid.0"}""")]
    public void EchoOfAChange_IsNoFurtherMessage(string type, string change)
    {
        var read = WhatsAppStand.ReadMessages($$"""
            "message_echoes":[{"from":"15550783881","to":"16505551234","id":"wamid.E","timestamp":"1697043223","type":"{{type}}","{{type}}":{{change}}}]
            """, "smb_message_echoes").ShouldHaveSingleItem();
        read.Data.ShouldBeOfType<MessageEchoed>().OriginalMessageId.ShouldBe("wamid.0");
        read.Fact.ShouldBeOfType<ConversationFact.MessageChanged>().From.Aliases.ShouldContain(new Alias("", AliasKind.WaId, "16505551234"));
    }

    private static IncomingEvent One(string message)
    {
        var rest = message[1..^1];
        return WhatsAppStand.ReadMessages($$"""
            "messages":[{{{From}}{{(rest.Length > 0 ? "," : "")}}{{rest}}}]
            """).ShouldHaveSingleItem();
    }
}
