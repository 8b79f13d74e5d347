using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Faults;
using Sandbox;
using Sandbox.Vendors;

namespace CrashMatrix;

/// <summary>One hub with its vendors, some crashes after one another, and the account at the end.</summary>
internal sealed class Scene
{
    // What a process ends with that was killed by a signal: 128 and the signal's number.
    private const int Killed = 137;

    // A round has some twenty calls and twice as many webhooks.
    private const int MostExchanges = 20;

    // In a storm the next kill follows at once, when the hub has hardly begun to find what the last one has left.
    private const double Storms = 0.4;

    // Zendesk takes four updates of a ticket at once, and then one each 25 s.
    private const int MostComments = 8;
    private const int LoadsAtMost = 3;

    // A breaker opens after five failures in a row, of which some are of other operations.
    private const int FailuresOfAway = 15;

    // The hub died three times over it.
    private const string Struck = "begun three times without an end.";

    private static readonly string[] Paused = ["routes/shipped", "connections/desk"];
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(2500);
    private static readonly TimeSpan LongestStormLife = TimeSpan.FromMilliseconds(300);

    // A webhook comes a day late, and what it brings waits for hours.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(32);
    private static readonly TimeSpan Dying = TimeSpan.FromSeconds(30);

    private readonly World world;
    private readonly Dice dice;
    private readonly int seed;
    private readonly bool failsForLong;
    private readonly List<(string Label, int Hits, IReadOnlyList<Round> Rounds, string? Wrong)> played = [];
    private readonly List<string> orders = [];
    private readonly List<string> broken = [];
    private Round? last;
    private int rounds;

    private Scene(World world, int seed, bool failsForLong)
    {
        (this.world, this.seed, this.failsForLong) = (world, seed, failsForLong);
        dice = new(seed, "scene");
    }

    /// <summary>Plays a scene.</summary>
    /// <param name="cells">Its crashes.</param>
    /// <param name="seed">What its chance follows from.</param>
    /// <param name="mappings">The folder of the mapping files.</param>
    /// <param name="onPostgres">Whether its hub keeps what it has in a database of its own.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>A row for each crash.</returns>
    public static async Task<IReadOnlyList<Row>> PlayAsync(IReadOnlyList<Cell> cells, int seed, string mappings, bool onPostgres, CancellationToken cancel)
    {
        // Where entries are to be parked, a hub that tries for hours would only take time.
        var triesOnce = cells.Any(cell => cell is Cell.AtPoint { Provocation: Provocation.Replay });
        Dictionary<string, string> settings = triesOnce ? new() { ["Hub:RetrySchedule:0"] = "00:00:05" } : [];
        using var database = onPostgres ? ScratchDatabase.Create() : null;
        if (database is not null) (settings["Storage:Provider"], settings["Storage:ConnectionString"]) = ("postgres", database.Address);
        await using var own = await World.StartAsync(new() { Seed = seed, StartsHub = false, Mappings = mappings, Hub = settings }, cancel);
        var scene = new Scene(own, seed, triesOnce);
        foreach (var cell in cells)
        {
            switch (cell)
            {
                case Cell.AtPoint at:
                    await scene.KillAtPointAsync(at, cancel);
                    break;
                case Cell.AtRandom:
                    await scene.KillAtRandomAsync(cell.ToString(), cancel);
                    break;
            }
        }

        return await scene.AccountAsync(cancel);
    }

    private async Task KillAtPointAsync(Cell.AtPoint cell, CancellationToken cancel)
    {
        List<Round> own = [];
        string? wrong = null;
        if (Plan.Before(cell.Provocation) is { } before && await StartAsync(before, 2, cancel))
        {
            // The first call opens the ticket, the second writes on it.
            wrong = await DieAsync(() => own.Add(Begin(isChatOnly: true)), cell.Provocation, cancel);
            await BuryAsync(cancel);
        }

        // In its time, what provokes it is not to be found too late.
        var isLateAllowed = cell.Provocation is Provocation.Load;
        if (wrong is null && await StartAsync(cell.Point, cell.Hits, cancel, isHeld: cell.Provocation == Provocation.Hold))
        {
            wrong = await DieAsync(() => own.Add(Begin(isChatOnly: false, isLateAllowed)), cell.Provocation, cancel);
        }

        await BuryAsync(cancel);

        // What was paused, perhaps just before the end, goes on when people say so: else the next load could not come to rest.
        if (cell.Provocation == Provocation.Resume) orders.AddRange(Paused.Select(paused => paused + "/resume"));

        // What a start like after a restore holds back goes on too.
        if (cell.Provocation == Provocation.Hold) orders.AddRange(world.VendorSet.Connected.Select(one => $"connections/{one.Connection}/resume"));

        // Who died of what the last crash had left has this load to find when it is back.
        if (own.Count == 0) own.Add(Begin(isChatOnly: false));
        played.Add((cell.ToString(), cell.Hits, own, wrong));
    }

    private async Task KillAtRandomAsync(string label, CancellationToken cancel)
    {
        await StartAsync(null, 0, cancel);
        await LookAtCountsAsync(cancel);
        UsualFaults();
        var isStorm = played.Count > 0 && dice.Falls(Storms);
        var moment = new KillMoment(world, (ExchangePoint)dice.Below(5), 1 + dice.Below(MostExchanges), (isStorm ? LongestStormLife : LongestLife) * (dice.Below(1000) / 1000.0));
        IReadOnlyList<Round> own = isStorm ? [] : [Begin(isChatOnly: false)];
        await moment.ComeAsync();
        await BuryAsync(cancel);
        played.Add(($"{label}: {moment}", 1, own, null));
    }

    /// <summary>Starts the hub with a point at which it will end; false where it has ended at once.</summary>
    private async Task<bool> StartAsync(FaultPoint? point, int hits, CancellationToken cancel, bool isHeld = false)
    {
        var settings = new Dictionary<string, string>();
        if (point is not null) (settings["Hub:Faults:KillAt"], settings["Hub:Faults:AfterHits"]) = (point.Value.ToString(), hits.ToString(CultureInfo.InvariantCulture));
        if (isHeld) settings["Hub:Hold"] = "true";
        world.Hub.NextSettings = settings;
        try
        {
            await world.StartHubAsync(cancel);
            return true;
        }
        catch (InvalidOperationException) when (point is not null && world.Hub.ExitCode == Killed)
        {
            return false;
        }
    }

    // Null when the hub has died where it should; else what is wrong.
    private async Task<string?> DieAsync(Action begin, Provocation provocation, CancellationToken cancel)
    {
        var death = world.Hub.EndAsync(cancel);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var life = LiveAsync(begin, provocation, enough.Token);
        var first = await Task.WhenAny(death, life);

        // Whoever lives on beside a dying hub is told so a little before its end is known.
        if (first == life && life.IsFaulted) await Task.WhenAny(death, Task.Delay(Dying, TimeProvider.System, cancel));
        await enough.CancelAsync();
        await life.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (death.IsCompleted) return await death == Killed ? null : $"the hub ended by itself with code {await death}: {string.Join(" | ", world.Hub.Output.TakeLast(10))}";
        return life.Exception?.InnerException is { } error ? $"not met: {error.Message}" : "not met";
    }

    private async Task LiveAsync(Action begin, Provocation provocation, CancellationToken cancel)
    {
        await LookAtCountsAsync(cancel);
        await RepeatOrdersAsync(cancel);

        // Chance may have the first load go by the point, or not often enough.
        for (var load = 0; load < LoadsAtMost; load++)
        {
            await ProvokeAsync(provocation, cancel);
            begin();
            await FollowAsync(provocation, cancel);
            await world.SettleAsync(cancel, Longest);
            await world.MoveAsync(TimeSpan.FromMinutes(15), cancel);
            await world.SettleAsync(cancel, Longest);
            WriteAgain();
        }
    }

    // Each load may take more than a day, and so may what comes between two crashes.
    private void WriteAgain()
    {
        foreach (var round in played.SelectMany(cell => cell.Rounds).Append(last).OfType<Round>()) round.WriteAgain();
    }

    private async Task ProvokeAsync(Provocation provocation, CancellationToken cancel)
    {
        UsualFaults();
        switch (provocation)
        {
            case Provocation.FetchFails:
                world.Shopify.Faults.Set(new(FaultKind.ServerError, Count: 4));
                break;
            case Provocation.VendorAway:
                world.Shopify.Faults.Set(new(FaultKind.ServerError, Count: FailuresOfAway));
                break;
            case Provocation.TokenFails:
                world.Zoho.Faults.Set(new(FaultKind.ServerError, Rate: 1));
                break;
            case Provocation.EffectsUnknown:
                world.WhatsApp.State.HoldsStatuses = true;
                world.Zendesk.Faults.Set(new(FaultKind.TimeoutAfterEffect, Count: 3));
                world.WhatsApp.Faults.Set(new(FaultKind.TimeoutAfterEffect, Rate: 1));
                break;
            case Provocation.KilledBeforeCall or Provocation.KilledAfterCall or Provocation.ManyComments:
                // Which call is the second, and how many go at once, must not be chance.
                world.Zendesk.Faults.Clear();
                break;
            case Provocation.Resume:
                foreach (var paused in Paused) await world.Api.OrderAsync(paused + "/pause", cancel);
                break;
            case Provocation.Replay:
                world.Shopify.Faults.Set(new(FaultKind.ServerError, Rate: 1));
                break;
        }
    }

    // They close at every moment, whatever is pending.
    private async Task LookAtCountsAsync(CancellationToken cancel)
    {
        if (await world.Api.StatsAsync(cancel) is { Closes: false } stats) broken.Add($"the counts do not close after crash {played.Count}: {stats.Json.ToJsonString()}");
    }

    private async Task FollowAsync(Provocation provocation, CancellationToken cancel)
    {
        switch (provocation)
        {
            case Provocation.EffectsUnknown when last is { } round:
                // What fails more than twice before the ticket is made is tried again only minutes later.
                await world.UntilAsync(
                    "there is a ticket",
                    async () =>
                    {
                        if (world.Zendesk.State.TicketsOf(round.Customer.Phone).Count > 0) return true;
                        await world.MoveAsync(TimeSpan.FromSeconds(1), cancel);
                        return false;
                    },
                    cancel);
                round.AnswerEarly(world.Zendesk.State.TicketsOf(round.Customer.Phone)[0].Id);
                break;
            case Provocation.ManyComments when last is { } chat:
                for (var n = 0; n < MostComments; n++)
                {
                    var words = chat.WriteMore();
                    await world.UntilAsync("the words stand on the ticket", () => chat.IsOnTicket(words), cancel);
                }

                break;
            case Provocation.Resume:
                await world.UntilAsync("commands are held", async () => (await world.Api.CommandsAsync("state=held", cancel)).Count > 0, cancel);
                orders.AddRange(Paused.Select(paused => paused + "/resume"));
                await RepeatOrdersAsync(cancel);
                break;
            case Provocation.Hints:
                var contact = world.HubSpot.State.Add("contacts", new Dictionary<string, string> { ["firstname"] = string.Create(CultureInfo.InvariantCulture, $"Hint {rounds}"), ["lastname"] = "Matrix" });
                for (var n = 1; n <= 3; n++) world.HubSpot.State.Change(contact, new Dictionary<string, string> { ["city"] = string.Create(CultureInfo.InvariantCulture, $"Town {n}") });
                break;
            case Provocation.TokenFails:
                // A token is good for an hour; what else is under way must not grow old meanwhile.
                await world.SettleAsync(cancel, Longest);
                await world.MoveAsync(TimeSpan.FromHours(2), cancel);
                await Task.Delay(LongestLife, TimeProvider.System, cancel);
                world.Zoho.Faults.Clear();
                break;
            case Provocation.End:
                await world.SettleAsync(cancel, Longest);
                await world.Hub.SignalAsync("TERM", cancel);
                await Task.Delay(Dying, TimeProvider.System, cancel);
                break;
            case Provocation.Replay:
                await world.SettleAsync(cancel, Longest);
                world.Shopify.Faults.Clear();
                await ReplayAsync(cancel);
                break;
        }
    }

    // An order that the hub has not answered may have been obeyed or not: it is given again.
    private async Task RepeatOrdersAsync(CancellationToken cancel)
    {
        while (orders.Count > 0)
        {
            await world.Api.OrderAsync(orders[0], cancel);
            orders.RemoveAt(0);
        }
    }

    // Whether there was anything to replay.
    private async Task<bool> ReplayAsync(CancellationToken cancel, bool struckOnly = false)
    {
        bool IsMeant(JsonNode entry) => struckOnly ? ((string?)entry["error"])?.EndsWith(Struck, StringComparison.Ordinal) == true : (string?)entry["reason"] != "unknown";
        var commands = (await world.Api.CommandsAsync("state=parked", cancel)).Where(IsMeant).Select(c => $"commands/{(string?)c["id"]}/replay").ToList();
        var events = (await world.Api.EventsAsync("state=parked", cancel)).Where(IsMeant).Select(e => $"events/{(string?)e["id"]}/replay").ToList();
        foreach (var order in commands.Concat(events)) await world.Api.OrderAsync(order, cancel);
        return commands.Count + events.Count > 0;
    }

    private async Task BuryAsync(CancellationToken cancel)
    {
        await world.KillHubAsync(cancel);
        world.WhatsApp.State.HoldsStatuses = false;

        // Some retries fall due while the hub is down, others not before the next crash.
        world.Clock.Advance(TimeSpan.FromSeconds(dice.Below(30)));
    }

    private Round Begin(bool isChatOnly, bool isLateAllowed = true)
    {
        var late = dice.Below(6) switch { 0 => Late.Shipment, 1 => Late.Message, 2 => Late.Answer, _ => Late.None };
        return last = Round.Begin(world, ++rounds, last, isLateAllowed && !isChatOnly ? late : Late.None, isChatOnly);
    }

    private void UsualFaults()
    {
        foreach (var vendor in world.Vendors)
        {
            vendor.Faults.Clear();
            foreach (var kind in (FaultKind[])[FaultKind.Duplicate, FaultKind.Reorder]) vendor.Faults.Set(new(kind, Rate: 0.1));
            foreach (var kind in (FaultKind[])[FaultKind.DropTry, FaultKind.BadSignature]) vendor.Faults.Set(new(kind, Rate: 0.05));

            // With a single retry, two failures in a row would park what nobody meant to.
            if (failsForLong) continue;
            foreach (var kind in (FaultKind[])[FaultKind.ServerError, FaultKind.TimeoutAfterEffect]) vendor.Faults.Set(new(kind, Rate: 0.03));
            vendor.Faults.Set(new(FaultKind.TooManyRequests, Rate: 0.03, Seconds: 2));
        }
    }

    private async Task<IReadOnlyList<Row>> AccountAsync(CancellationToken cancel)
    {
        try
        {
            await StartAsync(null, 0, cancel);
            await LookAtCountsAsync(cancel);
            await DrainAsync(cancel);
            broken.AddRange(await new Books(world).NotClosedAsync(cancel));
        }
        catch (StoryBrokenException story)
        {
            broken.Add(story.Message);
        }

        var rows = new List<Row>(played.Count);
        foreach (var (label, hits, own, sentence) in played)
        {
            var effects = new Effects();
            foreach (var round in own) await round.CountAsync(effects, cancel);
            if (sentence is not null) effects.Break(sentence);
            rows.Add(new(label, hits, effects, seed));
        }

        if (broken.Count > 0 || rows.Exists(row => !row.Holds)) broken.Add(await world.DescribeAsync("nothing is lost or doubled", cancel));
        if (broken.Count > 0) rows.Add(Row.OfScene(broken, seed));
        return rows;
    }

    // All comes to rest: the retries, what came a day late, what waits for a customer, what people replay, what nobody will know of.
    private async Task DrainAsync(CancellationToken cancel)
    {
        foreach (var vendor in world.Vendors) vendor.Faults.Clear();
        foreach (var order in (string[])["routes/shipped/resume", .. world.VendorSet.Connected.Select(one => $"connections/{one.Connection}/resume")]) await world.Api.OrderAsync(order, cancel);
        orders.Clear();
        await world.SettleAsync(cancel, Longest);
        WriteAgain();
        await world.SettleAsync(cancel);

        // Elsewhere nothing has failed long enough: what is parked was parked wrongly.
        if (failsForLong && await ReplayAsync(cancel)) await world.SettleAsync(cancel, Longest);

        // What three of the crashes struck while it was being prepared is set aside, as it should be, and people replay it.
        if (await ReplayAsync(cancel, struckOnly: true)) await world.SettleAsync(cancel, Longest);
        await world.MoveAsync(TimeSpan.FromMinutes(15), cancel);
        await world.UntilAsync("what nobody has known of for ten minutes is parked", async () => (await world.Api.StatsAsync(cancel)).Commands("unknown") == 0, cancel);
        await world.SettleAsync(cancel);
    }
}
