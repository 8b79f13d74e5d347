using System.CommandLine;
using Hub.Connectors;
using Hub.Endpoints;

namespace Hub.Commands;

/// <summary><c>hub connections</c>: the configured connections; <c>check</c> tries them.</summary>
internal static class ConnectionsVerb
{
    /// <summary>The verb with its sub-verb.</summary>
    public static Verb Of(HubCall hub)
    {
        var verb = new Verb("connections", "Lists the configured connections with their connectors.", "hub connections", "hub connections check", "hub connections check shop");
        verb.Add(Check(hub));
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var output = call.InvocationConfiguration.Output;
            var entries = await client.GetAsync("connections", AdminJson.Default.IReadOnlyListConnectionEntry, cancel);
            if (json) await output.WriteLineAsync(CommandJson.Write(entries));
            else if (entries.Count == 0) await output.WriteLineAsync("No connection is configured.");
            else foreach (var entry in entries) await output.WriteLineAsync($"{entry.Name}: {entry.Connector}");
            return ExitCode.Fine;
        });
    }

    private static Verb Check(HubCall hub)
    {
        var name = new Argument<string?>("name") { Description = "The connection to try; without one, all of them", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Verb("check", "Tries connections: credentials, rights, webhooks and what else their vendors let see. Changes nothing there. Exit code 1 when something is wrong.", "hub connections check", "hub connections check shop --json");
        verb.Add(name);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var output = call.InvocationConfiguration.Output;
            var names = call.GetValue(name) is { } one ? [one] : (await client.GetAsync("connections", AdminJson.Default.IReadOnlyListConnectionEntry, cancel)).Select(entry => entry.Name).ToList();
            if (names.Count == 0 && !json) await output.WriteLineAsync("No connection is configured.");
            var isWrong = false;
            foreach (var each in names)
            {
                // One after the other, each shown when it is known: a vendor may take its time.
                var standing = await TryAsync(client, each, cancel);
                isWrong |= standing.Findings.Any(finding => finding.Standing == CheckStanding.Wrong);
                if (json) await output.WriteLineAsync(CommandJson.Write(standing));
                else await ShowAsync(output, standing);
            }

            return isWrong ? ExitCode.Found : ExitCode.Fine;
        });
    }

    private static async Task<ConnectionStanding> TryAsync(AdminClient client, string name, CancellationToken cancel)
    {
        try
        {
            return await client.PostAsync($"connections/{Uri.EscapeDataString(name)}/check", "", AdminJson.Default.String, AdminJson.Default.ConnectionStanding, cancel);
        }
        catch (HubCallException failed) when (failed.IsUnknown)
        {
            throw new HubCallException($"The hub has no connection {name}.{await KnownNames.AdviceAsync(client, ["connection"], name, cancel)}");
        }
    }

    private static async Task ShowAsync(TextWriter output, ConnectionStanding standing)
    {
        await output.WriteLineAsync($"{standing.Connection} ({standing.Connector})");
        foreach (var finding in standing.Findings) await output.WriteLineAsync($"  {Sign(finding.Standing)} {finding.Subject}: {finding.Text}");
    }

    private static string Sign(CheckStanding standing) => standing switch
    {
        CheckStanding.Right => "ok   ",
        CheckStanding.Doubtful => "look ",
        _ => "WRONG",
    };
}
