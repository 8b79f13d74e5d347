using System.CommandLine;
using System.Globalization;
using Hub.Endpoints;
using Hub.Storage;

namespace Hub.Commands;

/// <summary><c>hub pause</c> and <c>hub resume</c>: hold the deliveries of a route or a connection, and let them go on.</summary>
internal static class PauseVerbs
{
    private const string ResumeOrder = "resume";

    private static readonly string[] Kinds = ["route", "connection"];
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary><c>hub pause NAME</c>.</summary>
    public static Verb Pause(HubCall hub)
    {
        var reason = new Option<string?>("--reason") { Description = "Why, for whoever looks later" };
        var verb = new Verb("pause", "Holds what a route or a connection would send, at once and across restarts. Webhooks are still accepted.", "hub pause shipped --reason \"wrong template\"", "hub pause desk --kind connection");
        verb.Add(reason);
        return Complete(hub, verb, "pause", "is paused", call => call.GetValue(reason), TimeProvider.System);
    }

    /// <summary><c>hub resume NAME</c>.</summary>
    /// <param name="hub">The call.</param>
    /// <param name="time">By which it looks how far a long one has come.</param>
    public static Verb Resume(HubCall hub, TimeProvider time) => Complete(
        hub, new Verb("resume", "Lets what a route or a connection sends go on; while that takes more than a second it says how much is still to go on.", "hub resume shipped", "hub resume desk --kind connection"),
        ResumeOrder, "goes on", _ => null, time);

    private static Verb Complete(HubCall hub, Verb verb, string order, string isNow, Func<ParseResult, string?> reasonOf, TimeProvider time)
    {
        var name = new Argument<string>("name") { Description = "The route's id or the connection's name" };
        var kind = new Option<string?>("--kind") { Description = "What the name is, where both a route and a connection have it" };
        kind.AcceptOnlyFromAmong(Kinds);
        verb.Add(name);
        verb.Add(kind);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var wanted = call.GetRequiredValue(name);
            var held = order == ResumeOrder ? await HoldOfAsync(client, wanted, cancel) : null;
            var given = OrderAsync(client, call.GetValue(kind) is { } one ? [one] : Kinds, wanted, order, reasonOf(call), cancel);
            if (order == ResumeOrder) await ShowProgressAsync(client, given, wanted, call.InvocationConfiguration.Error, time, cancel);
            var found = await given;
            var told = found == Pauses.Connection && held is not null ? $"{Environment.NewLine}It was held: {held.Reason}" : "";
            await call.InvocationConfiguration.Output.WriteLineAsync(json ? CommandJson.Write(new Ordered(found, wanted, order)) : $"The {found} {wanted} {isNow}.{told}");
            return ExitCode.Fine;
        });
    }

    // What a start on a store that was put back has paused is told once more to whoever lets it go on.
    private static async Task<Pause?> HoldOfAsync(AdminClient client, string name, CancellationToken cancel)
    {
        try
        {
            return (await client.GetAsync("pauses", AdminJson.Default.IReadOnlyListPause, cancel)).FirstOrDefault(pause => pause is { Kind: Pauses.Connection, By: Pauses.Hold } && pause.Name == name);
        }
        catch (HubCallException)
        {
            // The order itself tells what is wrong.
            return null;
        }
    }

    // On standard error, so that the answer stays alone on the other.
    private static async Task ShowProgressAsync(AdminClient client, Task given, string name, TextWriter error, TimeProvider time, CancellationToken cancel)
    {
        while (await Task.WhenAny(given, Task.Delay(BetweenLooks, time, cancel)) != given)
        {
            cancel.ThrowIfCancellationRequested();
            var ending = await client.GetAsync("pauses/ending", AdminJson.Default.IReadOnlyListPauseEnding, cancel);
            foreach (var one in ending.Where(one => one.Name == name)) await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{one.Kind} {one.Name}: {one.Left:N0}{(one.Left >= Pauses.CountedAtMost ? " or more" : "")} still to go on"));
        }
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
