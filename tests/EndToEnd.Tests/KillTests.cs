using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CrashMatrix;
using Sandbox;
using Sandbox.Shopify;
using Sandbox.Stories;
using Sandbox.Vendors;
using Sandbox.WhatsApp;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>The hub is killed in the middle of stories 1 and 2, and started again on the same data. The seed stands in the output.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    // Each start waits until the hub before it is taken for dead.
    private const int KillsOnPostgres = 5;

    // A round has some twenty calls and twice as many webhooks.
    private const int MostExchanges = 20;

    // In a storm the next kill follows at once, when the hub has hardly begun to find what the last one has left.
    private const double Storms = 0.4;

    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(2500);
    private static readonly TimeSpan LongestStormLife = TimeSpan.FromMilliseconds(300);

    [Fact]
    public Task HubKilledAt20Moments_LosesAndDoublesNothing() => KillAsync(Kills, new Dictionary<string, string>());

    [PostgresFact]
    public async Task HubKilledOnPostgres_LosesAndDoublesNothing()
    {
        var made = PostgresServer.Create();
        try
        {
            await KillAsync(KillsOnPostgres, new Dictionary<string, string> { ["Storage:Provider"] = "postgres", ["Storage:ConnectionString"] = made });
        }
        finally
        {
            PostgresServer.Drop(made);
        }
    }

    private async Task KillAsync(int kills, Dictionary<string, string> settings)
    {
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        var dice = new Dice(seed, "kills");
        await using var world = await World.StartAsync(new() { Seed = seed, Hub = settings }, CancellationToken.None);
        List<Round> rounds = [];
        for (var n = 0; n < kills; n++)
        {
            var isStorm = n > 0 && dice.Falls(Storms);
            var moment = new KillMoment(world, (ExchangePoint)dice.Below(5), 1 + dice.Below(MostExchanges), (isStorm ? LongestStormLife : LongestLife) * (dice.Below(1000) / 1000.0));
            if (!isStorm) rounds.Add(Begin(world, n, rounds.LastOrDefault()));
            await moment.ComeAsync();
            output.WriteLine($"kill {n + 1}: {moment}");
            await world.KillHubAsync(CancellationToken.None);

            // Some retries fall due while the hub is down, others not before the next kill.
            world.Clock.Advance(TimeSpan.FromSeconds(dice.Below(30)));
            await world.StartHubAsync(CancellationToken.None);
        }

        await world.SettleAsync(CancellationToken.None, TimeSpan.FromHours(4));
        await world.MoveAsync(TimeSpan.FromMinutes(15), CancellationToken.None);
        await world.UntilAsync("what nobody has known of for ten minutes is parked", async () => (await world.Api.StatsAsync(CancellationToken.None)).Commands("unknown") == 0, CancellationToken.None);
        await world.SettleAsync(CancellationToken.None);

        // The time that has passed makes comparisons due, and what one has found is pending for a moment.
        var stats = await world.Api.StatsAsync(CancellationToken.None);
        await world.UntilAsync(
            "nothing is left open",
            async () => Open(stats = await world.Api.StatsAsync(CancellationToken.None)) == 0,
            CancellationToken.None);
        output.WriteLine(stats.Json.ToJsonString());
        var broken = (await Task.WhenAll(rounds.Select(round => BrokenAsync(world, round)))).SelectMany(b => b).ToList();
        broken.AddRange((await world.Api.CommandsAsync("state=parked", CancellationToken.None)).Where(c => (string?)c["reason"] != "unknown").Select(c => $"{c["route"]} is parked: {c["reason"]}, {c["error"]}"));
        broken.ShouldBeEmpty(await world.DescribeAsync("nothing is lost or doubled", CancellationToken.None));
        stats.Closes.ShouldBeTrue();
        (stats.Webhooks("parked") + stats.Events("parked")).ShouldBe(0, await world.DescribeAsync("no event is parked", CancellationToken.None));
    }

    private static long Open(HubStats stats) => stats.Webhooks("pending") + stats.Events("pending") + stats.Commands("pending") + stats.Commands("unknown");

    // A shipment of two parcels with its webhooks twice over, a new customer's four messages, two of them at the same instant, and an agent's answer to the customer before.
    private static Round Begin(World world, int number, Round? before)
    {
        var (shop, chats) = (world.Shopify.State, world.WhatsApp.State);
        var somebody = world.People.New();
        var buyer = chats.Add(somebody.Phone, somebody.Name);
        var order = shop.Place(shop.Add(somebody.FirstName, somebody.LastName, somebody.TypedPhone, "de-DE", "DE"));
        var fulfillment = shop.Fulfil(order, 2, "pending");
        shop.Move(order, fulfillment, "success");
        world.Shopify.Sent.SendAgain(world.Shopify.Sent.Sent.Where(w => w.Line == order.Gid).ToList());

        var customer = TicketStory.Newcomer(world);
        string[] words = [.. Enumerable.Range(1, 4).Select(n => string.Create(CultureInfo.InvariantCulture, $"question {number}.{n}."))];
        chats.Write(customer, words[0], line: $"{customer.WaId}/a");
        chats.Write(customer, words[1], line: $"{customer.WaId}/b");
        chats.Write(customer, words[2]);
        chats.Write(customer, words[3]);

        string? answer = null;
        if (before is not null && world.Zendesk.State.TicketsOf(before.Customer.Phone) is [var ticket, ..])
        {
            answer = string.Create(CultureInfo.InvariantCulture, $"Answer {number}.");
            world.Zendesk.State.Reply(ticket.Id, answer);
        }

        return new(order, fulfillment, buyer, customer, words, before?.Customer, answer);
    }

    private static async Task<IReadOnlyList<string>> BrokenAsync(World world, Round round)
    {
        List<string> broken = [];
        var open = await world.Api.CommandsAsync("connection=wa&state=parked", CancellationToken.None);
        foreach (var parcel in round.Fulfillment.Parcels) Blind(round.Buyer, parcel.Url, m => m.Parameters.Contains(parcel.Url));
        if (round.Answer is { } answer && !IsLost(world, answer)) Blind(round.Answered!, answer, m => m.Text == answer);
        if (ShipmentStory.ShippedTo(world, round.Buyer).Count > 0 && !world.Shopify.State.TagsOf(round.Order).Contains("whatsapp-sent")) broken.Add($"order {round.Order.Name} has no tag");

        var tickets = world.Zendesk.State.TicketsOf(round.Customer.Phone);
        if (tickets.Count != 1) broken.Add($"{round.Customer.Name} has {tickets.Count} tickets");
        var text = string.Join('\n', tickets.Select(t => TicketStory.WordsOn(world, t.Id)));
        foreach (var words in round.Words)
        {
            if (TicketStory.Count(text, words) is not 1 and var count) broken.Add($"{words} stands {count} times");
        }

        // The order of the inbox is the order on the ticket, whatever the vendor's own repetitions made of it.
        var inbox = (await world.Api.InboxAsync($"wa/{world.WhatsApp.Settings["PhoneNumberId"]}/{round.Customer.WaId}", "whatsapp.message.received", CancellationToken.None)).Select(data => (string)data["text"]!).ToList();
        var places = inbox.Select(words => text.IndexOf(words, StringComparison.Ordinal)).ToList();
        if (inbox.Count != round.Words.Count) broken.Add($"{inbox.Count} messages of {round.Customer.Name} came in");
        if (!places.SequenceEqual(places.Order())) broken.Add($"{round.Customer.Name} wrote {string.Join(" / ", inbox)} and the ticket says {text}");

        return broken;

        // A blind send that was in flight: once, settled by its statuses, or not at all with a command that says that nobody knows.
        void Blind(Person person, string content, Func<ChatMessage, bool> matches)
        {
            var sent = world.WhatsApp.State.SentTo(person).Count(matches);
            var parked = open.Count(c => c["input"]?.ToJsonString().Contains(content, StringComparison.Ordinal) == true);
            if (sent + parked != 1) broken.Add($"{content} was sent {sent} times to {person.Name}, and {parked} commands do not know of it");
        }
    }

    // Zendesk gives a webhook up after a few tries that nobody answered.
    private static bool IsLost(World world, string answer) => world.Zendesk.Webhooks.Lost.Any(webhook => Encoding.UTF8.GetString(webhook.Body).Contains(answer, StringComparison.Ordinal));

    private sealed record Round(Order Order, Fulfillment Fulfillment, Person Buyer, Person Customer, IReadOnlyList<string> Words, Person? Answered, string? Answer);
}
