using System.Text.Json;
using Hub.Endpoints;
using Hub.Storage;

namespace Hub.Tests.Endpoints;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("+61412345678", "…5678")]
    [InlineData("0412 345 678", "… 678")]
    [InlineData("anna@example.com", "a…@example.com")]
    [InlineData("Anna", "(4 characters)")]
    [InlineData("x", "(1 character)")]
    [InlineData("#1001", "#1001")]
    [InlineData("Where is my order?", "(18 characters)")]
    [InlineData("1234567😀x", "(9 characters)")]
    [InlineData("", "")]
    public void Text_TellsHowLongItIsUnlessItIsANumber(string text, string masked) => Masking.Text(text).ShouldBe(masked);

    [Theory]
    [InlineData("106540352242922/61412345678", true, "106540352242922/…5678")]
    [InlineData("desk/ticket/35436", false, "desk/ticket/35436")]
    [InlineData("wa/+61412345678", false, "wa/…5678")]
    [InlineData("desk/zendesk.ticket/new/wa/1001/4915112345678", false, "desk/zendesk.ticket/new/wa/1001/…5678")]
    [InlineData("after/desk/zendesk.ticket/new/wa/1001/4915112345678", false, "after/desk/zendesk.ticket/new/wa/1001/…5678")]
    [InlineData("desk/zendesk.ticket/new/00c1d2e3f40516273849a5b6c7d8e9f0", false, "desk/zendesk.ticket/new/00c1d2e3f40516273849a5b6c7d8e9f0")]
    public void Subject_HidesPeopleOnly(string subject, bool namesPerson, string masked) => Masking.Subject(subject, namesPerson).ShouldBe(masked);

    [Fact]
    public void Event_HidesWhatItsErrorsQuote()
    {
        const string failure = "desk.yaml:7:9: \"card 4111\n1111\" is no int. (in int(event.text))";
        var hidden = Masking.Hide(
            new("e1", null, "webhook", "wa", "t", "wa/x", "parked", "route_failed", $"a: {failure}\nb: {failure}", default, default, null, [new("f", "a", "failed", failure), new("f", "b", "failed", failure), new("f", "c", "not_matched", null)]), false);
        hidden.Error.ShouldBe("a: desk.yaml:7:9: \"…\" is no int. (in int(event.text))\nb: desk.yaml:7:9: \"…\" is no int. (in int(event.text))");
        hidden.Routes.Select(route => route.Failure).ShouldBe(["desk.yaml:7:9: \"…\" is no int. (in int(event.text))", "desk.yaml:7:9: \"…\" is no int. (in int(event.text))", null]);
        Masking.Hide(new WebhookEntry("1", "wa", "POST", "", "parked", "\"Anna\" is no message.", default)).Error.ShouldBe("\"…\" is no message.");
    }

    [Fact]
    public void Json_HidesIdsThatHoldAPhone() =>
        JsonMask.Hide(JsonElement.Parse("""{"message_id":"wamid.HBgNNDkxNTExMjM0NTY3OBUCABIYFjNFQjBENkI5"}""")).GetProperty("message_id").GetString().ShouldBe("wamid.…35e3f999");

    [Fact]
    public void Json_KeepsIdsAndStatesAndHidesTheRest() =>
        JsonMask.Hide(JsonElement.Parse("""{"id":"9","order_id":"7","wa_id":"61412345678","first_name":"Anna","status":"success","total":{"amount":"1.00","minor":100},"to":["+61412345678"],"raw":{"a":1},"place":{"latitude":1.5},"note":null}"""))
            .GetRawText().ShouldBe("""{"id":"9","order_id":"7","wa_id":"\u20265678","first_name":"A\u2026","status":"success","total":{"amount":"1.00","minor":100},"to":["\u20265678"],"place":{"latitude":null},"note":null}""");
}
