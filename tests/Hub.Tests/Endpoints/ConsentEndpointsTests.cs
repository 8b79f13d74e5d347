using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Hub.Tests.Endpoints;

public class ConsentEndpointsTests
{
    private const string Good = """{"key": "form 1", "phone": "0151 12345678", "country": "DE", "category": "marketing", "granted": true, "source": "web_form", "wording": "Send me offers", "language": "de", "at": "2026-03-01T10:00:00Z", "takenBy": "website", "evidence": "row 17"}""";

    [Fact]
    public async Task Consent_IsKeptOnceWithItsEvidence_AndShownWithThePerson()
    {
        await using var hub = await RunningHub.StartAsync();
        var first = await PostAsync(hub, Good, HttpStatusCode.OK);
        ((bool?)first["granted"], (string?)first["state"], (string?)first["category"]).ShouldBe((true, "recorded", "marketing"));
        (await PostAsync(hub, Good, HttpStatusCode.OK)).ToJsonString().ShouldBe(first.ToJsonString());
        await PostAsync(hub, Good.Replace("offers", "news", StringComparison.Ordinal), HttpStatusCode.Conflict);
        await PostAsync(hub, $$"""{"key": "call 2", "customerId": "{{first["customerId"]}}", "category": "marketing", "granted": false, "source": "phone", "wording": "no more", "takenBy": "Ann"}""", HttpStatusCode.OK);
        var found = JsonNode.Parse(await hub.Client.GetStringAsync(new Uri("/api/v1/search?q=%2B4915112345678&reveal=true", UriKind.Relative)))!;
        var consents = found["customers"]![0]!["consents"]!.AsArray();
        consents.Count.ShouldBe(2);
        consents[0]!.AsObject().Select(pair => $"{pair.Key}={pair.Value}").ShouldBe(
            ["category=marketing", "allowed=true", "source=web_form", "wording=Send me offers", "channel=hub", "takenBy=website", "evidence=form 1: row 17", "at=2026-03-01T10:00:00+00:00", "language=de"]);
        ((bool?)consents[1]!["allowed"], (string?)consents[1]!["evidence"]).ShouldBe((false, "call 2"));
    }

    [Fact]
    public async Task SameCallWithoutATime_CountsOnce()
    {
        await using var hub = await RunningHub.StartAsync();
        var body = Good.Replace("\"at\": \"2026-03-01T10:00:00Z\", ", "", StringComparison.Ordinal);
        var first = await PostAsync(hub, body, HttpStatusCode.OK);
        (await PostAsync(hub, body, HttpStatusCode.OK)).ToJsonString().ShouldBe(first.ToJsonString());
    }

    [Theory]
    [InlineData("\"key\": \"form 1\"", "\"key\": \"\"", "key must have 1 to 200 characters.")]
    [InlineData("\"key\": \"form 1\", ", "", "key is missing.")]
    [InlineData("\"phone\": \"0151 12345678\", ", "", "Give one of customerId, phone and email: whose consent it is.")]
    [InlineData("\"country\": \"DE\"", "\"email\": \"a@b.example\"", "Give one of customerId, phone and email: whose consent it is.")]
    [InlineData("0151 12345678", "0151", "phone is no valid number.")]
    [InlineData("\"phone\": \"0151 12345678\"", "\"email\": \"nobody\"", "email is no e-mail address.")]
    [InlineData("\"marketing\"", "\"sales\"", "category must be one of marketing, utility, authentication, replies.")]
    [InlineData("web_form", "Web form", "source must be a word")]
    [InlineData("web_form", "message", "source message is what the hub says of its own.")]
    [InlineData("Send me offers", " ", "wording must have 1 to 4000 characters")]
    [InlineData("\"website\"", "\"\"", "takenBy must have 1 to 200 characters")]
    [InlineData("2026-03-01", "2126-03-01", "at is in the future.")]
    [InlineData("\"granted\": true", "\"allowed\": true", "allowed is nothing that this call takes.")]
    [InlineData("\"takenBy\"", "\"connection\": \"shop\", \"takenBy\"", "shop is no connection with a chat.")]
    public async Task WrongConsent_IsRefusedInASentence(string part, string other, string sentence)
    {
        await using var hub = await RunningHub.StartAsync();
        ((string?)(await PostAsync(hub, Good.Replace(part, other, StringComparison.Ordinal), HttpStatusCode.BadRequest))["detail"]).ShouldStartWith(sentence);
    }

    [Fact]
    public async Task ConsentOfNobody_IsUnknown()
    {
        await using var hub = await RunningHub.StartAsync();
        await PostAsync(hub, Good.Replace("\"phone\": \"0151 12345678\"", "\"customerId\": \"nobody\"", StringComparison.Ordinal), HttpStatusCode.NotFound);
    }

    private static async Task<JsonNode> PostAsync(RunningHub hub, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await hub.Client.PostAsync(new Uri("/api/v1/consents", UriKind.Relative), content);
        answer.StatusCode.ShouldBe(expected, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
