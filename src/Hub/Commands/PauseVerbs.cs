using System.CommandLine;
using Hub.Endpoints;

namespace Hub.Commands;

/// <summary><c>hub pause</c> and <c>hub resume</c>: hold the deliveries of a route or a connection, and let them go on.</summary>
internal static class PauseVerbs
{
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

        throw new HubCallException($"The hub has no {string.Join(" or ", kinds)} {name}.{await KnownNames.AdviceAsync(client, kinds, name, cancel)}");
    }
}
