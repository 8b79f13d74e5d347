using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>At start, before anything runs: finds who was under way when the process died.</summary>
internal sealed partial class AfterCrash(IDatabase database, ILogger<AfterCrash> logger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var found = await database.WriteAsync(WriteKind.Housekeeping, Suspects.FindAsync, cancellationToken);
        if (found > 0) LogFound(logger, found);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
