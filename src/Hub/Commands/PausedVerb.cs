using System.Globalization;
using Hub.Endpoints;
using Hub.Storage;

namespace Hub.Commands;

/// <summary><c>hub paused</c>: which routes and connections are held, since when, why and by whom.</summary>
internal static class PausedVerb
{
    /// <summary>The verb.</summary>
    public static Verb Of(HubCall hub) => hub.Complete(
        new Verb("paused", "Lists what is paused: since when, why, and by whom. Exit code 1 when there is anything.", "hub paused", "hub paused --json"),
        async (client, call, json, cancel) =>
        {
            var pauses = await client.GetAsync("pauses", AdminJson.Default.IReadOnlyListPause, cancel);
            var output = call.InvocationConfiguration.Output;
            if (json) await output.WriteLineAsync(CommandJson.Write(pauses));
            else if (pauses.Count == 0) await output.WriteLineAsync("Nothing is paused.");
            else foreach (var pause in pauses) await output.WriteLineAsync(Sentence(pause));
            return pauses.Count == 0 ? ExitCode.Fine : ExitCode.Found;
        });

    private static string Sentence(Pause pause) =>
        string.Create(CultureInfo.InvariantCulture, $"{pause.Kind} {pause.Name}, since {pause.Since:u}{(pause.Until is { } until ? $" until {until:u}" : "")}, by {Who(pause.By)}: {pause.Reason}");

    private static string Who(string by) => by switch
    {
        Pauses.Unauthorized => "the hub (credentials refused)",
        Pauses.Restricted => "the hub (the vendor restricts the account)",
        Pauses.Brake => "the hub (brake)",
        Pauses.Category => "the hub (its template is marketing now)",
        Pauses.Hold => "the hub (started held)",
        _ => "hand",
    };
}
