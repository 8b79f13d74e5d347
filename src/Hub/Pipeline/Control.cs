using Hub.Connections;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What an order of the people who run the hub led to: a closed set.</summary>
internal abstract record ControlResult
{
    private ControlResult()
    {
    }

    /// <summary>It is so now; also when it was so before.</summary>
    public sealed record Done : ControlResult;

    /// <summary>There is no such route, connection or command.</summary>
    public sealed record NotFound : ControlResult;

    /// <summary>It cannot be done as things stand.</summary>
    /// <param name="Sentence">Why.</param>
    public sealed record Refused(string Sentence) : ControlResult;
}

/// <summary>The orders of the people who run the hub.</summary>
internal sealed class Control(IDatabase database, ConnectionRegistry connections, TimeProvider time)
{
    /// <summary>Holds the deliveries of a route or connection, at once and across restarts.</summary>
    /// <param name="kind"><c>route</c> or <c>connection</c>.</param>
    /// <param name="name">The route's id or the connection's name.</param>
    /// <param name="reason">Why, in the words of whoever asks.</param>
    /// <param name="cancel">Withdraws the order while it waits.</param>
    public async Task<ControlResult> PauseAsync(string kind, string name, string reason, CancellationToken cancel)
    {
        if (kind == "connection" && connections.Find(name) is null) return new ControlResult.NotFound();
        await database.WriteAsync(
            WriteKind.Housekeeping,
            sql => sql.ExecuteAsync("INSERT INTO pause (kind, name, reason, at) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, name) DO NOTHING", kind, name, reason, time.GetUtcNow()),
            cancel);
        return new ControlResult.Done();
    }

    /// <summary>Lets the deliveries of a route or connection go on.</summary>
    public async Task<ControlResult> ResumeAsync(string kind, string name, CancellationToken cancel)
    {
        if (kind == "connection" && connections.Find(name) is null) return new ControlResult.NotFound();
        await database.WriteAsync(WriteKind.Housekeeping, sql => sql.ExecuteAsync("DELETE FROM pause WHERE kind = $1 AND name = $2", kind, name), cancel);
        return new ControlResult.Done();
    }

    /// <summary>Runs a parked command again.</summary>
    public Task<ControlResult> ReplayAsync(string commandId, CancellationToken cancel) => RequireParkedAsync(commandId, "replayed", cancel);

    /// <summary>Gives a parked command up.</summary>
    public Task<ControlResult> DiscardAsync(string commandId, CancellationToken cancel) => RequireParkedAsync(commandId, "discarded", cancel);

    private async Task<ControlResult> RequireParkedAsync(string commandId, string what, CancellationToken cancel)
    {
        var state = await database.ReadAsync(sql => sql.FirstAsync("SELECT state FROM command WHERE id = $1", row => row.GetString(0), commandId), cancel);
        return state switch
        {
            null => new ControlResult.NotFound(),
            "parked" => new ControlResult.Done(),
            _ => new ControlResult.Refused($"The command is {state}; only a parked one can be {what}."),
        };
    }
}
