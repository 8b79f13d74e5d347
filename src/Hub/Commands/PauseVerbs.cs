using System.CommandLine;
using Hub.Configuration;
using Hub.Endpoints;
using Hub.Mappings;

namespace Hub.Commands;

/// <summary><c>hub pause</c> and <c>hub resume</c>: hold the deliveries of a route or a connection, and let them go on.</summary>
internal static class PauseVerbs
{
    private const int MostNamed = 20;
    private static readonly string[] Kinds = ["route", "connection"];

    /// <summary><c>hub pause NAME</c>.</summary>
    public static Verb Pause(HubCall hub)
    {
        var reason = new Option<string?>("--reason") { Description = "Why, for whoever looks later" };
        var verb = new Verb("pause", "Holds what a route or a connection would send, at once and across restarts. Webhooks are still accepted.", "hub pause shipped --reason \"wrong template\"", "hub pause desk --kind connection");
        verb.Add(reason);
        return Complete(hub, verb, "pause", "is paused", call => call.GetValue(reason));
    }

    /// <summary><c>hub resume NAME</c>.</summary>
    public static Verb Resume(HubCall hub) =>
        Complete(hub, new Verb("resume", "Lets what a route or a connection sends go on.", "hub resume shipped", "hub resume desk --kind connection"), "resume", "goes on", _ => null);

    private static Verb Complete(HubCall hub, Verb verb, string order, string isNow, Func<ParseResult, string?> reasonOf)
    {
        var name = new Argument<string>("name") { Description = "The route's id or the connection's name" };
        var kind = new Option<string?>("--kind") { Description = "What the name is, where both a route and a connection have it" };
        kind.AcceptOnlyFromAmong(Kinds);
        verb.Add(name);
        verb.Add(kind);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var found = await OrderAsync(client, call.GetValue(kind) is { } one ? [one] : Kinds, call.GetRequiredValue(name), order, reasonOf(call), cancel);
            var sentence = $"The {found} {call.GetRequiredValue(name)} {isNow}.";
            await call.InvocationConfiguration.Output.WriteLineAsync(json ? CommandJson.Write(new Ordered(found, call.GetRequiredValue(name), order)) : sentence);
            return ExitCode.Fine;
        });
    }

    private static async Task<string> AdviceAsync(AdminClient client, string[] kinds, string name, CancellationToken cancel)
    {
        try
        {
            return await NamesAsync(client, kinds, name, cancel);
        }
        catch (HubCallException failed) when (failed.IsUnknown)
        {
            // A hub that has no such lists, or no mapping files in force.
            return "";
        }
    }

    // Which names there are, and which of them was probably meant.
    private static async Task<string> NamesAsync(AdminClient client, string[] kinds, string name, CancellationToken cancel)
    {
        var connections = kinds.Contains("connection") ? await client.GetAsync("connections", AdminJson.Default.IReadOnlyListConnectionEntry, cancel) : [];
        var routes = kinds.Contains("route") ? (await client.GetAsync("mappings/active", AdminJson.Default.SnapshotText, cancel)).Files.Where(file => file.File.EndsWith(MappingFolder.Extension, StringComparison.Ordinal))
            .SelectMany(file => FileReader.Read(new(file.File, file.Text)).Routes).Select(route => route.Id.Text).ToList() : [];
        var ofConnector = connections.Where(connection => connection.Connector.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(connection => connection.Name).ToList();
        var meant = ofConnector.Count > 0 ? string.Join(" or ", ofConnector) : Nearest.To(name, [.. routes, .. connections.Select(connection => connection.Name)]);
        return (meant is null ? "" : $" Did you mean {meant}?") + Listed("connections", [.. connections.Select(connection => connection.Name)]) + Listed("routes", routes);
    }

    private static string Listed(string what, IReadOnlyList<string> names) =>
        names.Count == 0 ? "" : $" Its {what} are {string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? ", …" : "")}.";

    private static async Task<string> OrderAsync(AdminClient client, string[] kinds, string name, string order, string? reason, CancellationToken cancel)
    {
        foreach (var kind in kinds)
        {
            try
            {
                await client.PostAsync($"{kind}s/{Uri.EscapeDataString(name)}/{order}", new PauseRequest(reason), AdminJson.Default.PauseRequest, cancel);
                return kind;
            }
            catch (HubCallException failed) when (failed.IsUnknown)
            {
                // Perhaps it is the name of the other kind.
            }
        }

        throw new HubCallException($"The hub has no {string.Join(" or ", kinds)} {name}.{await AdviceAsync(client, kinds, name, cancel)}");
    }
}
