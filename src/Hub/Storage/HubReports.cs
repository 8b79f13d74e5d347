using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hub.BuiltIn;
using Hub.Connectors;

namespace Hub.Storage;

/// <summary>What an event of the hub itself is about.</summary>
/// <param name="Connection">The connection that reports it: <c>hub</c>, or the one by which a message left.</param>
/// <param name="Type">The event type.</param>
/// <param name="Subject">The rest of its subject: events of one subject are applied in order.</param>
/// <param name="Customer">The customer that it is about.</param>
/// <param name="Thread">The thread that it is about.</param>
internal sealed record HubReport(string Connection, string Type, string Subject, string? Customer = null, string? Thread = null);

/// <summary>Events of the hub itself, stored in the transaction of what they report, and only where a route of the files in force listens.</summary>
internal static class HubReports
{
    private const char Line = '\n';
    private const string NoEnvelope = """{"ends":{},"terms":[],"delivery_key":""}""";

    /// <summary>The files in force listen to these event types.</summary>
    public static async ValueTask ListenAsync(ISql sql, IEnumerable<string> types)
    {
        await sql.ExecuteAsync("DELETE FROM listener");
        foreach (var type in types) await sql.ExecuteAsync("INSERT INTO listener (event_type) VALUES ($1) ON CONFLICT (event_type) DO NOTHING", type);
    }

    /// <summary>What a person allows has changed.</summary>
    public static ValueTask ConsentChangedAsync(ISql sql, NewConsent c, CommandRow? by, DateTimeOffset now) => RaiseAsync(
        sql, new(HubConnector.ConnectionName, HubConnector.ConsentChanged, "customer/" + c.Customer, c.Customer), [c.Source, c.Category, c.Evidence],
        () => new() { CustomerId = c.Customer, Category = c.Category, Allowed = c.Allowed, Source = c.Source, Wording = c.Wording, Channel = c.Channel, At = c.At },
        HubJson.Default.ConsentChanged, by, now);

    /// <summary>An opt-in waits until the person confirms it.</summary>
    public static ValueTask ConsentRequestedAsync(ISql sql, ConsentRequestRow told, DateTimeOffset now) => RaiseAsync(
        sql, new(HubConnector.ConnectionName, HubConnector.ConsentRequested, "customer/" + told.Customer, told.Customer), [told.Key],
        () => new() { CustomerId = told.Customer, Category = told.Category, Source = told.Source, Wording = told.Wording, Language = told.Language, Channel = told.Channel, At = told.StatedAt },
        HubJson.Default.ConsentRequested, null, now);

    /// <summary>A command was set aside.</summary>
    public static ValueTask CommandParkedAsync(ISql sql, CommandRow c, CommandEnd end, DateTimeOffset now) => RaiseAsync(
        sql, new(HubConnector.ConnectionName, HubConnector.CommandParked, "command/" + c.Id, c.Customer ?? c.SeenCustomer, c.Thread ?? c.SeenThread), [Text(now)],
        () => new()
        {
            CommandId = c.Id, Route = c.Route, File = c.File, Action = c.Action, Connection = c.Connection, Reason = end.Reason!, Code = end.Code, Text = end.Error, At = now,
        },
        HubJson.Default.CommandParked, c, now);

    /// <summary>A connection does not work: its credentials were refused, it rests, or an operation's breaker opened.</summary>
    public static ValueTask ConnectionFailedAsync(ISql sql, string connection, CommandRow? by, VendorFailure failure, DateTimeOffset now) => RaiseAsync(
        sql, new(HubConnector.ConnectionName, HubConnector.ConnectionFailed, "connection/" + connection), [Text(now)],
        () => new() { Connection = connection, Code = failure.Code, Text = failure.Text, At = now }, HubJson.Default.ConnectionFailed, by, now);

    /// <summary>A template can be sent no more.</summary>
    public static ValueTask TemplatePausedAsync(ISql sql, string connection, MessageTemplate template, string status, DateTimeOffset now) => RaiseAsync(
        sql, new(HubConnector.ConnectionName, HubConnector.TemplatePaused, "connection/" + connection), [template.Name, template.Language, Text(now)],
        () => new() { Connection = connection, Name = template.Name, Language = template.Language, Category = template.Category, Status = status, At = now },
        HubJson.Default.TemplatePaused, null, now);

    /// <summary>Two customers became one.</summary>
    public static ValueTask CustomerMergedAsync(ISql sql, string kept, string merged, DateTimeOffset now) => RaiseAsync(
        sql, new(HubConnector.ConnectionName, HubConnector.CustomerMerged, "customer/" + kept, kept), [merged, Text(now)],
        () => new() { CustomerId = kept, MergedId = merged, At = now }, HubJson.Default.CustomerMerged, null, now);

    /// <summary>A message of the hub left. Its type is that of the connector, which is the first word of the action's name.</summary>
    public static ValueTask MessageSentAsync(ISql sql, CommandRow c, string messageId, string kind, DateTimeOffset at, DateTimeOffset now) => RaiseAsync(
        sql, new(c.Connection, c.Action.Split('.')[0] + ".message.sent", "sent/" + c.Thread, c.Customer, c.Thread), [c.Id, messageId],
        () => new() { MessageId = messageId, Kind = kind, Text = c.Shown ?? "", Route = c.PausedAs, Action = c.Action, CommandId = c.Id, SentAt = at },
        HubJson.Default.OutboundMessage, c, now);

    /// <summary>The file of a message is fetched and checked. Its type is that of the connector.</summary>
    public static ValueTask MediaStoredAsync(ISql sql, HubReport report, StoredMedia stored, DateTimeOffset now) =>
        RaiseAsync(sql, report, [stored.MediaId], () => stored, HubJson.Default.StoredMedia, null, now);

    private static async ValueTask RaiseAsync<T>(
        ISql sql, HubReport report, IReadOnlyList<string> evidence, Func<T> data, JsonTypeInfo<T> json, CommandRow? by, DateTimeOffset now)
    {
        if (await sql.ScalarAsync<long>("SELECT 1 FROM listener WHERE event_type = $1", report.Type) is null) return;
        var key = Keys.Hash([report.Type, report.Subject, .. evidence]);
        if (!await Events.KeepKeyAsync(sql, key, polled: false, now)) return;
        var subject = $"{report.Connection}/{report.Subject}";
        await Lines.OpenAsync(sql, Lines.Events, subject, Lane.Interactive, now);
        await Events.InsertAsync(sql, new()
        {
            Id = Convert.ToHexStringLower(key),
            Webhook = null,
            Source = "hub",
            Connection = report.Connection,
            Type = report.Type,
            Subject = subject,
            OccurredAt = now,
            ArrivedAt = now,
            Completeness = EventCompleteness.Complete,
            Envelope = NoEnvelope,
            Data = JsonSerializer.Serialize(data(), json),
            Customer = report.Customer,
            Thread = report.Thread,
            Causes = by is null ? "" : await CausesAsync(sql, by),
        });
    }

    // The routes that led to it: none of them runs on it again, so that no circle of routes turns for ever.
    private static async ValueTask<string> CausesAsync(ISql sql, CommandRow by)
    {
        var routes = new List<string>();
        if (await sql.FirstAsync("SELECT causes FROM event WHERE id = $1", row => row.GetString(0), by.Root) is { Length: > 0 } earlier) routes.AddRange(earlier.Split(Line));
        for (var command = by; command is not null; command = command.Followed is null ? null : await Outbox.FindAsync(sql, command.Followed)) routes.Add(command.PausedAs);
        return string.Join(Line, routes.Distinct(StringComparer.Ordinal));
    }

    private static string Text(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
}
