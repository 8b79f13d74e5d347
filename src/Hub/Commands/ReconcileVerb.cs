using System.CommandLine;
using System.Globalization;
using Hub.Endpoints;

namespace Hub.Commands;

/// <summary><c>hub reconcile</c>: compares a connection with its vendor, and lists how far that has come.</summary>
internal static class ReconcileVerb
{
    /// <summary>The verb.</summary>
    public static Verb Of(HubCall hub)
    {
        var connection = new Argument<string?>("connection") { Description = "The connection to compare; without one, how things stand is listed", Arity = ArgumentArity.ZeroOrOne };
        var since = new Option<string?>("--since") { Description = "How far back, such as 24h or 7d, or since when, such as 2026-03-01T10:00:00Z; else from where the last one ended" };
        var verb = new Verb("reconcile", "Asks a vendor what has changed and processes what no webhook has brought; lists how far that has come.", "hub reconcile", "hub reconcile shop", "hub reconcile shop --since 24h");
        verb.Add(connection);
        verb.Add(since);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var output = call.InvocationConfiguration.Output;
            if (call.GetValue(connection) is { } one)
            {
                await client.PostAsync("reconciliations", new(one, call.GetValue(since)), AdminJson.Default.ReconcileRequest, cancel);
                await output.WriteLineAsync(json ? CommandJson.Write(new Ordered("connection", one, "reconcile")) : $"The connection {one} is compared with its vendor. How far that has come: hub reconcile");
                return ExitCode.Fine;
            }

            if (call.GetValue(since) is not null) throw new HubCallException("Name the connection that is meant: hub reconcile CONNECTION --since 24h.");
            var list = await client.GetAsync("reconciliations", AdminJson.Default.ReconciliationList, cancel);
            if (json) await output.WriteLineAsync(CommandJson.Write(list));
            else if (list.Reconciliations.Count == 0) await output.WriteLineAsync("No connection is compared with its vendor.");
            if (json) return ExitCode.Fine;
            foreach (var entry in list.Reconciliations) await output.WriteLineAsync(Sentence(entry));
            foreach (var refusal in list.Refusals)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{refusal.Connection}: {Counted.Of(refusal.Refused, "webhook")} refused (503) from {refusal.From:u}{(refusal.To is { } to ? $" to {to:u}" : ", still")}"));
            }

            return ExitCode.Fine;
        });
    }

    private static string Sentence(ReconciliationEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{entry.Connection}, {entry.Kind}, {entry.State}, since {entry.Since:u}: {Counted.Of(entry.Found, "change")}, {entry.Repaired} brought by no webhook{(entry.NextAt is { } next ? $", next {next:u}" : "")}{(entry.Error is { } error ? $". {error}" : "")}");
}
