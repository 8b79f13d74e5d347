using Hub.BuiltIn;
using Hub.Connections;
using Hub.Connectors;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// A start on a store that was put back: what is open in it may have been carried out after the copy was made. All connections are paused, so that
/// people look first; what a vendor can be asked about is looked for before it is done again; of what nobody can be asked about nobody knows, and it is parked.
/// </summary>
internal sealed partial class HeldStart(IDatabase database, ConnectionRegistry connections, FaultTrigger faults, TimeProvider time, ILogger<HeldStart> logger)
{
    // Rows by their number: most have ended, and each look is to be short.
    private const long LookedAt = 2000;
    private const string Why = "Started on a store that was put back. Look at what is parked and at what waits, then resume it.";
    private const string MayHaveLeft = "The store was put back from a copy: whether it was sent after the copy was made is not known.";

    /// <summary>Holds everything where it is wanted, or where the store was put back since the last start; before anything runs.</summary>
    /// <param name="isWanted">Whether the settings want it.</param>
    /// <param name="cancel">Ends the start.</param>
    public async Task BeginAsync(bool isWanted, CancellationToken cancel)
    {
        if (!isWanted && !await database.ReadAsync(Pauses.IsPutBackAsync, cancel)) return;
        var now = time.GetUtcNow();
        List<string> held = [.. connections.All.Select(connection => connection.Name).Where(name => name != HubConnector.ConnectionName)];
        var unknown = await SettleAsync(now, cancel);
        faults.Pass(FaultPoint.BeforeHeld);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                foreach (var name in held) await Pauses.AddAsync(sql, new(Pauses.Connection, name, Why, Pauses.Hold, now), now);
                return await Pauses.TakePutBackAsync(sql);
            },
            cancel);
        faults.Pass(FaultPoint.AfterHeld);
        LogHeld(logger, held.Count, unknown);
    }

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
            switch (connections.Find(row.Connection)?.Connector.Actions.FirstOrDefault(action => action.Name == row.Action)?.Effect)
            {
                case EffectClass.Blind:
                    await CommandClosing.CloseAsync(sql, row, new(CommandState.Parked, ParkReason.Unknown, "parked") { Error = MayHaveLeft }, now);
                    unknown++;
                    break;
                case EffectClass.Findable or EffectClass.Keyed:
                    await Outbox.LookFirstAsync(sql, row.Id);
                    break;
                default:
                    // What has the same effect twice as once is done again.
                    break;
            }
        }

        return unknown;
    }
}
