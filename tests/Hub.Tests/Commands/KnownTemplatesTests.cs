using System.Net;
using System.Text.Json;
using Hub.Commands;

namespace Hub.Tests.Commands;

/// <summary>Templates that <c>hub lint</c> and <c>hub test</c> look at: in a folder of their own, in a running hub, or nowhere.</summary>
public sealed class KnownTemplatesTests : IDisposable
{
    private const string Mapping = """
        language: 1
        routes:
          - id: offer
            on: whatsapp.message.received
            max_age: 1h
            do: whatsapp.send_template
            with: {to: "${customer}", template: summer_sale, language: [en], body: ["${event.summary}"]}

        """;

    private const string Scenario = """
        - scenario: who has opted out of marketing gets no offer
          start: {customer: {name: Mara}, consent: {opted_out: [marketing]}}
          steps:
            - given: {event: whatsapp.message.received, data: {message_id: m1, kind: text, summary: Hello, from: {wa_id: "61491570006"}, sent_at: "2026-01-05T09:00:00Z", number: {id: "1"}}}
              expect:
                - {refused: opted_out, route: offer}

        """;

    private const string Listed = """{"data": [{"name": "summer_sale", "language": "en", "status": "APPROVED", "category": "MARKETING", "components": [{"type": "BODY", "text": "Hi {{1}}"}]}], "paging": {}}""";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-templates-").FullName;

    public KnownTemplatesTests()
    {
        File.WriteAllText(Path.Combine(folder, "a.yaml"), Mapping);
        Directory.CreateDirectory(Path.Combine(folder, KnownTemplates.Folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    public async Task WithoutAList_ItIsSaidOnceThatNoneIsChecked(string verb)
    {
        var called = await CallAsync(verb);
        called.Code.ShouldBe(0, called.Output);
        called.Error.ShouldBe($"Templates are not checked: keep the vendor's list of them in {Path.Combine(folder, "templates", "whatsapp.json")}, or name a running hub by --url.\n");
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    public async Task TemplateOfTheList_IsRight_AndNothingIsSaid(string verb)
    {
        Keep("whatsapp.json", Listed);
        var called = await CallAsync(verb);
        (called.Code, called.Error).ShouldBe((0, ""));
    }

    [Theory]
    [InlineData("summer_sale", "summer_sle", "There is no approved template summer_sale. Did you mean summer_sle?")]
    [InlineData("APPROVED", "PAUSED", "The template summer_sale is PAUSED at the vendor, and every send of it would be refused. Wait until the vendor lets it go on, or name another.")]
    [InlineData("APPROVED", "REJECTED", "The template summer_sale is REJECTED at the vendor, and every send of it would be refused. Mend it there and submit it again, or name another.")]
    [InlineData("APPROVED", "DISABLED", "The template summer_sale is DISABLED at the vendor, and every send of it would be refused. Name another, or have it approved there.")]
    [InlineData("Hi {{1}}", "Hi {{1}} {{2}}", "The template summer_sale does not fit: ")]
    [InlineData("\"en\"", "\"de\"", "The template summer_sale is approved in de, not in en.")]
    public async Task TemplateThatIsNotThereOrDoesNotFit_IsAMistake(string from, string to, string sentence)
    {
        Keep("whatsapp.json", Listed.Replace(from, to, StringComparison.Ordinal));
        var called = await CallAsync("lint");
        called.Code.ShouldBe(1);
        called.Output.ShouldStartWith($"a.yaml:7:41: {sentence}");
    }

    [Fact]
    public async Task TemplateThatWaitsForItsApproval_IsADoubt()
    {
        Keep("whatsapp.json", Listed.Replace("APPROVED", "PENDING", StringComparison.Ordinal));
        var called = await CallAsync("lint");
        called.Code.ShouldBe(0);
        called.Output.ShouldStartWith("a.yaml:7:41: The template summer_sale is not approved yet (PENDING): until it is, every send of it is refused. Wait for the vendor's word before this goes live. (warning)");
    }

    [Theory]
    [InlineData("zendesk.json", Listed, "templates/zendesk.json: No connection that sends messages is called zendesk. Name the file after one: whatsapp.json.")]
    [InlineData("whatsapp.json", "[]", "templates/whatsapp.json: This is no list of templates as whatsapp answers it. Keep its answer here as it came.")]
    [InlineData("whatsapp.json", "{\"error\": {}}", "templates/whatsapp.json: This is no list of templates")]
    [InlineData("whatsapp.json", "", "templates/whatsapp.json: The file is empty")]
    public async Task ListThatIsNone_IsTold(string name, string text, string begins)
    {
        Keep(name, text);
        var called = await CallAsync("lint");
        called.Code.ShouldBe(1);
        called.Output.ShouldStartWith(begins);
    }

    [Fact]
    public async Task ListCalledAfterAConnection_IsThatConnections_WhereNoneIsConfigured()
    {
        Keep("wa.json", Listed.Replace("summer_sale", "summer_sle", StringComparison.Ordinal));
        var called = await CallAsync("lint");
        called.Output.ShouldStartWith("a.yaml:7:41: There is no approved template summer_sale. Did you mean summer_sle?");
        called.Error.ShouldStartWith("The names of connections are not checked, since none is configured here: wa.");
    }

    [Theory]
    [InlineData("PAUSED", 1, "The template summer_sale is PAUSED at the vendor")]
    [InlineData("APPROVED", 0, "summer_sale")]
    public async Task Explaining_LooksAtThemToo(string status, int code, string says)
    {
        Keep("whatsapp.json", Listed.Replace("APPROVED", status, StringComparison.Ordinal));
        var file = Path.Combine(folder, "a.test.yaml");
        await File.WriteAllTextAsync(file, Scenario);
        var called = await CommandLineUnderTest.CallAsync(["explain", file, folder]);
        called.Code.ShouldBe(code, called.Error);
        (called.Output + called.Error).ShouldContain(says);
    }

    [Theory]
    [InlineData("whatsapp")]
    [InlineData("wa")]
    public async Task TemplatesOfARunningHub_AreThoseThatCount(string connection)
    {
        var running = JsonSerializer.Serialize(new[] { new { name = connection, connector = "whatsapp" } });
        var answer = JsonSerializer.Serialize(new[] { new { connection, connector = "whatsapp", templates = new[] { new { name = "summer_sle", language = "en", category = "marketing", status = "approved", body = "Hi" } } } });
        var called = await CallAsync("lint", path => (HttpStatusCode.OK, path == "/api/v1/templates" ? answer : running), "--url", "http://127.0.0.1:5080");
        called.Output.ShouldStartWith("a.yaml:7:41: There is no approved template summer_sale. Did you mean summer_sle?");
        called.Code.ShouldBe(1);
    }

    [Fact]
    public async Task HubThatDoesNotAnswer_IsAWrongCall() => (await CallAsync("lint", null, "--url", "http://127.0.0.1:1")).Code.ShouldBe(2);

    [Fact]
    public async Task Scenarios_KnowTheCategoryOfATemplate()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "a.test.yaml"), Scenario);
        (await CallAsync("test")).Code.ShouldBe(1);
        Keep("whatsapp.json", Listed);
        var called = await CallAsync("test");
        called.Code.ShouldBe(0, called.Output);
        Keep("whatsapp.json", Listed.Replace("MARKETING", "UTILITY", StringComparison.Ordinal));
        (await CallAsync("test")).Code.ShouldBe(1);
    }

    private void Keep(string name, string text) => File.WriteAllText(Path.Combine(folder, KnownTemplates.Folder, name), text);

    private Task<Called> CallAsync(string verb, Func<string, (HttpStatusCode Status, string Body)>? answer = null, params string[] options) =>
        CommandLineUnderTest.CallAsync([verb, folder, .. options], answer: answer);
}
