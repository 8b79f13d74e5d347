using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Sandbox;

/// <summary>Waits until nothing is on its way any more, and moves the time on where only time can bring things on.</summary>
/// <param name="world">The hub and its vendors.</param>
/// <param name="longest">How far the time may be moved in all; null for what a story needs.</param>
internal sealed class Settling(World world, TimeSpan? longest)
{
    /// <summary>How long nothing passes, in real time, until the time is moved on.</summary>
    public static readonly TimeSpan Stillness = TimeSpan.FromMilliseconds(200);

    // In a storm a call may fail so often that only the last wait of the hub's schedule brings it on.
    private static readonly TimeSpan WholeSchedule = TimeSpan.FromHours(31);
    private static readonly TimeSpan FirstStep = TimeSpan.FromSeconds(5);

    private readonly long began = Stopwatch.GetTimestamp();
    private TimeSpan left = longest ?? (world.IsStormy ? WholeSchedule : TimeSpan.FromMinutes(30));
    private TimeSpan step = FirstStep;
    private long still = Stopwatch.GetTimestamp();
    private int exchanged;
    private string work = "";

    private int Exchanges => world.Vendors.Sum(vendor => vendor.Log.Count);

    private bool IsOver =>
        Stopwatch.GetElapsedTime(began) > (world.IsStormy ? World.Patience * 4 : World.Patience)
        || (left <= TimeSpan.Zero && Stopwatch.GetElapsedTime(still) > (world.IsStormy ? World.Patience / 2 : Stillness * 10));

    /// <summary>Waits.</summary>
    /// <exception cref="StoryBrokenException">It does not come to rest.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var exchanges = Exchanges;
            var outstanding = world.Outstanding;
            var stats = await world.Api.StatsAsync(cancel);
            var pending = stats.Commands("pending") == 0 ? [] : await world.Api.CommandsAsync("state=pending", cancel);
            var isIdle = stats.Webhooks("pending") + stats.Events("pending") + stats.Media("pending") == 0 && pending.All(IsAtRest);

            // The list is younger than the counts: a command may have ended between the two, with an event that neither shows.
            if (isIdle && outstanding == 0 && world.Outstanding == 0 && Exchanges == exchanges
                && (stats.Commands("pending") == 0 || (await world.Api.StatsAsync(cancel)).Json.ToJsonString() == stats.Json.ToJsonString()))
            {
                return;
            }

            Compare(exchanges, string.Create(CultureInfo.InvariantCulture, $"{outstanding} {stats.Json.ToJsonString()}"));
            if (Stopwatch.GetElapsedTime(still) > Stillness && left > TimeSpan.Zero) await MoveAsync(isIdle, pending, cancel);
            if (IsOver) throw new StoryBrokenException(await world.DescribeAsync("all should have come to rest", cancel));
            await Task.Delay(World.Look, TimeProvider.System, cancel);
        }
    }

    // Kept words wait for the customer, held and scheduled commands for their time.
    private bool IsAtRest(JsonNode command) => (string?)command["state"] == "kept" || Stage.DueOf(command) > world.Clock.GetUtcNow() + TimeSpan.FromHours(1);

    // What the hub asks by the hour, whether there is work or not, is no reason for short steps.
    private void Compare(int exchanges, string now)
    {
        if (now != work || exchanges != exchanged) still = Stopwatch.GetTimestamp();
        if (now != work) step = FirstStep;
        (exchanged, work) = (exchanges, now);
    }

    // Where the hub has nothing to do at all, what is next is known and awaited in one. Else it is a vendor's next try, when one waits soon, or the hub's, whose time is not known here: by growing steps.
    private async Task MoveAsync(bool isIdle, IReadOnlyList<JsonNode> pending, CancellationToken cancel)
    {
        var next = isIdle ? pending.Select(Stage.DueOf).Append(world.Clock.NextDue).Min() : world.Clock.NextDue;
        var toNext = next - world.Clock.GetUtcNow();
        var by = toNext is { } wait && wait > TimeSpan.Zero && wait < (isIdle ? left : step * 10) ? wait : step;

        // As long as a dead node's work is held for it, hours that go by would make it too old.
        if (by == step && !world.AwaitsClaims) step *= 1.5;
        await world.MoveAsync(by, cancel);
        (left, still) = (left - by, Stopwatch.GetTimestamp());
    }
}
