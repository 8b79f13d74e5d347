using System.Security.Cryptography;
using Sandbox;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>State and the hub's own events, through the whole host: over a kill, and through time.</summary>
public sealed class LanguageTests(ITestOutputHelper output) : IDisposable
{
    private const string Mapping =
        """
        language: 1
        state:
          asked: {of: thread, type: string, for: 24h}
          wish: {of: customer, type: string, for: 90d}
        routes:
          - {id: ask, on: whatsapp.message.received, if: thread.vars.asked == null && event.summary == 'Hello', set: {asked: wish}, do: whatsapp.reply, with: {to: "${thread}", text: What would you like?}}
          - {id: keep, on: whatsapp.message.received, if: thread.vars.asked == 'wish', set: {asked: null, wish: "${event.summary}"}, do: hub.tag_customer, with: {customer: "${customer}", add: [lead]}}
          - {id: noted, after: keep, outcome: [done], do: whatsapp.reply, with: {to: "${thread}", text: "Noted for ${customer.tags.join(',')}: ${customer.vars.?wish.orValue('nothing')}"}}
          - {id: copy, on: whatsapp.message.sent, do: hub.alert, with: {text: "${event.route}: ${event.text}", level: info}}
          - {id: gone, on: hub.consent.changed, do: hub.alert, with: {text: "${event.category} ${event.allowed}"}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("hub-language-").FullName;

    [Fact]
    public async Task QuestionInTheChat_IsAnsweredAfterAKill_AndAskedAgainAfterItsTime()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "lead.yaml"), Mapping);
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        await using var world = await World.StartAsync(new() { Seed = seed, Mappings = folder }, CancellationToken.None);
        var chats = world.WhatsApp.State;
        var somebody = world.People.New();
        var person = chats.Add(somebody.Phone, somebody.Name);

        chats.Write(person, "Hello");
        await world.SettleAsync(CancellationToken.None);
        await world.KillHubAsync(CancellationToken.None);
        await world.StartHubAsync(CancellationToken.None);
        chats.Write(person, "A bath");
        await world.SettleAsync(CancellationToken.None);
        chats.SentTo(person).Select(message => message.Text).ShouldBe(["What would you like?", "Noted for lead: A bath"]);

        chats.Write(person, "Hello");
        await world.SettleAsync(CancellationToken.None);
        await world.MoveAsync(TimeSpan.FromHours(25), CancellationToken.None);
        chats.Write(person, "Hello");
        await world.SettleAsync(CancellationToken.None);
        chats.SentTo(person).Select(message => message.Text).Skip(2).ShouldBe(["What would you like?", "What would you like?"]);

        chats.Write(person, "STOP");
        await world.SettleAsync(CancellationToken.None);
        var alerts = (await world.Api.AlertsAsync(CancellationToken.None)).Select(alert => (string?)alert["text"]).ToList();
        alerts.Count(text => text == "ask: What would you like?").ShouldBe(3);
        alerts.ShouldContain("noted: Noted for lead: A bath");
        alerts.ShouldContain("marketing false");
        alerts.ShouldContain(text => text!.StartsWith("hub.consent_confirmation: ", StringComparison.Ordinal));
        (await world.Api.StatsAsync(CancellationToken.None)).Closes.ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
