namespace Sandbox.Vendors;

/// <summary>A point in an exchange between the hub and a vendor.</summary>
internal enum ExchangePoint
{
    /// <summary>A vendor has read a call and has not done anything yet.</summary>
    CallArrived,

    /// <summary>A vendor has done what a call asks and has not answered yet.</summary>
    EffectMade,

    /// <summary>A call is answered.</summary>
    CallAnswered,

    /// <summary>A webhook goes out.</summary>
    WebhookLeaves,

    /// <summary>The hub has answered a webhook.</summary>
    WebhookAnswered,
}

/// <summary>One call that a vendor got.</summary>
/// <param name="At">The vendor's time.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Body">The body as text.</param>
/// <param name="Status">The answer's status; null when it never came.</param>
/// <param name="Fault">The fault that struck it.</param>
internal sealed record VendorCall(DateTimeOffset At, string Method, string Path, string Body, int? Status, FaultKind? Fault);

/// <summary>One try of a webhook.</summary>
/// <param name="At">The vendor's time.</param>
/// <param name="Id">The delivery's id.</param>
/// <param name="Topic">What it tells.</param>
/// <param name="Try">1 for the first.</param>
/// <param name="Status">The hub's answer; null when there was none.</param>
/// <param name="Took">How long the answer took.</param>
/// <param name="IsForged">Whether it was a forged copy, with a signature that does not belong to its body.</param>
internal sealed record DeliveryTry(DateTimeOffset At, string Id, string Topic, int Try, int? Status, TimeSpan Took, bool IsForged = false);

/// <summary>What passed between the hub and one vendor.</summary>
internal sealed class RequestLog
{
    private readonly Lock gate = new();
    private readonly List<VendorCall> calls = [];
    private readonly List<DeliveryTry> tries = [];

    /// <summary>Told of every point of every exchange, on the thread of the exchange.</summary>
    public Action<ExchangePoint>? Watcher { get; set; }

    /// <summary>The calls that the vendor got, oldest first.</summary>
    public IReadOnlyList<VendorCall> Calls
    {
        get
        {
            lock (gate) return [.. calls];
        }
    }

    /// <summary>The tries of webhooks, oldest first.</summary>
    public IReadOnlyList<DeliveryTry> Tries
    {
        get
        {
            lock (gate) return [.. tries];
        }
    }

    /// <summary>How many exchanges there were: unchanged between two looks, nothing has passed.</summary>
    public int Count
    {
        get
        {
            lock (gate) return calls.Count + tries.Count;
        }
    }

    public void Add(VendorCall call)
    {
        lock (gate) calls.Add(call);
    }

    public void Add(DeliveryTry attempt)
    {
        lock (gate) tries.Add(attempt);
    }

    public void Pass(ExchangePoint point) => Watcher?.Invoke(point);
}
