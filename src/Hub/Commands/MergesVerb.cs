using System.CommandLine;
using System.Globalization;
using Hub.Endpoints;
using Hub.Storage;

namespace Hub.Commands;

/// <summary><c>hub merges</c>: which customers were found to be one person; <c>hub merges undo</c>: sets two of them apart again; <c>hub merges redo</c>: makes them one again after all.</summary>
internal static class MergesVerb
{
    private const int Most = 500;

    /// <summary>The verb with its sub-verbs.</summary>
    public static Verb Of(HubCall hub)
    {
        var verb = hub.Complete(
            new Verb("merges", "Lists the customers who were found to be one person, newest first: the latest 500.", "hub merges", "hub merges --json", "hub merges undo 7", "hub merges redo 7"), ListAsync);
        verb.Add(Order(hub, "undo", "Sets two customers apart again, within 30 days of their merge and for good.", "is undone: its two customers stay apart"));
        verb.Add(Order(hub, "redo", "Makes a merge again that was undone: the two are one person after all.", "is made again: its two customers are one person"));
        return verb;
    }

    private static async Task<int> ListAsync(AdminClient client, ParseResult call, bool json, CancellationToken cancel)
    {
        var output = call.InvocationConfiguration.Output;
        var merges = (await client.GetAsync($"merges?limit={Most}", AdminJson.Default.PageMergeEntry, cancel)).Items;
        if (json) await output.WriteLineAsync(CommandJson.Write(merges));
        else if (merges.Count == 0) await output.WriteLineAsync("No customers were merged.");
        else foreach (var merge in merges) await output.WriteLineAsync(Sentence(merge));
        return ExitCode.Fine;
    }

    private static Verb Order(HubCall hub, string name, string description, string done)
    {
        var id = new Argument<long>("id")
        {
            Description = "The merge's number, as hub merges lists it",
            CustomParser = text =>
            {
                if (long.TryParse(text.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
                text.AddError($"{text.Tokens[0].Value} is no number of a merge: hub merges lists them.");
                return 0;
            },
        };
        var verb = new Verb(name, description, $"hub merges {name} 7");
        verb.Add(id);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var number = call.GetRequiredValue(id).ToString(CultureInfo.InvariantCulture);
            await client.PostAsync($"merges/{number}/{name}", new PauseRequest(null), AdminJson.Default.PauseRequest, cancel);
            await call.InvocationConfiguration.Output.WriteLineAsync(json ? CommandJson.Write(new Ordered("merge", number, name)) : $"Merge {number} {done}.");
            return ExitCode.Fine;
        });
    }

    private static string Sentence(MergeEntry merge) => string.Create(
        CultureInfo.InvariantCulture, $"{merge.Id}: {merge.Merged} became part of {merge.Kept} at {merge.At:u}, by {merge.Event}; {State(merge)}");

    private static string State(MergeEntry merge) => merge switch
    {
        { UndoneAt: { } undone } => string.Create(CultureInfo.InvariantCulture, $"undone at {undone:u}"),
        _ when merge.UndoUntil == DateTimeOffset.UnixEpoch => "cannot be undone",
        _ => string.Create(CultureInfo.InvariantCulture, $"can be undone until {merge.UndoUntil:u}"),
    };
}
