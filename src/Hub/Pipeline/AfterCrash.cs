namespace Hub.Pipeline;

/// <summary>At start, before anything runs: finds who was under way when the process died.</summary>
internal sealed partial class AfterCrash(IClaims claims, ILogger<AfterCrash> logger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var found = await claims.BeginAsync(cancellationToken);
        if (found > 0) LogFound(logger, found);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
