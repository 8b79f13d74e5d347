using System.Net;

namespace Hub.Tests.Commands;

public sealed class PauseVerbsTests
{
    private const string Connections = """[{"name":"desk","connector":"zendesk"},{"name":"shop","connector":"shopify"},{"name":"wa","connector":"whatsapp"}]""";

    private const string Active = """{"hash":"h","files":[{"file":"a.yaml","text":"language: 1\nroutes:\n  - {id: shipped, on: shopify.order.paid}\n  - {id: told, after: shipped}\n"},{"file":"calendars.json","text":"{}"}]}""";

    [Theory]
    [InlineData("pause whatsapp", "The hub has no route or connection whatsapp. Did you mean wa? Its connections are desk, shop, wa. Its routes are shipped, told.\n")]
    [InlineData("pause shiped", "The hub has no route or connection shiped. Did you mean shipped? Its connections are desk, shop, wa. Its routes are shipped, told.\n")]
    [InlineData("resume dsk --kind connection", "The hub has no connection dsk. Did you mean desk? Its connections are desk, shop, wa.\n")]
    [InlineData("resume xyzzy --kind route", "The hub has no route xyzzy. Its routes are shipped, told.\n")]
    public async Task NameThatIsNotThere_IsAnsweredByThoseThatAre(string line, string sentence)
    {
        var called = await CommandLineUnderTest.CallAsync(line.Split(' '), answer: path => path switch
        {
            "/api/v1/connections" => (HttpStatusCode.OK, Connections),
            "/api/v1/mappings/active" => (HttpStatusCode.OK, Active),
            _ => (HttpStatusCode.NotFound, """{"detail":"There is no such thing."}"""),
        });
        called.ShouldBe(new(2, "", sentence));
    }
}
