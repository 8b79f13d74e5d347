namespace Hub.Benchmarks.Load;

/// <summary>What has been sent to one store so far: no number is given twice.</summary>
internal sealed class Tally
{
    private long next = 1;

    /// <summary>Answered 200.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Without an answer.</summary>
    public long Unanswered { get; private set; }

    /// <summary>Sends.</summary>
    /// <param name="target">The hub or the floor.</param>
    /// <param name="form">What.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="change">How many, how fast.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<LoadResult> SendAsync(Uri target, WebhookForm form, int connections, Func<LoadPlan, LoadPlan> change, CancellationToken cancel)
    {
        var result = await new LoadGenerator(target, change(new(form, next, connections))).RunAsync(cancel);
        next += result.Sent + connections;
        Acknowledged += result.Acknowledged;
        Unanswered += result.Unanswered;
        return result;
    }
}
