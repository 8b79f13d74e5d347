using System.CommandLine;
using System.Globalization;
using Hub.Endpoints;

namespace Hub.Commands;

/// <summary><c>hub parked replay</c> and <c>hub parked discard</c>: many entries, page by page, as fast as wanted; Ctrl-C ends between two pages.</summary>
internal static class ParkedOrderVerbs
{
    private const int AskedFrom = 20;
    private const int LargestPage = 100;
    private const int MostShown = 20;

    // A page is sent at once: several a minute, so that the vendor sees a trickle.
    private const int PagesPerMinute = 6;

    /// <summary>The verb <c>replay</c>.</summary>
    public static Verb Replay(HubCall hub, TextReader input, Func<bool> isTerminal, TimeProvider time)
    {
        var mappings = new Option<string?>("--mappings") { Description = "original runs commands as they were made (the default), current as the mapping files in force make them" };
        var resend = new Option<bool>("--resend") { Description = "Also messages of which nobody knows whether they were sent: they may be sent twice" };
        var ignoreAge = new Option<bool>("--ignore-age") { Description = "Also what max_age or max_late of its route would refuse, commands and what the routes make of events" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tells what would happen, and what would be otherwise" };
        var verb = new Verb(
            "replay", "Runs parked entries again, in the order in which they were made.",
            "hub parked replay --route shipped", "hub parked replay --route shipped --mappings current --dry-run", "hub parked replay --all --yes --rate 60/min", "hub parked replay ID");
        foreach (var option in new Option[] { mappings, resend, ignoreAge, dryRun }) verb.Add(option);
        return Complete(hub, verb, "replay", input, isTerminal, time, (call, order) => order with
        {
            Mappings = call.GetValue(mappings),
            Resend = call.GetValue(resend) ? true : null,
            IgnoreAge = call.GetValue(ignoreAge) ? true : null,
            DryRun = call.GetValue(dryRun) ? true : null,
        });
    }

    /// <summary>The verb <c>discard</c>.</summary>
    public static Verb Discard(HubCall hub, TextReader input, Func<bool> isTerminal, TimeProvider time) => Complete(
        hub, new Verb("discard", "Gives parked entries up, for good.", "hub parked discard --reason unreadable", "hub parked discard --route shipped --to 2026-03-01T10:00:00Z --yes", "hub parked discard ID"),
        "discard", input, isTerminal, time, (_, order) => order);

    private static Verb Complete(HubCall hub, Verb verb, string name, TextReader input, Func<bool> isTerminal, TimeProvider time, Func<ParseResult, ParkedOrder, ParkedOrder> complete)
    {
        var options = new ParkedOptions();
        var ids = new Argument<string[]>("id") { Description = "The entries, as hub parked lists them; at most 500", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Everything that is parked" };
        var yes = new Option<bool>("--yes") { Description = $"Does not ask, also for more than {AskedFrom} entries" };
        var rate = new Option<string?>("--rate") { Description = "At most so many, for example 60/min" };
        verb.Add(ids);
        options.AddTo(verb);
        foreach (var option in new Option[] { all, yes, rate }) verb.Add(option);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var perMinute = PerMinute(call.GetValue(rate));
            var selection = options.Read(call);
            var order = complete(call, selection with
            {
                Ids = call.GetValue(ids) is { Length: > 0 } given ? given : null,
                All = call.GetValue(all) ? true : null,
            });
            if (order.Ids is null && order.All is null && selection with { Reveal = null } == ParkedOrder.None) throw new HubCallException($"Say which entries: an id, --connection, --route, --reason, --error, --from or --to. All of them are --all.");
            var run = new Run(client, name, order, perMinute, time, call.InvocationConfiguration, json);
            if (order.DryRun != true && !call.GetValue(yes) && !await IsWantedAsync(client, name, order, selection, input, isTerminal, call.InvocationConfiguration, cancel)) return ExitCode.Fine;
            return await run.ToEndAsync(cancel);
        });
    }

    private static async Task<bool> IsWantedAsync(
        AdminClient client, string name, ParkedOrder order, ParkedOrder selection, TextReader input, Func<bool> isTerminal, InvocationConfiguration console, CancellationToken cancel)
    {
        var count = order.Ids?.Count ?? (await client.GetAsync("parked" + ParkedOptions.QueryOf(selection), AdminJson.Default.ParkedList, cancel)).Total;
        if (count <= AskedFrom) return true;
        if (!isTerminal()) throw new HubCallException(string.Create(CultureInfo.InvariantCulture, $"That are {count} entries. Say --yes to {name} more than {AskedFrom}."));
        await console.Error.WriteAsync($"{(name == "replay" ? "Replay" : "Discard")} {Counted.Of(count, "entry", "entries")}? [y/N] ");
        var answer = await input.ReadLineAsync(cancel);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private static double? PerMinute(string? text)
    {
        if (text is null) return null;
        var (number, unit) = text.Split('/') is [var before, var after] ? (before, after) : (text, "min");
        var minutes = unit switch { "s" => 1 / 60d, "min" or "m" => 1, "h" => 60, _ => 0 };
        return minutes > 0 && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count / minutes
            : throw new HubCallException("--rate must be a number and a time, such as 60/min, 2/s or 500/h.");
    }

    /// <summary>One order on its way.</summary>
    private sealed class Run(AdminClient client, string name, ParkedOrder order, double? perMinute, TimeProvider time, InvocationConfiguration console, bool json)
    {
        private readonly List<ParkedRefusalEntry> refused = [];
        private readonly List<ParkedPreviewEntry> previews = [];
        private int done;

        public async Task<int> ToEndAsync(CancellationToken cancel)
        {
            var limit = perMinute is { } rate && order.DryRun != true ? (int)Math.Clamp(rate / PagesPerMinute, 1, LargestPage) : LargestPage;
            var page = order with { Limit = order.Ids is null ? limit : null };
            var rest = order.Ids ?? [];
            for (var first = true; ; first = false)
            {
                // A list of ids goes page by page as well.
                if (order.Ids is not null) page = page with { Ids = [.. rest.Take(limit)] };
                var before = done + refused.Count;

                // What was begun is brought to its end, so that what was done is known.
                var answer = await client.PostAsync("parked/" + name, page, AdminJson.Default.ParkedOrder, AdminJson.Default.ParkedAnswer, CancellationToken.None);
                done += answer.Done;
                refused.AddRange(answer.Refused);
                if (json || previews.Count < MostShown) previews.AddRange(json ? answer.Previews : answer.Previews.Take(MostShown - previews.Count));
                rest = [.. rest.Skip(limit)];
                var goesOn = order.Ids is null ? answer.Next is not null : rest.Count > 0;
                if (goesOn || !first) await console.Error.WriteLineAsync($"{Text(done)} {Done}{(refused.Count > 0 ? $", {Text(refused.Count)} not" : "")}");
                if (!goesOn) return await EndAsync(isWhole: true);
                page = page with { Cursor = answer.Next };
                if (!await PauseAsync(done + refused.Count - before, cancel)) return await EndAsync(isWhole: false);
            }
        }

        private string Done => (name, order.DryRun) switch { ("replay", true) => "would be replayed", ("replay", _) => "replayed", _ => "discarded" };

        private async Task<bool> PauseAsync(int count, CancellationToken cancel)
        {
            if (perMinute is not { } rate || order.DryRun == true) return !cancel.IsCancellationRequested;
            try
            {
                await Task.Delay(TimeSpan.FromMinutes(count / rate), time, cancel);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        private async Task<int> EndAsync(bool isWhole)
        {
            var output = console.Output;
            if (json)
            {
                await output.WriteLineAsync(CommandJson.Write(new ParkedDone(name, done, refused, previews, isWhole)));
                return refused.Count == 0 && isWhole ? ExitCode.Fine : ExitCode.Found;
            }

            foreach (var line in previews.SelectMany(preview => ParkedVerb.Lines($"{preview.Kind} {preview.Id}", preview))) await output.WriteLineAsync(line);
            await output.WriteLineAsync($"{Counted.Of(done, "entry", "entries")} {Done}.{(isWhole ? "" : " Ended before the rest; the same call goes on.")}");
            foreach (var same in refused.GroupBy(one => one.Why).OrderByDescending(same => same.Count()))
            {
                await output.WriteLineAsync($"{Counted.Of(same.Count(), "entry", "entries")} not: {same.Key} ({(same.Count() == 1 ? "" : "first: ")}{same.First().Id})");
            }

            return refused.Count == 0 && isWhole ? ExitCode.Fine : ExitCode.Found;
        }

        private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
