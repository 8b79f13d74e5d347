using System.Diagnostics;
using System.Globalization;
using Sandbox.Shopify;
using Sandbox.WhatsApp;

namespace Sandbox;

/// <summary>20 shop orders a second mixed with 100 chats a minute: how long it takes from the webhook to the vendor's acceptance, whether anything is lost or doubled, and whether that is within the bounds.</summary>
/// <param name="world">The world; its shop needs a plan that allows so much.</param>
/// <param name="transcript">Where the numbers go.</param>
internal sealed class Load(World world, Transcript transcript)
{
    private const int OrdersPerSecond = 20;
    private const int ChatsPerMinute = 100;
    private const int Connections = 64;
    private static readonly TimeSpan AcknowledgementTime = TimeSpan.FromSeconds(10);

    /// <summary>Sends, measures and counts.</summary>
    /// <returns>True when all bounds hold; those that do not are told in the last lines.</returns>
    public async Task<bool> RunAsync(TimeSpan time, CancellationToken cancel)
    {
        transcript.Headline(string.Create(CultureInfo.InvariantCulture, $"{OrdersPerSecond} shop orders a second and {ChatsPerMinute} chats a minute, for {time.TotalSeconds:0} s"));
        List<(Person Person, Order Order, Fulfillment Fulfillment, DateTimeOffset At)> orders = [];
        List<(Person Person, string Text, DateTimeOffset At)> chats = [];
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) is var passed && passed < time)
        {
            for (var due = (int)(passed.TotalSeconds * OrdersPerSecond); orders.Count < due;) orders.Add(Ship());
            for (var due = (int)(passed.TotalMinutes * ChatsPerMinute); chats.Count < due;) chats.Add(Write(chats.Count));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel);
        }

        await world.UntilAsync("every shipment has its message", () => orders.TrueForAll(o => world.WhatsApp.State.SentTo(o.Person).Count > 0), cancel);
        await world.SettleAsync(cancel);
        List<double> shipped = [.. orders.Select(o => Wait(o.At, world.WhatsApp.State.SentTo(o.Person)[0].At)).Order()];
        List<double> asked = [.. chats.Select(c => Wait(c.At, FirstComment(c))).Order()];
        Tell("orders", shipped);
        Tell("chats", asked);
        List<double> all = [.. shipped.Concat(asked).Order()];
        Tell("all", all);
        var (lost, doubled) = Count(orders, chats);
        var acknowledged = await AcknowledgementsAsync(cancel);
        transcript.Write(string.Create(CultureInfo.InvariantCulture, $"acknowledgement of a webhook at {Connections} connections: median {At(acknowledged, 0.50):0.0} ms, p95 {At(acknowledged, 0.95):0.0} ms, {acknowledged.Count / AcknowledgementTime.TotalSeconds:0} a second"));
        var stats = await world.Api.StatsAsync(cancel);
        transcript.Write($"the hub counts {stats.Json.ToJsonString()}");
        transcript.Write(string.Create(CultureInfo.InvariantCulture, $"{orders.Count} orders, {chats.Count} chats, {lost} lost, {doubled} doubled"));
        IReadOnlyList<string> broken = [.. new LoadFigures(At(all, 0.95), At(acknowledged, 0.50), lost, doubled, stats.Closes).NotHeld()];
        transcript.Write(broken.Count == 0 ? "all bounds held" : $"not held: {string.Join("; ", broken)}");
        return broken.Count == 0;
    }

    private void Tell(string what, List<double> waits) => transcript.Write(string.Create(CultureInfo.InvariantCulture,
        $"webhook to the vendor's acceptance, {what}: p50 {At(waits, 0.50):0} ms, p95 {At(waits, 0.95):0} ms, p99 {At(waits, 0.99):0} ms, {waits.Count} measured"));

    private static double Wait(DateTimeOffset from, DateTimeOffset to) => (to - from).TotalMilliseconds;

    private static double At(List<double> ordered, double part) => ordered.Count == 0 ? double.NaN : ordered[Math.Min(ordered.Count - 1, (int)(ordered.Count * part))];

    private (Person Person, Order Order, Fulfillment Fulfillment, DateTimeOffset At) Ship()
    {
        var somebody = world.People.New();
        var person = world.WhatsApp.State.Add(somebody.Phone, somebody.Name);
        var shop = world.Shopify.State;
        var order = shop.Place(shop.Add(somebody.FirstName, somebody.LastName, somebody.TypedPhone, "de-DE", "DE"));
        var at = world.Clock.GetUtcNow();
        return (person, order, shop.Fulfil(order, 1), at);
    }

    private (Person Person, string Text, DateTimeOffset At) Write(int number)
    {
        var somebody = world.People.New();
        var person = world.WhatsApp.State.Add(somebody.Phone, somebody.Name);
        var text = string.Create(CultureInfo.InvariantCulture, $"Question {number}");
        return (person, text, world.WhatsApp.State.Write(person, text).At);
    }

    private DateTimeOffset FirstComment((Person Person, string Text, DateTimeOffset At) chat) =>
        world.Zendesk.State.TicketsOf(chat.Person.Phone) is [var ticket, ..] ? ticket.Comments[0].At : DateTimeOffset.MaxValue;

    private (int Lost, int Doubled) Count(
        List<(Person Person, Order Order, Fulfillment Fulfillment, DateTimeOffset At)> orders, List<(Person Person, string Text, DateTimeOffset At)> chats)
    {
        var shipped = orders.Select(o => world.WhatsApp.State.SentTo(o.Person).Count(m => m.Parameters.Contains(o.Fulfillment.Parcels[0].Url))).ToList();
        var tagged = orders.Count(o => !world.Shopify.State.TagsOf(o.Order).Contains("whatsapp-sent"));
        var asked = chats.Select(c => world.Zendesk.State.TicketsOf(c.Person.Phone).SelectMany(t => t.Comments).Count(k => k.Body.Contains(c.Text, StringComparison.Ordinal))).ToList();
        return (shipped.Count(n => n == 0) + asked.Count(n => n == 0) + tagged, shipped.Count(n => n > 1) + asked.Count(n => n > 1));
    }

    // Each connection sends one webhook after the other: orders of nobody, which no route takes.
    private async Task<List<double>> AcknowledgementsAsync(CancellationToken cancel)
    {
        var before = world.Shopify.Log.Tries.Count;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(line => OneAfterTheOtherAsync(line, began)));
        await world.SettleAsync(cancel);
        return [.. world.Shopify.Log.Tries.Skip(before).Where(t => t.Topic == "orders/delete" && t.Status == 200).Select(t => t.Took.TotalMilliseconds).Order()];
    }

    private async Task OneAfterTheOtherAsync(int line, long began)
    {
        for (var n = 0; Stopwatch.GetElapsedTime(began) < AcknowledgementTime; n++)
        {
            await world.Shopify.Sent.SendAsync("orders/delete", string.Create(CultureInfo.InvariantCulture, $"load/{line}"), new() { ["id"] = (line * 1_000_000L) + n + 1 }, string.Create(CultureInfo.InvariantCulture, $"load/{line}/{n}"));
        }
    }
}
