using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>At start, before anything runs: finds who was under way when the process died, and ends waits that a clock wrote which has been set back since.</summary>
internal sealed partial class AfterCrash(IClaims claims, IDatabase database, FaultTrigger faults, TimeProvider time, ILogger<AfterCrash> logger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeSuspects);
        await database.WriteAsync(WriteKind.Housekeeping, sql => ClockSteps.MendAsync(sql, now), cancellationToken);
        var found = await claims.BeginAsync(cancellationToken);
        faults.Pass(FaultPoint.AfterSuspects);
        if (found > 0) LogFound(logger, found);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
