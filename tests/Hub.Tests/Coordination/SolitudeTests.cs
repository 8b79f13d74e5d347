using Hub.Coordination;

namespace Hub.Tests.Coordination;

public class SolitudeTests
{
    private readonly Solitude solitude = new();

    [Fact]
    public async Task Alone_WaitsForThoseInFlight_AndGoesBeforeThoseWhoComeLater()
    {
        var first = await Enter(alone: false);
        var second = await Enter(alone: false);
        var alone = Enter(alone: true);
        var later = Enter(alone: false);
        first.Dispose();
        alone.IsCompleted.ShouldBeFalse();
        second.Dispose();
        var place = await alone;
        later.IsCompleted.ShouldBeFalse();
        var next = Enter(alone: true);
        place.Dispose();
        (await next).Dispose();
        (await later).Dispose();
    }

    [Fact]
    public async Task WaitGivenUp_HoldsUpNobody()
    {
        using var cancel = new CancellationTokenSource();
        var together = await Enter(alone: false);
        var alone = solitude.EnterAsync(true, cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => alone);
        (await Enter(alone: false)).Dispose();
        together.Dispose();
        (await Enter(alone: true)).Dispose();
    }

    [Fact]
    public async Task ManyAtOnce_AreNeverInFlightWithOneThatIsAlone()
    {
        var (inFlight, worst) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () =>
        {
            var alone = i % 7 == 0;
            using var place = await Enter(alone);
            var now = Interlocked.Increment(ref inFlight);
            if (alone && now > 1) Interlocked.Increment(ref worst);
            await Task.Yield();
            if (alone && Volatile.Read(ref inFlight) > 1) Interlocked.Increment(ref worst);
            Interlocked.Decrement(ref inFlight);
        })));
        worst.ShouldBe(0);
    }

    private Task<IDisposable> Enter(bool alone) => solitude.EnterAsync(alone, CancellationToken.None);
}
