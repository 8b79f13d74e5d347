using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Hub.Connectors;
using Hub.Storage;
using Hub.Telemetry;

namespace Hub.Pipeline;

/// <summary>
/// One trace for all that a webhook leads to: taken in, read, mapped, the calls to vendors, and what they report of it later. Its spans say ids, names of the settings and outcomes,
/// and nothing of people. What belongs to which trace is looked up only while somebody wants traces.
/// </summary>
internal sealed class Tracing(HubActivities activities, IDatabase database)
{
    private const string OfWebhook = "webhook";
    private const string OfEvent = "event";

    /// <summary>The trace of a webhook.</summary>
    /// <param name="seq">Its number.</param>
    /// <param name="arrivedAt">When it came, which tells it from that of another hub.</param>
    public static ActivityContext TraceOf(long seq, DateTimeOffset arrivedAt) => HubActivities.TraceOf(OfWebhook, string.Create(CultureInfo.InvariantCulture, $"{seq}/{arrivedAt.ToUnixTimeMilliseconds()}"));

    /// <summary>A webhook was stored.</summary>
    /// <param name="connection">The connection at whose address it came.</param>
    /// <param name="seq">Its number.</param>
    /// <param name="arrivedAt">When it came, by business time.</param>
    /// <param name="began">Since when it was being stored, as a timestamp of the process.</param>
    public void Received(string connection, long seq, DateTimeOffset arrivedAt, long began)
    {
        if (!activities.IsWanted) return;
        using var span = Start("receive webhook", ActivityKind.Server, TraceOf(seq, arrivedAt), connection, since: TimeProvider.System.GetUtcNow() - TimeProvider.System.GetElapsedTime(began));
        span?.SetTag("hub.webhook", seq);
    }

    /// <summary>A webhook was read.</summary>
    public void Read(UnreadWebhook webhook, int events)
    {
        if (!activities.IsWanted) return;
        using var span = Start("read webhook", ActivityKind.Internal, TraceOf(webhook.Seq, webhook.ArrivedAt), webhook.Endpoint);
        span?.SetTag("hub.webhook", webhook.Seq).SetTag("hub.events", events);
    }

    /// <summary>An event begins to be worked on.</summary>
    /// <returns>The span, to be disposed of at its end; null where nobody wants it.</returns>
    public async ValueTask<Activity?> BeginEventAsync(EventRow row, CancellationToken cancel)
    {
        if (!activities.IsWanted) return null;
        if (await FindAsync(async sql => new Found(null, [await TraceOfAsync(sql, row)]), cancel) is not { Traces: [var trace] }) return null;
        return Start("process event", ActivityKind.Internal, trace, row.Connection)?.SetTag("hub.event", row.Id).SetTag("hub.event.type", row.Type);
    }

    /// <summary>An event that a webhook brought begins to be worked on as it is read.</summary>
    /// <returns>The span, to be disposed of at its end; null where nobody wants it.</returns>
    public Activity? BeginEvent(EventRow row)
    {
        if (!activities.IsWanted || row.Webhook is not { } webhook) return null;
        return Start("process event", ActivityKind.Internal, TraceOf(webhook, row.ArrivedAt), row.Connection)?.SetTag("hub.event", row.Id).SetTag("hub.event.type", row.Type);
    }

    /// <summary>A call to a vendor begins.</summary>
    /// <param name="calls">The commands that it carries out.</param>
    /// <param name="cancel">Ends the look-up.</param>
    /// <returns>The span, to be disposed of at its end; null where nobody wants it.</returns>
    public async ValueTask<Activity?> BeginCallAsync(IReadOnlyList<CommandRow> calls, CancellationToken cancel)
    {
        if (!activities.IsWanted) return null;
        var found = await FindAsync(
            async sql =>
            {
                var traces = new List<ActivityContext>(calls.Count);
                foreach (var call in calls) traces.Add(await TraceOfRootAsync(sql, call.Root));
                return new Found(calls[0], traces);
            },
            cancel);
        if (found is not { Command: { } row, Traces: var traces }) return null;
        return Start("call vendor", ActivityKind.Client, traces[0], row.Connection, traces.Skip(1).Distinct().Select(other => new ActivityLink(other)))
            ?.SetTag("hub.action", row.Action).SetTag("hub.route", row.Route).SetTag("hub.command", row.Id).SetTag("hub.attempt", row.Attempts);
    }

    /// <summary>A vendor has reported what became of a message: told in the trace of the webhook that the message goes back to.</summary>
    public async ValueTask ReportedAsync(EventRow row, ConversationFact.StatusReported status, CancellationToken cancel)
    {
        if (!activities.IsWanted) return;
        var found = await FindAsync(
            async sql =>
            {
                var id = status.CommandId ?? (await Messages.FindSentAsync(sql, status.MessageId))?.Command;
                return id is not null && await Outbox.FindAsync(sql, id) is { } sent ? new(sent, [await TraceOfRootAsync(sql, sent.Root)]) : null;
            },
            cancel);
        if (found is not { Command: { } command, Traces: [var trace] }) return;
        using var span = Start("report status", ActivityKind.Internal, trace, row.Connection, row.Webhook is { } webhook ? [new(TraceOf(webhook, row.ArrivedAt))] : null);
        span?.SetTag("hub.command", command.Id).SetTag("hub.status", status.Status.ToString().ToLowerInvariant());
    }

    // A trace is worth no more than that: what cannot be looked up is not traced, and what it was for goes on.
    private async ValueTask<Found?> FindAsync(Func<ISql, ValueTask<Found?>> look, CancellationToken cancel)
    {
        try
        {
            return await database.ReadAsync(look, cancel);
        }
        catch (Exception e) when (e is StoreUnavailableException or StoreTimeoutException or DbException)
        {
            return null;
        }
    }

    private Activity? Start(string name, ActivityKind kind, ActivityContext trace, string connection, IEnumerable<ActivityLink>? links = null, DateTimeOffset? since = null) =>
        activities.Start(name, kind, trace, links, since)?.SetTag("hub.connection", connection);

    // What a command's outcome is, or an event of the hub itself, goes back to the vendor's event at the root.
    private static async ValueTask<ActivityContext> TraceOfAsync(ISql sql, EventRow row) =>
        row.Webhook is { } webhook ? TraceOf(webhook, row.ArrivedAt)
        : row.Followed is { } followed && await Outbox.FindAsync(sql, followed) is { } command ? await TraceOfRootAsync(sql, command.Root)
        : HubActivities.TraceOf(OfEvent, row.Id);

    private static async ValueTask<ActivityContext> TraceOfRootAsync(ISql sql, string root) =>
        await Events.FindAsync(sql, root) is { Webhook: { } webhook, ArrivedAt: var arrivedAt } ? TraceOf(webhook, arrivedAt) : HubActivities.TraceOf(OfEvent, root);

    private sealed record Found(CommandRow? Command, IReadOnlyList<ActivityContext> Traces);
}
