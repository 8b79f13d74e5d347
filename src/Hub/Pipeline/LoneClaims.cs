using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Claims of the only node on its store: it has every line that it does not run already, and its memory knows which it runs.</summary>
internal sealed class LoneClaims(IDatabase database, TimeProvider time) : IClaims
{
    /// <inheritdoc/>
    public string Node => "";

    /// <inheritdoc/>
    public bool MayCall => true;

    /// <inheritdoc/>
    public bool IsLost => false;

    /// <inheritdoc/>
    public async Task<long> BeginAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return await database.WriteAsync(WriteKind.Housekeeping, sql => Suspects.FindAsync(sql, now), cancel);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReadyLine>> TakeAsync(string queue, IReadOnlyList<ReadyLine> lines, CancellationToken cancel) => Task.FromResult(lines);

    /// <inheritdoc/>
    public void Enter(string queue, string subject)
    {
        // Nobody else is there who could take it.
    }

    /// <inheritdoc/>
    public void Release(string queue, string subject)
    {
        // It was taken in memory only.
    }

    /// <inheritdoc/>
    public Task<bool> TakeDutyAsync(string duty, CancellationToken cancel) => Task.FromResult(true);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> ClockAsync(ISql sql) => ValueTask.FromResult<DateTimeOffset?>(null);

    /// <inheritdoc/>
    public void EnterDuty(string duty)
    {
        // Nobody else is there who could take it.
    }
}
