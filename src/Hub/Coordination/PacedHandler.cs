using Hub.Connectors;

namespace Hub.Coordination;

/// <summary>Keeps what a vendor limits by single requests: how many are under way at once, and how often some may be made. Each waits a moment for its turn; one that would wait longer does not leave.</summary>
internal sealed class PacedHandler : DelegatingHandler
{
    // No longer, since the whole call has its own time.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private readonly string connection;
    private readonly IReadOnlyList<RequestLimit> limits;
    private readonly InFlight? inFlight;
    private readonly SharedRateLimits shared;
    private readonly Budgets calls;
    private readonly TimeProvider time;
    private readonly Action waited;

    /// <summary>Wraps the handler that calls.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="limits">What the vendor limits.</param>
    /// <param name="inFlight">The requests that are under way; null where the vendor does not limit them.</param>
    /// <param name="shared">The limits that nodes share.</param>
    /// <param name="calls">Knows how urgent a call is.</param>
    /// <param name="time">Business time, by which limits are counted.</param>
    /// <param name="waited">Is told of each request that waits, or does not leave.</param>
    /// <param name="inner">The handler that calls.</param>
    public PacedHandler(string connection, IReadOnlyList<RequestLimit> limits, InFlight? inFlight, SharedRateLimits shared, Budgets calls, TimeProvider time, Action waited, HttpMessageHandler inner)
        : base(inner)
    {
        this.connection = connection;
        this.limits = limits;
        this.inFlight = inFlight;
        this.shared = shared;
        this.calls = calls;
        this.time = time;
        this.waited = waited;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var limit in limits.Where(limit => limit.Counts(request))) await WaitAsync(limit, cancellationToken);
        if (inFlight is null) return await base.SendAsync(request, cancellationToken);
        using var place = await inFlight.EnterAsync(calls.IsUrgent, LongestWait, cancellationToken);
        if (place is not null) return await base.SendAsync(request, cancellationToken);
        waited();
        throw new CallWithheldException("As many calls are under way as the vendor allows at once, so the call was not made.", TryAgain);
    }

    private async Task WaitAsync(RequestLimit limit, CancellationToken cancel)
    {
        var total = TimeSpan.Zero;
        while (true)
        {
            var keep = calls.IsUrgent ? 0 : limit.Burst / 5;
            var (wait, _) = await shared.TakeAsync(new(connection, $"request {limit.Name}", ""), limit.Burst, limit.Refill, keep);
            if (wait == TimeSpan.Zero) return;
            if (total == TimeSpan.Zero) waited();
            total += wait;
            if (total > LongestWait) throw new CallWithheldException($"The vendor's limit '{limit.Name}' is used up, so the call was not made.", wait);
            await Task.Delay(wait, time, cancel);
        }
    }
}
