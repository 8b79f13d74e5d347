using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Endpoints;

namespace Hub.Commands;

/// <summary><c>hub parked</c>: what is set aside, by cause; <c>show</c> one entry; <c>replay</c> and <c>discard</c> many.</summary>
internal static class ParkedVerb
{
    private const string Lists = "Lists what is set aside, by kind, route, reason and error, with what to do. Exit code 1 when there is anything.";

    /// <summary>The verb with its sub-verbs.</summary>
    /// <param name="hub">The running hub.</param>
    /// <param name="input">Where the answer to a question is read.</param>
    /// <param name="isTerminal">Whether somebody sits there who can be asked.</param>
    /// <param name="time">The time by which a replay is paced.</param>
    public static Verb Of(HubCall hub, TextReader input, Func<bool> isTerminal, TimeProvider time)
    {
        var verb = Listing(hub, new Verb("parked", Lists, "hub parked", "hub parked --route shipped --reason rejected", "hub parked show ID", "hub parked replay --route shipped", "hub parked discard --reason unreadable"));
        verb.Add(Listing(hub, new Verb("list", Lists, "hub parked list", "hub parked list --json")));
        verb.Add(Show(hub));
        verb.Add(ParkedOrderVerbs.Replay(hub, input, isTerminal, time));
        verb.Add(ParkedOrderVerbs.Discard(hub, input, isTerminal, time));
        return verb;
    }

    /// <summary>One cause in a few lines.</summary>
    public static string Sentence(ParkedGroupEntry group) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Counted.Of(group.Count, group.Kind)} of {group.Route ?? group.Connection}, {group.Reason}: {group.Error ?? group.Means} {(group.Count == 1 ? $"({group.Sample}, {group.Oldest:u})" : $"({group.Oldest:u} to {group.Newest:u}, newest: {group.Sample})")}")
        + $"{Environment.NewLine}  {(group.Error is null ? "" : group.Means + " ")}{group.WhatToDo}";

    private static Verb Listing(HubCall hub, Verb verb)
    {
        var options = new ParkedOptions();
        options.AddTo(verb);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var list = await client.GetAsync("parked" + ParkedOptions.QueryOf(options.Read(call)), AdminJson.Default.ParkedList, cancel);
            var output = call.InvocationConfiguration.Output;
            if (json) await output.WriteLineAsync(CommandJson.Write(list));
            else if (list.Total == 0) await output.WriteLineAsync("Nothing is parked.");
            else foreach (var group in list.Groups) await output.WriteLineAsync(Sentence(group));
            if (!json && list.Others > 0) await output.WriteLineAsync($"And {Counted.Of(list.Others, "entry", "entries")} of other causes. Ask for a part: --route, --reason, --error.");
            return list.Total == 0 ? ExitCode.Fine : ExitCode.Found;
        });
    }

    private static Verb Show(HubCall hub)
    {
        var id = new Argument<string>("id") { Description = "The entry's id, as hub parked lists it; of a webhook its number" };
        var reveal = new Option<bool>("--reveal") { Description = "Shows personal data whole" };
        var verb = new Verb("show", "Shows one parked entry whole: why, what was tried, and what a replay would do now.", "hub parked show ID", "hub parked show ID --reveal");
        verb.Add(id);
        verb.Add(reveal);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var path = $"parked/{Uri.EscapeDataString(call.GetRequiredValue(id))}{(call.GetValue(reveal) ? "?reveal=true" : "")}";
            var detail = await client.GetAsync(path, AdminJson.Default.ParkedDetail, cancel);
            var output = call.InvocationConfiguration.Output;
            if (json) await output.WriteLineAsync(CommandJson.Write(detail));
            else foreach (var line in Lines(detail)) await output.WriteLineAsync(line);
            return ExitCode.Fine;
        });
    }

    private static IEnumerable<string> Lines(ParkedDetail detail)
    {
        var about = detail.Command is { } made ? $"of route {made.Route}: {made.Action} to {made.Connection}" : detail.Event is { } told ? $"of {told.Connection}: {told.Type}" : $"of {detail.Webhook?.Connection}";
        yield return string.Create(CultureInfo.InvariantCulture, $"{detail.Kind} {detail.Id} {about}");
        yield return string.Create(CultureInfo.InvariantCulture, $"parked {detail.ParkedAt:u}, {detail.Reason}: {detail.Means} {detail.WhatToDo}");
        if ((detail.Command?.Error ?? (detail.Command is null ? detail.Event?.Error ?? detail.Webhook?.Error : null)) is { } error) yield return $"error: {error}";
        foreach (var attempt in detail.Attempts) yield return string.Create(CultureInfo.InvariantCulture, $"attempt {attempt.Number} {attempt.StartedAt:u}: {attempt.Outcome} {attempt.Error}").TrimEnd();
        if (detail is { Command: not null, Event: { } cause }) yield return string.Create(CultureInfo.InvariantCulture, $"event: {cause.Type} {cause.Id}, arrived {cause.ArrivedAt:u}");
        if (detail.Command?.Input is { } input) yield return $"input: {CommandJson.OneLine(input)}";
        if (detail.Command is null && detail.Event?.Data is { } data) yield return $"event: {CommandJson.OneLine(data)}";
        foreach (var line in Lines("a replay", detail.Replay)) yield return line;
        if (detail.ReplayCurrent is not { } current) yield break;
        foreach (var line in Lines("a replay with --mappings current", current)) yield return line;
    }

    /// <summary>What would happen to an entry, and what would be otherwise.</summary>
    public static IEnumerable<string> Lines(string what, ParkedPreviewEntry preview)
    {
        yield return $"{what}: {preview.Fate}{(preview.Sentence is { } sentence ? $". {sentence}" : "")}";
        foreach (var difference in preview.Differences) yield return $"  {difference.Field}: {Text(difference.Before)} → {Text(difference.After)}";
    }

    private static string Text(JsonElement? json) => json is { } value ? CommandJson.OneLine(value) : "nothing";
}
