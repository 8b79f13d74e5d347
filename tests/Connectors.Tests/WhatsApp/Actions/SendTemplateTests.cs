using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.WhatsApp.Actions;

public sealed class SendTemplateTests
{
    private static readonly SendTemplate Action = new();

    private static readonly MessageTemplate Shipped = new()
    {
        Name = "order_shipped",
        Language = "en_US",
        Category = "utility",
        Status = "approved",
        Body = "Hi {{1}}, your order {{2}} is on its way.",
        BodyParameters = ["1", "2"],
    };

    private static readonly MessageTemplate Named = Shipped with { NamedParameters = true, Body = "Hi {{name}}, {{order}} is on its way.", BodyParameters = ["name", "order"] };

    private static readonly MessageTemplate Rich = Shipped with
    {
        HeaderFormat = "document",
        Buttons = [new("quick_reply", "Stop", false), new("url", "Track", true), new("copy_code", "Copy", true), new("url", "Shop", false)],
    };

    [Fact]
    public async Task PositionalTemplate_IsCompiledAgainstItsComponents() =>
        (await Sent("""{"template":"order_shipped","language":["en"],"body":["Jo\n\tNelson",1001]}""", Shipped)).ShouldBe(
            """{"messaging_product":"whatsapp","recipient_type":"individual","to":"4915112345678","biz_opaque_callback_data":"cmd-1","type":"template","template":{"name":"order_shipped","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Jo Nelson"},{"type":"text","text":"1001"}]}]}}""");

    [Fact]
    public async Task NamedTemplate_NamesEachParameter() =>
        (await Sent("""{"template":"order_shipped","language":["en"],"body":{"order":"1001","name":"Jo"}}""", Named)).ShouldContain(
            """parameters":[{"type":"text","parameter_name":"name","text":"Jo"},{"type":"text","parameter_name":"order","text":"1001"}]""");

    [Fact]
    public async Task HeaderAndButtons_GoOutInTheirPlaces() =>
        (await Sent(
            """
            {"template":"order_shipped","language":["en"],"body":["a","b"],"header":{"document":"https://shop.example/bill.pdf","file_name":"bill.pdf"},
            "buttons":[{"index":2,"value":"CODE5"},{"index":1,"value":"track/1"},{"index":0,"value":"stop"}]}
            """, Rich)).ShouldContain(
            """components":[{"type":"header","parameters":[{"type":"document","document":{"link":"https://shop.example/bill.pdf","filename":"bill.pdf"}}]},{"type":"body","parameters":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"stop"}]},{"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"track/1"}]},{"type":"button","sub_type":"copy_code","index":"2","parameters":[{"type":"coupon_code","coupon_code":"CODE5"}]}]""");

    [Fact]
    public async Task MediaById_IsNoLink() =>
        (await Sent("""{"template":"t","language":["en"],"body":["a","b"],"header":{"image":"1234567890123456789"}}""", Shipped with { HeaderFormat = "image" })).ShouldContain("""{"type":"image","image":{"id":"1234567890123456789"}}""");

    [Fact]
    public async Task TemplateWithoutParameters_HasNoComponents() =>
        (await Sent("""{"template":"t","language":["en"]}""", Shipped with { Body = "Hello", BodyParameters = [] })).ShouldEndWith("""template":{"name":"order_shipped","language":{"code":"en_US"}}}""");

    [Theory]
    [InlineData("authentication", null, false)]
    [InlineData("authentication", "4915112345678", true)]
    [InlineData("utility", null, true)]
    public async Task OneTimeCode_GoesToAPhoneOnly(string category, string? to, bool goes)
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When("*").Respond("application/json", """{"messages":[{"id":"wamid.1"}]}""");
        var context = WhatsAppStand.Context(vendor, template: Shipped with { Category = category }) with { Address = new(to, "US.1") };
        var outcome = await ((IAction)Action).PerformAsync([new("cmd-1", Input("""{"template":"order_shipped","language":["en"],"body":["a","b"]}"""), WhatsAppStand.Arrival)], context, CancellationToken.None);
        if (goes) outcome.ShouldBeOfType<ActionOutcome.Done>();
        else outcome.ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe("131062");
    }

    [Theory]
    [InlineData("""{"template":"t","language":["en"]}""", "The body of order_shipped takes 2 parameters, and 0 are given.")]
    [InlineData("""{"template":"t","language":["en"],"body":["a"]}""", "The body of order_shipped takes 2 parameters, and 1 are given.")]
    [InlineData("""{"template":"t","language":["en"],"body":["a"," "]}""", "The parameter 2 of order_shipped is empty.")]
    [InlineData("""{"template":"t","language":["en"],"body":["a",null]}""", "The parameter 2 of order_shipped is empty.")]
    [InlineData("""{"template":"t","language":["en"],"body":{"name":"a","order":"b"}}""", "The parameters of order_shipped have positions, and names are given.")]
    [InlineData("""{"template":"t","language":["en"],"body":["a","b"],"header":{"text":"x"}}""", "The header of order_shipped takes nothing, and text is given.")]
    [InlineData("""{"template":"t","language":["en"],"body":["a","b"],"buttons":[{"index":0,"value":"x"}]}""", "The template has no button 0.")]
    public void InputThatDoesNotFit_IsNamed(string input, string sentence) => Action.Mismatch(Input(input), Shipped).ShouldBe(sentence);

    [Theory]
    [InlineData("""{"template":"t","language":["en"],"body":["a","b"]}""", "The parameters of order_shipped have names, and a list is given.")]
    [InlineData("""{"template":"t","language":["en"],"body":{"name":"a","ordr":"b"}}""", "The body of order_shipped has no parameter ordr.")]
    [InlineData("""{"template":"t","language":["en"],"body":{"name":"a"}}""", "The parameter order of order_shipped is empty.")]
    [InlineData("""{"template":"t","language":["en"]}""", "The body of order_shipped takes 2 parameters, and 0 are given.")]
    public void NamedInputThatDoesNotFit_IsNamed(string input, string sentence) => Action.Mismatch(Input(input), Named).ShouldBe(sentence);

    [Theory]
    [InlineData("\"header\":{}", "The header of order_shipped takes document, and none is given. The button 1 needs a value.")]
    [InlineData("\"header\":{\"document\":\"\"}", "The header of order_shipped is given an empty document. The button 1 needs a value.")]
    [InlineData("\"header\":{\"document\":\"1\",\"image\":\"2\"}", "The header of order_shipped takes document, and image is given. The button 1 needs a value.")]
    [InlineData("\"header\":{\"document\":\"1\"}", "The button 1 needs a value.")]
    [InlineData("\"header\":{\"document\":\"1\"},\"buttons\":[{\"index\":3,\"value\":\"x\"}]", "The button 3 takes no value.")]
    [InlineData("\"header\":{\"document\":\"1\"},\"buttons\":[{\"index\":1,\"value\":\"x\"},{\"index\":1,\"value\":\"y\"}]", "A button is given two values.")]
    [InlineData("\"header\":{\"document\":\"1\"},\"buttons\":[{\"index\":1,\"value\":\"\"}]", "The value of the button 1 is empty.")]
    public void HeaderOrButtonThatDoesNotFit_IsNamed(string members, string sentence) =>
        Action.Mismatch(Input($$"""{"template":"t","language":["en"],"body":["a","b"],{{members}}}"""), Rich).ShouldBe(sentence);

    [Fact]
    public async Task InputThatDoesNotFit_IsNotSent()
    {
        using var vendor = new MockHttpMessageHandler();
        (await Perform(vendor, """{"template":"t","language":["en"]}""", Shipped)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Rejected);
        (await Perform(vendor, """{"template":"t","language":["en"]}""", null)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Rejected);
    }

    [Fact]
    public void Render_KeepsTheWordsAsTheyWere()
    {
        Action.Render(Input("""{"template":"t","language":["en"],"body":["Jo\nNelson","{{1}}"]}"""), Shipped).ShouldBe("Hi Jo\nNelson, your order {{1}} is on its way.");
        Action.Render(Input("""{"template":"t","language":["en"],"body":{"name":"Jo","order":"7"}}"""), Named).ShouldBe("Hi Jo, 7 is on its way.");
    }

    [Fact]
    public void Intent_NamesTheTemplateAndItsLanguages()
    {
        var intent = Action.Intent(Input("""{"to":{"kind":"phone","phone":"+4915"},"template":"t","language":["de","en"]}""")).ShouldBeOfType<MessageIntent.OfTemplate>();
        (intent.Name, intent.To).ShouldBe(("t", new Recipient.ToPhone("+4915")));
        intent.Languages.ShouldBe(["de", "en"]);
    }

    [Theory]
    [InlineData("""["a","b"]""", """["a","b"]""")]
    [InlineData("""[1,true,null,{}]""", """["1","true",null,null]""")]
    [InlineData("""{"name":"a","n":12345678901234567890}""", """{"name":"a","n":"12345678901234567890"}""")]
    public void TemplateValues_ComeBackAsTheyWent(string json, string expected)
    {
        var input = Input($$"""{"template":"t","language":[],"body":{{json}}}""");
        JsonSerializer.SerializeToElement(input, WhatsAppJson.Default.SendTemplateInput).GetProperty("body").GetRawText().ShouldBe(expected);
    }

    [Fact]
    public void TemplateValuesOfAnotherForm_AreRefused() => Should.Throw<JsonException>(() => Input("""{"template":"t","language":[],"body":"text"}"""));

    [Theory]
    [InlineData("a\nb", "a b")]
    [InlineData("a\r\n\r\nb\tc", "a b c")]
    [InlineData("a    b", "a    b")]
    [InlineData("a     b", "a b")]
    [InlineData("  a b \n", "a b")]
    [InlineData("a \n b", "a b")]
    [InlineData("a\u2028b", "a b")]
    [InlineData("", "")]
    public void TemplateText_HasNothingThatMetaRefuses(string text, string clean) => TemplateText.Clean(text).ShouldBe(clean);

    [Fact]
    public void TemplateText_IsCleanWhateverCame()
    {
        var random = new Random(20261005);
        for (var run = 0; run < 2000; run++)
        {
            var clean = TemplateText.Clean(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => "a  \t\n\r\v\u0085 é"[random.Next(10)])));
            clean.ShouldNotMatch("[\t\n\r\v\u0085]|     ");
            TemplateText.Clean(clean).ShouldBe(clean);
        }
    }

    private static SendTemplateInput Input(string json) => JsonSerializer.Deserialize(json, WhatsAppJson.Default.SendTemplateInput)!;

    private static async Task<string> Sent(string input, MessageTemplate template)
    {
        using var vendor = new MockHttpMessageHandler();
        var sent = "";
        vendor.Expect(HttpMethod.Post, "https://graph.facebook.com/v23.0/106540352242922/messages").WithHeaders("Authorization", "Bearer token-1").With(request =>
        {
            sent = new StreamReader(request.Content!.ReadAsStream()).ReadToEnd();
            return true;
        }).Respond("application/json", """{"messages":[{"id":"wamid.X","message_status":"accepted"}]}""");
        (await Perform(vendor, input, template)).ShouldBe(new ActionOutcome.Done(new SentMessage { MessageId = "wamid.X", MessageStatus = "accepted" }, "wamid.X"));
        return sent;
    }

    private static Task<ActionOutcome> Perform(MockHttpMessageHandler vendor, string input, MessageTemplate? template) =>
        ((IAction)Action).PerformAsync([new("cmd-1", Input(input), WhatsAppStand.Arrival)], WhatsAppStand.Context(vendor, template: template), CancellationToken.None);
}
