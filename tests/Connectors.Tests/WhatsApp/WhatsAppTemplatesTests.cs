using System.Net;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.WhatsApp;

public sealed class WhatsAppTemplatesTests
{
    private const string Address = "https://graph.facebook.com/v23.0/102290129340398/message_templates";

    [Fact]
    public async Task AllPages_AreFetchedByTheirCursorAlone()
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.Expect(HttpMethod.Get, Address).WithHeaders("Authorization", "Bearer token-1").WithExactQueryString("fields=name,language,category,status,components,parameter_format&limit=100")
            .Respond("application/json", Page("first", "C1", "https://evil.example/next?access_token=x"));
        vendor.Expect(HttpMethod.Get, Address).WithQueryString("after", "C1").Respond("application/json", Page("second", "C2", "https://graph.facebook.com/next"));
        vendor.Expect(HttpMethod.Get, Address).WithQueryString("after", "C2").Respond("application/json", Page("third", "C3", null));
        var list = await WhatsAppStand.Connector.ListTemplatesAsync(WhatsAppStand.Connection(vendor), CancellationToken.None);
        list.Failure.ShouldBeNull();
        list.Templates.Select(template => template.Name).ShouldBe(["first", "second", "third"]);
        vendor.VerifyNoOutstandingExpectation();
    }

    [Theory]
    [InlineData(401, """{"error":{"code":190}}""", FailureKind.Unauthorized)]
    [InlineData(429, """{"error":{"code":80007}}""", FailureKind.Throttled)]
    [InlineData(200, "<html>", FailureKind.Transient)]
    public async Task PageThatFails_GivesNoHalfList(int status, string body, FailureKind kind)
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When(HttpMethod.Get, Address).WithQueryString("after", "C1").Respond((HttpStatusCode)status, "application/json", body);
        vendor.When(HttpMethod.Get, Address).Respond("application/json", Page("first", "C1", "https://graph.facebook.com/next"));
        var list = await WhatsAppStand.Connector.ListTemplatesAsync(WhatsAppStand.Connection(vendor), CancellationToken.None);
        list.Templates.ShouldBeEmpty();
        list.Failure.ShouldNotBeNull().Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task CursorThatStandsStill_EndsTheList()
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When(HttpMethod.Get, Address).Respond("application/json", Page("first", "C1", "https://graph.facebook.com/next"));
        (await WhatsAppStand.Connector.ListTemplatesAsync(WhatsAppStand.Connection(vendor), CancellationToken.None)).Templates.Count.ShouldBe(2);
    }

    [Fact]
    public void Definition_IsReadWhole()
    {
        var template = Of("""
            {"name":"t","language":"en_US","category":"MARKETING","status":"APPROVED","parameter_format":"POSITIONAL","components":[
            {"type":"HEADER","format":"TEXT","text":"Our {{1}} is on!"},{"type":"BODY","text":"{{2}} and {{1}} and {{10}} and {{ 2 }}"},{"type":"FOOTER","text":"f"},
            {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"No"},{"type":"URL","text":"Shop","url":"https://x.example/{{1}}"},{"type":"URL","text":"Home","url":"https://x.example/"},{"type":"COPY_CODE","example":"25"},{"type":"PHONE_NUMBER","text":"Call","phone_number":"1555"}]}]}
            """);
        (template.Category, template.Status, template.NamedParameters, template.HeaderFormat).ShouldBe(("marketing", "approved", false, "text"));
        template.HeaderParameters.ShouldBe(["1"]);
        template.BodyParameters.ShouldBe(["1", "2", "10"]);
        template.Buttons.ShouldBe([new("quick_reply", "No", false), new("url", "Shop", true), new("url", "Home", false), new("copy_code", "", true), new("phone_number", "Call", false)]);
    }

    [Fact]
    public void NamedParameters_KeepTheOrderOfTheirFirstUse()
    {
        var template = Of("""{"name":"t","language":"de","category":"UTILITY","status":"PAUSED","parameter_format":"NAMED","components":[{"type":"BODY","text":"{{order_id}} {{name}} {{order_id}}"}]}""");
        template.NamedParameters.ShouldBeTrue();
        template.BodyParameters.ShouldBe(["order_id", "name"]);
    }

    [Fact]
    public void AuthenticationTemplateWithoutABody_TakesTheCode()
    {
        var template = Of("""{"name":"t","language":"de","category":"AUTHENTICATION","status":"APPROVED","components":[{"type":"BODY","add_security_recommendation":true},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE","text":"Copy"}]}]}""");
        template.BodyParameters.ShouldBe(["1"]);
        template.Buttons.ShouldBe([new("otp", "Copy", true)]);
    }

    [Theory]
    [InlineData("""{"language":"de"}""")]
    [InlineData("""{"name":"t"}""")]
    public void DefinitionWithoutNameOrLanguage_IsNoTemplate(string json) =>
        WhatsAppTemplates.Of(JsonSerializer.Deserialize(json, WhatsAppApiJson.Default.TemplateDefinition)!).ShouldBeNull();

    [SharedFact(SharedContracts.Root)]
    public void EverySampleDefinition_IsRead()
    {
        var files = SharedContracts.Samples("whatsapp").Where(file => Path.GetFileName(file).StartsWith("template-definitions.", StringComparison.Ordinal)).ToList();
        files.ShouldNotBeEmpty();
        foreach (var definition in files.SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateObject()))
        {
            WhatsAppTemplates.Of(definition.Value.Deserialize(WhatsAppApiJson.Default.TemplateDefinition)!).ShouldNotBeNull().Name.ShouldBe(definition.Name);
        }
    }

    private static MessageTemplate Of(string json) => WhatsAppTemplates.Of(JsonSerializer.Deserialize(json, WhatsAppApiJson.Default.TemplateDefinition)!).ShouldNotBeNull();

    private static string Page(string name, string after, string? next) =>
        $$$"""{"data":[{"name":"{{{name}}}","language":"en_US","category":"UTILITY","status":"APPROVED","id":"1","components":[]}],"paging":{"cursors":{"before":"B","after":"{{{after}}}"}{{{(next is null ? "" : $",\"next\":\"{next}\"")}}}}}""";
}
