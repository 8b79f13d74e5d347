using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hub.Tests.Endpoints;

public sealed class PostedBodiesTests(UnchangedHub unchanged) : IClassFixture<UnchangedHub>
{
    private static readonly string[] Paths =
    [
        "/api/v1/connections/shop/pause", "/api/v1/routes/none/pause", "/api/v1/mappings/publish", "/api/v1/mappings/check", "/api/v1/mappings/simulate", "/sandbox/clock",
    ];

    private static readonly string[] Bodies =
    [
        "null", "[]", "5", "\"x\"", "{", "{\"nothing\":1}", "{\"reason\":5,\"files\":5,\"now\":5}", "{\"files\":null}", "{\"files\":[null]}", "{\"files\":[{}]}", "{\"files\":[{\"file\":\"a.yaml\"}]}",
        "{\"files\":[{\"file\":null,\"text\":\"\"}]}", "{\"files\":[[]]}", "{\"files\":{}}", "{\"files\":[],\"from\":null}", "{\"files\":[],\"from\":\"1h\"}", "{\"files\":[{\"file\":\"a.yaml\",\"text\":\"x\"}],\"from\":5}",
    ];

    [Fact]
    public async Task BodyThatIsNotWhatACallTakes_Is400WithASentence()
    {
        await using var hub = await RunningHub.StartAsync(settings: "--Hub:Sandbox=true");
        foreach (var path in Paths)
        {
            foreach (var body in path.EndsWith("pause", StringComparison.Ordinal) ? Bodies : [.. Bodies, "{}", ""])
            {
                using var content = new StringContent(body, null, "application/json");
                var response = await hub.Client.PostAsync(path, content);
                response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{path} {body}");
                (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldNotBeNullOrEmpty($"{path} {body}");
            }
        }
    }

    [Theory]
    [InlineData("connections/shop/pause", "{\"resaon\":\"x\"}", "resaon is nothing that this call takes. Did you mean reason? Known: reason.")]
    [InlineData("mappings/publish", "{}", "files is missing.")]
    [InlineData("mappings/publish", "{\"files\":[null]}", "files[0] must be a JSON object.")]
    [InlineData("mappings/publish", "{\"files\":[{\"file\":\"a.yaml\",\"txt\":\"\"}]}", "files[0].txt is nothing that this call takes. Did you mean text? Known: file, text.")]
    [InlineData("mappings/publish", "{\"files\":[{\"file\":\"a.yaml\"}]}", "files[0].text is missing.")]
    [InlineData("mappings/simulate", "{\"files\":[],\"from\":\"1h\"}", "There is no mapping file in the call.")]
    public async Task Sentence_NamesThePlace(string path, string body, string sentence)
    {
        using var content = new StringContent(body, null, "application/json");
        var response = await unchanged.WithKey.Client.PostAsync("/api/v1/" + path, content);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldBe(sentence);
    }
}
