using System.CommandLine;
using System.Globalization;
using Hub.Endpoints;
using Hub.Storage;

namespace Hub.Commands;

/// <summary><c>hub alerts</c>: what the people who run the hub should know.</summary>
internal static class AlertsVerb
{
    private const int Most = 500;

    /// <summary>The verb.</summary>
    public static Verb Of(HubCall hub)
    {
        var all = new Option<bool>("--all") { Description = "Lists what is over and what was told once too, newest first: the latest 500" };
        var name = new Option<string?>("--name") { Description = "Only alerts of this name" };
        var reveal = new Option<bool>("--reveal") { Description = "Shows personal data whole" };
        var verb = new Verb("alerts", "Lists the alerts that last: since when, what, and what to do. Exit code 1 when there is any.", "hub alerts", "hub alerts --all", "hub alerts --name parked --json") { all, name, reveal };
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var query = $"alerts?limit={Most}{(call.GetValue(all) ? "" : "&active=true")}{(call.GetValue(reveal) ? "&reveal=true" : "")}"
                + (call.GetValue(name) is { Length: > 0 } named ? $"&name={Uri.EscapeDataString(named)}" : "");
            var alerts = (await client.GetAsync(query, AdminJson.Default.PageAlertEntry, cancel)).Items;
            var output = call.InvocationConfiguration.Output;
            if (json) await output.WriteLineAsync(CommandJson.Write(alerts));
            else if (alerts.Count == 0) await output.WriteLineAsync(call.GetValue(all) ? "There are no alerts." : "No alert lasts.");
            else foreach (var alert in alerts) await output.WriteLineAsync(Sentence(alert));
            return alerts.Any(alert => alert.Active) ? ExitCode.Found : ExitCode.Fine;
        });
    }

    private static string Sentence(AlertEntry alert)
    {
        var until = alert.ResolvedAt is { } over ? string.Create(CultureInfo.InvariantCulture, $" until {over:u}") : "";
        var what = alert.Active && alert.WhatToDo is { } advice ? $"{Environment.NewLine}    {advice}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{alert.Level} {alert.Name}, {(alert.Active || until.Length > 0 ? "since " : "")}{alert.At:u}{until}, by {alert.Source}: {alert.Text}{what}");
    }
}
