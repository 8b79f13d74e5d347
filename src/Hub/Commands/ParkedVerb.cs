using Hub.Endpoints;
using Hub.Storage;

namespace Hub.Commands;

/// <summary><c>hub parked</c>: what is set aside, grouped by cause.</summary>
internal static class ParkedVerb
{
    private const int MostPages = 40;

    /// <summary>The verb.</summary>
    public static Verb Of(HubCall hub) => hub.Complete(
        new Verb("parked", "Lists what is set aside, grouped by route, reason and error. Exit code 1 when there is anything.", "hub parked", "hub parked --json"),
        async (client, call, json, cancel) =>
        {
            var events = await AllAsync(cursor => client.GetAsync($"events?state=parked&limit=500{cursor}", AdminJson.Default.PageEventEntry, cancel));
            List<ParkedGroup> groups = [.. await CommandsAsync(client, cancel), .. Group("events", events, RouteOf, entry => entry.Reason, ErrorOf, entry => entry.Id), .. await WebhooksAsync(client, events, cancel)];
            var output = call.InvocationConfiguration.Output;
            if (json)
            {
                await output.WriteLineAsync(CommandJson.Write(groups));
            }
            else if (groups.Count == 0)
            {
                await output.WriteLineAsync("Nothing is parked.");
            }
            else
            {
                foreach (var group in groups) await output.WriteLineAsync($"{group.Count} {(group.Count == 1 ? group.What.TrimEnd('s') : group.What)} of {group.Route}, {group.Reason}: {group.Sentence} ({(group.Count == 1 ? "" : "newest: ")}{group.Newest})");
            }

            return groups.Count == 0 ? ExitCode.Fine : ExitCode.Found;
        });

    private static async Task<IEnumerable<ParkedGroup>> CommandsAsync(AdminClient client, CancellationToken cancel) =>
        Group("commands", await AllAsync(cursor => client.GetAsync($"commands?state=parked&limit=500{cursor}", AdminJson.Default.PageCommandEntry, cancel)), entry => entry.Route, entry => entry.Reason, entry => entry.Error, entry => entry.Id);

    // One whose events are parked is told by its events.
    private static async Task<IEnumerable<ParkedGroup>> WebhooksAsync(AdminClient client, List<EventEntry> events, CancellationToken cancel)
    {
        var told = events.Select(entry => entry.Webhook).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var parked = await AllAsync(cursor => client.GetAsync($"webhooks?state=parked&limit=500{cursor}", AdminJson.Default.PageWebhookEntry, cancel));
        return Group("webhooks", parked.FindAll(entry => entry.Error is not null && !told.Contains(entry.Id)), entry => entry.Connection, _ => "unreadable", entry => entry.Error, entry => entry.Id);
    }

    private static IEnumerable<ParkedGroup> Group<T>(string what, List<T> entries, Func<T, string> route, Func<T, string?> reason, Func<T, string?> error, Func<T, string> id) =>
        entries.GroupBy(entry => (Route: route(entry), Reason: reason(entry) ?? "parked", Error: error(entry)))
            .Select(group => new ParkedGroup(what, group.Key.Route, group.Key.Reason, group.Count(), group.Key.Error ?? Meaning(group.Key.Reason), id(group.First())))
            .OrderByDescending(group => group.Count);

    private static async Task<List<T>> AllAsync<T>(Func<string, Task<Page<T>>> get)
    {
        var all = new List<T>();
        string? next = null;
        for (var i = 0; i < MostPages; i++)
        {
            var page = await get(next is null ? "" : $"&cursor={next}");
            all.AddRange(page.Items);
            if ((next = page.Next) is null) break;
        }

        return all;
    }

    // An event is parked because some routes failed; before any route has looked at it, only its type is known.
    private static string RouteOf(EventEntry entry) => Failed(entry) is { Count: > 0 } failed ? string.Join(", ", failed.Select(route => route.Route)) : entry.Type;

    private static string? ErrorOf(EventEntry entry) => Failed(entry) switch
    {
        [] => entry.Error,
        [var only] => only.Failure,
        var several => string.Join(" | ", several.Select(route => $"{route.Route}: {route.Failure}")),
    };

    private static List<EventRouteEntry> Failed(EventEntry entry) => [.. entry.Routes.Where(route => route.Failure is not null)];

    private static string Meaning(string reason) => reason switch
    {
        "dependency" => "What it depends on was parked, refused or cancelled.",
        "poison" => "Begun three times without an end.",
        _ => "To be replayed or discarded.",
    };
}
