using System.Text;
using Hub.Commands;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Mappings.Scenarios;
using Hub.Tests.Mappings;
using Hub.Tests.Pipeline;
using Hub.Tests.Reloading;

namespace Hub.Tests.Rehearsals;

public sealed class CaptureTests
{
    private const string Answering =
        """
        language: 1
        routes:
          - {id: hello, on: whatsapp.message.received, if: 'event.summary.contains("parcel")', do: fake.set_field, with: {record: "${customer.?name.orValue('?')}", text: "${event.summary}"}}
          - {id: asked, on: fake.thing.happened, read: {known: {query: fake.ask, with: {record: "${event.record}"}}}, when: read.known.text == "answer", do: fake.set_field, with: {record: "${event.?phone.orValue('?')}", text: "${event.text}"}}
          - {id: told, after: asked, outcome: [done, rejected], do: fake.set_field, with: {record: x, text: "${event.text}"}}

        """;

    private static readonly string[] WhatsApp =
    [
        "--Hub:Watch=false", "--Connections:wa:Connector=whatsapp", "--Connections:wa:AppSecret=app-secret", "--Connections:wa:VerifyToken=v", "--Connections:wa:AccessToken=a",
        "--Connections:wa:PhoneNumberId=100200300", "--Connections:wa:BusinessAccountId=300200100", "--Connections:wa:BaseUrl=http://127.0.0.1:9/",
    ];

    [Fact]
    public async Task CapturedMessage_IsAPayloadWithAScenarioThatHolds_AndNamesNobody()
    {
        await using var hub = await WatchedHub.StartAsync(Answering, WhatsApp);
        var sample = await File.ReadAllTextAsync(Path.Combine(MappingWorld.Folder, "payloads", "whatsapp", "message.json"));
        var body = sample.Replace("Where is my order?", "Mara here, where is my parcel? Call 0491 570 006 or mara@lindenfield.example", StringComparison.Ordinal);
        await SendAsync(hub, body);
        await hub.SettleAsync();
        hub.Vendor.Calls().Count.ShouldBe(1);

        var id = (await hub.ListAsync("SELECT id FROM event WHERE type = 'whatsapp.message.received'", row => row.GetString(0)))[0];
        var (code, output, error) = await CallAsync(hub, id);
        error.ShouldBeEmpty();
        code.ShouldBe(0);
        output.ShouldContain("captured-");
        await HoldsAsync(hub);
        var payload = await ReadAsync(hub, "payloads/whatsapp/captured-*.json");
        var scenario = await ReadAsync(hub, "*.captured-*.test.yaml");
        payload.ShouldContain("parcel");
        scenario.ShouldContain("fake.set_field");
        foreach (var original in new[] { "Mara", "Lindqvist", "61491570006", "0491 570 006", "491570006", "lindenfield", "HBgLNjE0OTE1NzAwMDYVAgASGBQzQTAwMDE" })
        {
            payload.ShouldNotContain(original, Case.Insensitive);
            scenario.ShouldNotContain(original, Case.Insensitive);
        }

        (await CallAsync(hub, id)).Code.ShouldBe(2);
    }

    [Fact]
    public async Task CapturedEventOfAWebhookWithSeveral_HoldsAsAnEvent_WithTheAnswersOfTheVendors()
    {
        await using var hub = await WatchedHub.StartAsync(Answering, WhatsApp);
        await hub.PostAsync(new FakeEvent { Key = "1", Phone = "4915112345678", Text = "Ring 0151 12345678" }, new FakeEvent { Key = "2" });
        await hub.SettleAsync();
        var id = (await hub.ListAsync("SELECT id FROM event WHERE followed IS NULL ORDER BY seq", row => row.GetString(0)))[0];
        (await CallAsync(hub, id)).Code.ShouldBe(0);
        await HoldsAsync(hub);
        var scenario = await ReadAsync(hub, "*.captured-*.test.yaml");
        scenario.ShouldContain("not_captured");
        (scenario + await ReadAsync(hub, "payloads/fake/captured-*.json")).ShouldNotContain("12345678");
    }

    [Fact]
    public async Task CapturedMessageInTheMiddle_BeginsWithStateConsentAndTagsOfThatMoment()
    {
        const string Asking =
            """
            language: 1
            state: {asked: {of: thread, type: string, for: 24h}, visits: {of: customer, type: int, for: 24h}}
            routes:
              - {id: first, on: whatsapp.message.received, if: "!has(thread.vars.asked)", set: {asked: name, visits: 1}, do: hub.tag_customer, with: {customer: "${customer}", add: [asked]}}
              - {id: second, on: whatsapp.message.received, if: "has(thread.vars.asked) && has(customer.vars.visits)", set: {asked: done, visits: "${customer.vars.visits + 1}"}, do: fake.set_field, with: {record: r, text: "${string(customer.vars.visits)} ${event.summary}"}}

            """;
        await using var hub = await WatchedHub.StartAsync(Asking, WhatsApp);
        var sample = await File.ReadAllTextAsync(Path.Combine(MappingWorld.Folder, "payloads", "whatsapp", "message.json"));
        for (var i = 1; i <= 3; i++)
        {
            await SendAsync(hub, sample.Replace("HBgLNjE0OTE1NzAwMDYVAgASGBQzQTAwMDE", $"HBgLNjE0OTE1NzAwMDYVAgASGBQzQTAwMD{i}", StringComparison.Ordinal));
            await hub.SettleAsync();
        }

        var id = (await hub.ListAsync("SELECT id FROM event WHERE type = 'whatsapp.message.received' ORDER BY seq", row => row.GetString(0)))[1];
        var (code, _, error) = await CallAsync(hub, id);
        code.ShouldBe(0, error);
        await HoldsAsync(hub);
        var scenario = await ReadAsync(hub, "*.captured-*.test.yaml");
        scenario.ShouldContain("\"state\":{\"asked\":\"name\",\"visits\":1}");
        scenario.ShouldContain("\"tags\":[\"asked\"]");
        scenario.ShouldContain("\"text\":\"1 Where is my order?\"");
    }

    [Fact]
    public async Task WhatCannotBeCaptured_IsOneSentence()
    {
        await using var hub = await WatchedHub.StartAsync(Answering, WhatsApp);
        await hub.PostAsync(new FakeEvent { Key = "1", Phone = "4915112345678" });
        await hub.SettleAsync();
        var outcome = (await hub.ListAsync("SELECT id FROM event WHERE followed IS NOT NULL", row => row.GetString(0)))[0];
        var (code, _, error) = await CallAsync(hub, outcome);
        code.ShouldBe(2);
        error.ShouldContain("outcome of a command");
        (await CallAsync(hub, "none")).Error.ShouldContain("no event of this id");
    }

    private static Task<(int Code, string Output, string Error)> CallAsync(WatchedHub hub, string id) =>
        hub.CallAsync((call, settings) => CaptureVerb.Of(call, settings, () => Connectors(hub)), "capture", id);

    private static IReadOnlyList<IConnector> Connectors(WatchedHub hub) => [hub.Vendor, .. MappingWorld.Environment.Connections.Select(pair => pair.Connector)];

    private static async Task SendAsync(WatchedHub hub, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/wa") { Content = new ByteArrayContent(bytes) };
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HmacSignature.Sign("app-secret", default, bytes)));
        using var response = await hub.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<string> ReadAsync(WatchedHub hub, string pattern) =>
        await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(hub.Folder, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern)).ShouldHaveSingleItem());

    private static async Task HoldsAsync(WatchedHub hub)
    {
        var environment = new MappingEnvironment { Connections = [.. Connectors(hub).Select(connector => (connector.Name, connector))] };
        var run = await ScenarioRunner.RunAsync(hub.Folder, environment, CancellationToken.None);
        run.Load.Errors.Concat(run.Errors).ShouldBeEmpty();
        run.Results.ShouldHaveSingleItem().Differences.ShouldBeEmpty();
    }
}
