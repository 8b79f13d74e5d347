using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Sandbox;
using Sandbox.WhatsApp;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>By what people are written to, through the whole host and the simulator of WhatsApp.</summary>
public sealed class GateTests(ITestOutputHelper output) : IDisposable
{
    private const string Mapping =
        """
        language: 1
        routes:
          - {id: offer, on: whatsapp.message.received, if: event.summary == 'offer', max_age: 720h, do: whatsapp.send_template, with: {to: "${customer}", template: how_was_it, language: [en], body: [Ann, "1"]}}
          - {id: ship, on: whatsapp.message.received, if: event.summary == 'ship', max_age: 720h, do: whatsapp.send_template, with: {to: "${customer}", template: order_shipped, language: [en], body: [Ann, "1", there]}}
          - {id: ask, on: hub.consent.requested, max_age: 720h, do: whatsapp.send_template, with: {to: "${customer}", template: we_have_an_answer, language: [en], body: [Ann]}}
        """;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);
    private readonly string folder = Directory.CreateTempSubdirectory("hub-gate-").FullName;

    [Fact]
    public async Task SwitchForMarketing_AndItsErrorCode_AreOptOutsWithEvidence_UntilThePersonResumes()
    {
        await using var world = await StartAsync([]);
        var chats = world.WhatsApp.State;
        var person = chats.Add("+4915112345678", "Ann");
        await WriteAsync(world, person, "offer");
        chats.Prefer(person, wants: false);
        await world.SettleAsync(CancellationToken.None);
        await WriteAsync(world, person, "offer");
        chats.Prefer(person, wants: true);
        await world.SettleAsync(CancellationToken.None);
        await WriteAsync(world, person, "offer");
        Offers(chats, person).ShouldBe(2);

        // Of this the vendor tells nothing before somebody sends.
        chats.Prefer(person, wants: false, isTold: false);
        await WriteAsync(world, person, "offer");
        await WriteAsync(world, person, "offer");
        var refused = await world.Api.CommandsAsync("reason=opted_out", CancellationToken.None);
        refused.Select(command => (string?)command["code"]).ShouldBe([null, "131050", null]);
        ((string?)refused[1]["error"]).ShouldBe("The person has stopped marketing messages of this business.");
        await world.MoveAsync(Moment, CancellationToken.None);
        chats.Prefer(person, wants: true);
        await world.SettleAsync(CancellationToken.None);
        await WriteAsync(world, person, "offer");
        Offers(chats, person).ShouldBe(3);

        var consents = (await world.Api.ThreadAsync(person.Phone, CancellationToken.None))!["customer"]!["consents"]!.AsArray();
        consents.Select(consent => $"{consent!["source"]} {consent["allowed"]} {consent["wording"]}").ShouldBe(
        [
            "vendor_switch false User requested to stop marketing messages", "vendor_switch true User requested to resume marketing messages",
            "vendor_answer false The person has stopped marketing messages of this business.", "vendor_switch true User requested to resume marketing messages",
        ]);
        foreach (var consent in consents) ((string?)consent!["evidence"]).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task TemplateThatBecomesMarketing_IsHeldUntilResumed_AndOneWithOtherParametersIsParked()
    {
        await using var world = await StartAsync([]);
        var chats = world.WhatsApp.State;
        var person = chats.Add("+4915112345678", "Ann");
        await WriteAsync(world, person, "ship");
        chats.Recategorise(StandardTemplates.All.First(template => template is { Name: "order_shipped", Language: "en" }), "MARKETING");
        await UntilAsync(async () => (await world.Api.AlertsAsync(CancellationToken.None)).Any(alert => (string?)alert["name"] == "paused"), "the route is paused");
        chats.Write(person, "ship");
        await UntilAsync(async () => (await world.Api.CommandsAsync("state=held", CancellationToken.None)).Count == 1, "it is held");
        chats.SentTo(person).Count.ShouldBe(1);
        (await world.Api.OrderAsync("routes/ship/resume", CancellationToken.None)).ShouldBeTrue();
        await world.SettleAsync(CancellationToken.None);
        chats.SentTo(person).Count.ShouldBe(2);

        // Of this the vendor tells nothing.
        chats.Add(new Template("how_was_it", "en", "MARKETING", "Hi {{1}}, how do you like your order {{2}} of {{3}}?"));
        chats.Write(person, "offer");
        await UntilAsync(async () => (await world.Api.CommandsAsync("state=parked", CancellationToken.None)).Count == 1, "it is parked");
        var parked = (await world.Api.CommandsAsync("state=parked", CancellationToken.None))[0];
        ((string?)parked["reason"], (string?)parked["code"]).ShouldBe(("rejected", "132000"));
        ((string?)parked["error"])!.ShouldStartWith("The number of parameters is not the template's (body: number of localizable_params (2) does not match the expected number of params (3)).");
        ((string?)parked["error"])!.ShouldEndWith("The body of how_was_it takes 3 parameters, and 2 are given.");
    }

    [Fact]
    public async Task RulesOfTheConnection_AreObeyed()
    {
        await using var world = await StartAsync(new()
        {
            ["Connections:wa:Caps:marketing:0"] = "1 in 1d",
            ["Connections:wa:QuietHours:Between"] = "20:00-09:00",
            ["Connections:wa:QuietHours:Zone"] = "UTC",
            ["Connections:wa:StopWords:0"] = "cancel",
            ["Connections:wa:ConfirmWords:0"] = "yes please",
            ["Connections:wa:ConfirmSources:0"] = "web_form",
        });
        var chats = world.WhatsApp.State;
        var person = chats.Add("+4915112345678", "Ann");
        await TellAsync(world, """{"key": "form 1", "phone": "+4915112345678", "category": "marketing", "granted": true, "source": "web_form", "wording": "Send me offers", "takenBy": "website"}""", "pending");
        await UntilAsync(() => Task.FromResult(chats.SentTo(person).Count == 1), "they are asked");
        await WriteAsync(world, person, "Yes, please!");
        ((string?)(await world.Api.ThreadAsync(person.Phone, CancellationToken.None))!["customer"]!["consents"]![0]!["source"]).ShouldBe("web_form");

        chats.Write(person, "offer");
        chats.Write(person, "offer");
        await UntilAsync(async () => (await world.Api.CommandsAsync("route=offer", CancellationToken.None)) is { Count: 2 } both && both.All(command => (string?)command["state"] is "done" or "scheduled"), "both are judged");
        foreach (var waiting in (await world.Api.CommandsAsync("route=offer", CancellationToken.None)).Where(command => (string?)command["state"] == "scheduled"))
        {
            ((string?)waiting["reason"]).ShouldBeOneOf("capped", "out_of_hours");
            ((string?)waiting["error"]).ShouldNotBeNullOrEmpty();
        }

        (await world.Api.CommandsAsync("route=offer", CancellationToken.None)).Count(command => (string?)command["state"] == "done").ShouldBeLessThan(2);
        chats.Write(person, "cancel");
        await UntilAsync(() => Task.FromResult(chats.SentTo(person).Any(message => message.Text.StartsWith("You will receive no more", StringComparison.Ordinal))), "it is confirmed");
        for (var day = 0; day < 2; day++) await world.MoveAsync(TimeSpan.FromDays(1), CancellationToken.None);
        await world.SettleAsync(CancellationToken.None);
        (await world.Api.CommandsAsync("route=offer&state=scheduled", CancellationToken.None)).ShouldBeEmpty();
        (await world.Api.CommandsAsync("reason=opted_out", CancellationToken.None)).ShouldNotBeEmpty();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static int Offers(WhatsAppState chats, Person person) => chats.SentTo(person).Count(message => message.Template == "how_was_it");

    private static async Task WriteAsync(World world, Person person, string text)
    {
        world.WhatsApp.State.Write(person, text);
        await world.SettleAsync(CancellationToken.None);
    }

    private static async Task TellAsync(World world, string body, string state)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = world.Hub.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", world.AdminKey);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/api/v1/consents", UriKind.Relative), content);
        ((string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["state"]).ShouldBe(state);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"Waited too long until {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task<World> StartAsync(Dictionary<string, string> settings)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "gate.yaml"), Mapping);
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        return await World.StartAsync(new() { Seed = seed, Mappings = folder, Hub = settings }, CancellationToken.None);
    }
}
