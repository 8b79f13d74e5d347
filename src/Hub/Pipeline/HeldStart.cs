using System.Globalization;
using Hub.BuiltIn;
using Hub.Connections;
using Hub.Connectors;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// A start on a store that was put back: what is open in it may have been carried out after the copy was made. All connections are paused, so that
/// people look first; what a vendor can be asked about is looked for before it is done again; of what nobody can be asked about nobody knows, and it is parked. The same holds of what is made
/// later of events of the time that the store has lost, which vendors deliver again or comparisons with them bring: those of that time are queued.
/// </summary>
internal sealed partial class HeldStart(IDatabase database, ConnectionRegistry connections, AfterRestore restored, FaultTrigger faults, TimeProvider time, ILogger<HeldStart> logger)
{
    // Rows by their number: most have ended, and each look is to be short.
    private const long LookedAt = 2000;
    /// <summary>Holds everything where it is wanted, or where the store was put back since the last start; before anything runs.</summary>
    /// <param name="isWanted">Whether the settings want it.</param>
    /// <param name="cancel">Ends the start.</param>
    public async Task BeginAsync(bool isWanted, CancellationToken cancel)
    {
        if (isWanted || await database.ReadAsync(async sql => await Pauses.IsPutBackAsync(sql) || await LostTimes.IsCopyAsync(sql), cancel)) await HoldAsync(cancel);
        restored.Begin(await database.ReadAsync(LostTimes.LastEndAsync, cancel));
    }

    private async Task HoldAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        List<Connection> held = [.. connections.All.Where(connection => connection.Name != HubConnector.ConnectionName)];
        var unknown = await SettleAsync(now, cancel);
        faults.Pass(FaultPoint.BeforeHeld);
        var lost = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var ended = await LostTimes.EndAsync(sql, now);
                foreach (var connection in held)
                {
                    await Pauses.AddAsync(sql, new(Pauses.Connection, connection.Name, Why(ended), Pauses.Hold, now), now);
                    if (ended is null || connection.Connector.Changes is not { } feed) continue;
                    var since = ended.From - Reconciler.Before;
                    await Reconciliations.QueueAsync(sql, connection.Name, Reconciliations.PutBack, feed.CursorAt(since), since, now + Reconciler.Grace);
                }

                await Pauses.TakePutBackAsync(sql);
                return ended;
            },
            cancel);
        faults.Pass(FaultPoint.AfterHeld);
        LogHeld(logger, held.Count, unknown, lost?.From ?? now, lost?.To ?? now);
    }

    private static string Why(LostTime? lost) => lost is null
        ? "Started held. Look at what is parked and at what waits, then resume it."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Started on a store that was put back: of the time from {lost.From:u} to {lost.To:u} it knows nothing. Look at what is parked and at what waits, then resume it; what may have been done in that time is looked for before it is done again, or parked as unknown.");

    private async Task<int> SettleAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var unknown = 0;
        var last = await database.ReadAsync(Outbox.LastAsync, cancel);
        for (var after = 0L; after < last; after += LookedAt)
        {
            var from = after;
            var open = await database.ReadAsync(sql => Outbox.OpenAsync(sql, from, from + LookedAt), cancel);
            faults.Pass(FaultPoint.BeforeHeld);
            unknown += await database.WriteAsync(WriteKind.Housekeeping, sql => SettleAsync(sql, open, now), cancel);
            faults.Pass(FaultPoint.AfterHeld);
        }

        return unknown;
    }

    private async ValueTask<int> SettleAsync(ISql sql, List<CommandRow> open, DateTimeOffset now)
    {
        var unknown = 0;
        foreach (var row in open.Where(row => row.State != CommandState.Scheduled || row.WakeAt <= now))
        {
            var effect = connections.Find(row.Connection)?.Connector.Actions.FirstOrDefault(action => action.Name == row.Action)?.Effect;
            if (await AfterRestore.SettleAsync(sql, row, effect, now)) unknown++;
        }

        return unknown;
    }
}
