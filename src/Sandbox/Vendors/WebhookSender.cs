using System.Diagnostics;
using System.Net.Http.Headers;

namespace Sandbox.Vendors;

/// <summary>Sends a vendor's webhooks to the hub, signed, in order within a line, repeated by the vendor's own rule, struck by the faults that are switched on.</summary>
/// <param name="clock">The vendors' time.</param>
/// <param name="faults">The vendor's faults.</param>
/// <param name="log">Where tries are noted.</param>
/// <param name="accepts">The statuses that the vendor takes for success.</param>
/// <param name="patience">How long the vendor waits for an answer.</param>
/// <param name="rule">The vendor's rule of retries.</param>
internal sealed class WebhookSender(SandboxClock clock, FaultSwitch faults, RequestLog log, Func<int, bool> accepts, TimeSpan patience, RetryRule rule) : IDisposable
{
    // Long enough for those behind it to pass.
    private static readonly TimeSpan Overtaken = TimeSpan.FromMilliseconds(150);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Task> tails = [];
    private readonly List<Webhook> lost = [];
    private readonly CancellationTokenSource closing = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64, AllowAutoRedirect = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private volatile Uri? hub;
    private int outstanding;

    /// <summary>The hub's address; null while it is down, and every try fails.</summary>
    public Uri? Hub
    {
        get => hub;
        set => hub = value;
    }

    /// <summary>How many webhooks are neither acknowledged nor given up.</summary>
    public int Outstanding => Volatile.Read(ref outstanding);

    /// <summary>The webhooks that the vendor has given up, or a fault has lost.</summary>
    public IReadOnlyList<Webhook> Lost
    {
        get
        {
            lock (gate) return [.. lost];
        }
    }

    /// <summary>Queues a webhook.</summary>
    public void Send(Webhook webhook)
    {
        if (faults.Hit(FaultKind.Lose) is not null)
        {
            lock (gate) lost.Add(webhook);
            return;
        }

        if (faults.Hit(FaultKind.Duplicate) is not null) _ = SendAsync(webhook);
        _ = SendAsync(webhook);
    }

    /// <summary>Queues a webhook; ends with its first try, unless a fault puts that off.</summary>
    public Task SendAsync(Webhook webhook)
    {
        Interlocked.Increment(ref outstanding);
        var delay = faults.Hit(FaultKind.Delay) is { } late ? TimeSpan.FromSeconds(late.Seconds ?? 2)
            : faults.Hit(FaultKind.Reorder) is not null ? Overtaken
            : TimeSpan.Zero;
        if (delay == TimeSpan.Zero) return EnqueueAsync(webhook);
        clock.After(delay, () => _ = EnqueueAsync(webhook));
        return Task.CompletedTask;
    }

    /// <summary>Does something that will send webhooks after a while of the vendors' time; it counts as outstanding until then.</summary>
    public void Later(TimeSpan delay, Action action)
    {
        Interlocked.Increment(ref outstanding);
        clock.After(delay, () =>
        {
            action();
            Interlocked.Decrement(ref outstanding);
        });
    }

    public void Dispose()
    {
        closing.Cancel();
        http.Dispose();
        closing.Dispose();
    }

    private Task EnqueueAsync(Webhook webhook)
    {
        lock (gate)
        {
            var tail = tails.GetValueOrDefault(webhook.Line, Task.CompletedTask);
            return tails[webhook.Line] = FollowAsync(tail, webhook);
        }
    }

    private async Task FollowAsync(Task before, Webhook webhook)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        await TryAsync(webhook, 1);
    }

    private async Task TryAsync(Webhook webhook, int attempt)
    {
        if (faults.Hit(FaultKind.BadSignature) is not null) await PostAsync(webhook, attempt, forged: true);
        var result = faults.Hit(FaultKind.DropTry) is null ? await PostAsync(webhook, attempt, forged: false) : Note(webhook, new(attempt, null, null), TimeSpan.Zero);
        if (closing.IsCancellationRequested) return;
        if (result.Status is { } status && accepts(status))
        {
            Interlocked.Decrement(ref outstanding);
        }
        else if (rule(result) is { } wait)
        {
            clock.After(wait, () => _ = TryAsync(webhook, attempt + 1));
        }
        else
        {
            lock (gate) lost.Add(webhook);
            Interlocked.Decrement(ref outstanding);
        }
    }

    private async Task<TryResult> PostAsync(Webhook webhook, int attempt, bool forged)
    {
        if (hub is not { } address) return Note(webhook, new(attempt, null, null), TimeSpan.Zero, forged);
        log.Pass(ExchangePoint.WebhookLeaves);
        var headers = webhook.Sign(webhook.Body, clock.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, webhook.Path));
        request.Content = new ByteArrayContent(forged ? [.. webhook.Body, (byte)' '] : webhook.Body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        limit.CancelAfter(patience);
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await http.SendAsync(request, limit.Token);
            var took = Stopwatch.GetElapsedTime(began);
            log.Pass(ExchangePoint.WebhookAnswered);
            return Note(webhook, new(attempt, (int)answer.StatusCode, answer.Headers.RetryAfter?.Delta), took, forged);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return Note(webhook, new(attempt, null, null), Stopwatch.GetElapsedTime(began), forged);
        }
    }

    private TryResult Note(Webhook webhook, TryResult result, TimeSpan took, bool forged = false)
    {
        log.Add(new DeliveryTry(clock.GetUtcNow(), webhook.Id, webhook.Topic, result.Try, result.Status, took, forged));
        return result;
    }
}
