using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Stories;
using Sandbox.Vendors;
using Sandbox.WhatsApp;
using Sandbox.Zendesk;

namespace Sandbox;

/// <summary>Where a story is played: the world, and the transcript of what passes in it.</summary>
/// <param name="world">The world.</param>
/// <param name="transcript">The transcript.</param>
/// <param name="cancel">Ends the play.</param>
internal sealed class Stage(World world, Transcript transcript, CancellationToken cancel)
{
    private static readonly TimeSpan Promptness = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> commands = [];
    private readonly Dictionary<string, int> calls = [];
    private readonly Dictionary<string, int> tries = [];
    private IReadOnlyList<string> held = [];

    public World World => world;

    public CancellationToken Cancel => cancel;

    /// <summary>Plays a story: in a world of its own where it names mapping files, which would answer to what happens in the others.</summary>
    /// <exception cref="StoryBrokenException">A clause does not hold.</exception>
    public async Task PlayAsync(IStory story)
    {
        if (story.MappingFiles.Count == 0)
        {
            await story.PlayAsync(this);
            return;
        }

        await using var own = await World.StartAsync(world.Settings.For(story), cancel);
        await story.PlayAsync(new(own, transcript, cancel));
    }

    /// <summary>Somebody does something, and all that follows from it comes to rest.</summary>
    /// <param name="what">Who does what, in a sentence.</param>
    /// <param name="act">Does it.</param>
    public async Task ActAsync(string what, Action act)
    {
        transcript.Act(what);
        act();
        await world.SettleAsync(cancel);
        await ShowAsync();
    }

    /// <summary>Somebody does something, and something comes of it; other things may still be open.</summary>
    /// <param name="what">Who does what, in a sentence.</param>
    /// <param name="act">Does it.</param>
    /// <param name="until">What comes of it, in words.</param>
    /// <param name="holds">Whether it has come.</param>
    public async Task ActAsync(string what, Action act, string until, Func<Task<bool>> holds)
    {
        transcript.Act(what);
        act();
        await world.UntilAsync(until, holds, cancel);
        await ShowAsync();
    }

    /// <summary>Somebody does something, and something comes of it; the time is moved on by steps where nothing passes between the hub and the vendors meanwhile.</summary>
    /// <param name="what">Who does what, in a sentence.</param>
    /// <param name="act">Does it.</param>
    /// <param name="until">What comes of it, in words.</param>
    /// <param name="step">How far the time is moved at once.</param>
    /// <param name="holds">Whether it has come.</param>
    public async Task ActAsync(string what, Action act, string until, TimeSpan step, Func<bool> holds)
    {
        transcript.Act(what);
        act();
        await UntilAsync(until, step, holds);
        await ShowAsync();
    }

    /// <summary>Time passes, and what falls due by that comes to rest.</summary>
    public async Task PassAsync(string what, TimeSpan time)
    {
        transcript.Act(what);
        await world.MoveAsync(time, cancel);
        await world.SettleAsync(cancel);
        await ShowAsync();
    }

    /// <summary>Time passes until a moment, and what falls due by that comes to rest; in a storm the moment may have gone by while calls were repeated.</summary>
    public Task PassUntilAsync(string what, DateTimeOffset until)
    {
        var time = until - world.Clock.GetUtcNow();
        return PassAsync(what, time > TimeSpan.Zero ? time : TimeSpan.Zero);
    }

    /// <summary>Whether a message was sent when it was due by the vendor's clock: not before, and within a minute; in a storm, where time goes by while calls are repeated, not before.</summary>
    public bool IsPunctual(ChatMessage message, DateTimeOffset due) => message.At >= due && (world.IsStormy || message.At < due + Promptness);

    /// <summary>When the hub will see to a command that waits for its time; null for another.</summary>
    public static DateTimeOffset? DueOf(JsonNode command) => (string?)command["state"] is "scheduled" or "held" ? DateTimeOffset.Parse((string)(command["nextAt"] ?? command["dueAt"])!, CultureInfo.InvariantCulture) : null;

    /// <summary>A clause of the story.</summary>
    /// <exception cref="StoryBrokenException">It does not hold.</exception>
    public async Task HoldsAsync(string clause, bool holds)
    {
        if (!holds) throw new StoryBrokenException(await world.DescribeAsync(clause, cancel));
        transcript.Holds(clause);
    }

    /// <summary>A clause that says how soon something is: in a storm, where time goes by while calls are repeated, it is left out.</summary>
    public Task HoldsInTimeAsync(string clause, Func<bool> holds) => world.IsStormy ? Task.CompletedTask : HoldsAsync(clause, holds());

    /// <summary>Waits until something holds; the time is moved on by steps where nothing passes between the hub and the vendors meanwhile.</summary>
    /// <param name="what">What, for the text of a failure.</param>
    /// <param name="step">How far the time is moved at once.</param>
    /// <param name="holds">Looks.</param>
    /// <exception cref="StoryBrokenException">It does not hold in time.</exception>
    private async Task UntilAsync(string what, TimeSpan step, Func<bool> holds)
    {
        var (exchanges, still) = (-1, Stopwatch.GetTimestamp());
        await world.UntilAsync(
            what,
            async () =>
            {
                if (holds()) return true;
                var passed = world.Vendors.Sum(vendor => vendor.Log.Count);
                if (passed != exchanges)
                {
                    (exchanges, still) = (passed, Stopwatch.GetTimestamp());
                }
                else if (Stopwatch.GetElapsedTime(still) > Settling.Stillness)
                {
                    await world.MoveAsync(step, cancel);
                    still = Stopwatch.GetTimestamp();
                }

                return false;
            },
            cancel);
    }

    /// <summary>A clause of the story about commands of a route.</summary>
    public async Task HoldsAsync(string clause, string filter, Func<IReadOnlyList<JsonNode>, bool> holds) =>
        await HoldsAsync(clause, holds(await world.Api.CommandsAsync(filter, cancel)));

    /// <summary>The words of a person in the order in which the hub took them in: that in which they were written, unless webhooks overtake each other.</summary>
    public async Task<IReadOnlyList<string>> ArrivedAsync(Person person, params IReadOnlyList<string> words) => await InOrderAsync(
        $"wa/{world.WhatsApp.Settings["PhoneNumberId"]}/{person.WaId}", "whatsapp.message.received", data => (string?)data["text"], words);

    /// <summary>The comments on a ticket in the order in which the hub took them in: that in which they were written, unless webhooks overtake each other.</summary>
    public async Task<IReadOnlyList<string>> ArrivedAsync(Ticket ticket, params IReadOnlyList<string> words) => await InOrderAsync(
        string.Create(CultureInfo.InvariantCulture, $"desk/ticket/{ticket.Id}"), "zendesk.comment.created", data => (string?)data["body"], words);

    /// <summary>Writes what each vendor now holds and did not hold when it was written last.</summary>
    public void ShowHoldings()
    {
        List<string> known = [.. held];
        held = [.. world.Vendors.SelectMany(Blocks)];
        foreach (var line in held.Where(block => !known.Remove(block)).SelectMany(block => block.Split('\n'))) transcript.Passed("holds", line);
    }

    private async Task<IReadOnlyList<string>> InOrderAsync(string subject, string type, Func<JsonNode, string?> said, IReadOnlyList<string> words)
    {
        if (!world.IsStormy) return words;
        var inbox = (await world.Api.InboxAsync(subject, type, cancel)).Select(said).OfType<string>().Where(words.Contains).ToList();
        await HoldsAsync($"the hub has taken in each of {words.Count} texts once", inbox.Order(StringComparer.Ordinal).SequenceEqual(words.Order(StringComparer.Ordinal)));
        return inbox;
    }

    // Lines that stand further in belong to the one above them: a ticket is told with its comments or not at all.
    private static List<string> Blocks(IVendor vendor)
    {
        var blocks = new List<string>();
        foreach (var line in vendor.Holdings())
        {
            if (line.StartsWith(' ') && blocks.Count > 0) blocks[^1] += $"\n{vendor.Name}: {line}";
            else blocks.Add($"{vendor.Name}: {line}");
        }

        return blocks;
    }

    // What came in, which routes matched and what went out, since the last look.
    private async Task ShowAsync()
    {
        foreach (var vendor in world.Vendors)
        {
            var fresh = vendor.Log.Tries.Skip(tries.GetValueOrDefault(vendor.Name)).ToList();
            tries[vendor.Name] = tries.GetValueOrDefault(vendor.Name) + fresh.Count;
            Passed("in", fresh.Select(t => $"{vendor.Name} webhook {t.Topic}, answered {Status(t.Status)}"));
        }

        var known = await world.Api.CommandsAsync("", cancel);
        List<string> routes = [];
        foreach (var command in known.Reverse())
        {
            var (id, state) = ((string)command["id"]!, (string)command["state"]!);
            if (commands.GetValueOrDefault(id) == state) continue;
            commands[id] = state;
            var reason = (string?)command["reason"] is { } r ? $" ({r})" : "";
            routes.Add($"{(string?)command["file"]} / {(string?)command["route"]} → {(string?)command["action"]}: {state}{reason}");
        }

        Passed("route", routes);
        foreach (var vendor in world.Vendors)
        {
            var fresh = vendor.Log.Calls.Skip(calls.GetValueOrDefault(vendor.Name)).ToList();
            calls[vendor.Name] = calls.GetValueOrDefault(vendor.Name) + fresh.Count;
            Passed("out", fresh.Where(c => c.Method != "GET").Select(c => $"{vendor.Name} {c.Method} {c.Path.Split('?')[0]}, answered {Status(c.Status)}"));
        }
    }

    private void Passed(string way, IEnumerable<string> lines)
    {
        foreach (var group in lines.GroupBy(l => l)) transcript.Passed(way, group.Count() == 1 ? group.Key : $"{group.Key}  × {group.Count()}");
    }

    private static string Status(int? status) => status?.ToString(CultureInfo.InvariantCulture) ?? "nothing";
}
