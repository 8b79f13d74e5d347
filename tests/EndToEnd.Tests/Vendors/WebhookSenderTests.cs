using System.Text;
using Sandbox.Vendors;

namespace EndToEnd.Tests.Vendors;

public sealed class WebhookSenderTests : IAsyncLifetime
{
    private readonly SandboxClock clock = new();
    private readonly RequestLog log = new();
    private readonly FaultSwitch faults = new(new Dice(1, "x"));
    private WebhookReceiver hub = null!;
    private WebhookSender sender = null!;

    public async Task InitializeAsync()
    {
        hub = await WebhookReceiver.StartAsync();
        sender = new(clock, faults, log, status => status == 200, TimeSpan.FromSeconds(5), result => result.Try < 3 ? result.RetryAfter ?? TimeSpan.FromHours(1) : null) { Hub = hub.Address };
    }

    public async Task DisposeAsync()
    {
        sender.Dispose();
        clock.Dispose();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task WebhooksOfOneLine_ArriveInTheirOrder()
    {
        for (var n = 0; n < 20; n++) sender.Send(Of(n));

        for (var n = 0; n < 20; n++) Text(await hub.NextAsync()).ShouldBe($"{n}");
        await Eventually.HoldsAsync(() => sender.Outstanding == 0);
    }

    [Fact]
    public async Task FailedTry_IsRepeatedByTheRule()
    {
        hub.Answers.Enqueue((500, null));
        sender.Send(Of(1));
        await hub.NextAsync();
        await Eventually.HoldsAsync(() => clock.NextDue is not null);
        sender.Outstanding.ShouldBe(1);

        clock.Advance(TimeSpan.FromHours(1));

        Text(await hub.NextAsync()).ShouldBe("1");
        await Eventually.HoldsAsync(() => sender.Outstanding == 0);
        log.Tries.Select(t => (t.Try, t.Status)).ShouldBe([(1, 500), (2, 200)]);
    }

    [Fact]
    public async Task FailedTryWithRetryAfter_WaitsThatLong()
    {
        hub.Answers.Enqueue((503, "30"));
        sender.Send(Of(1));
        await hub.NextAsync();
        await Eventually.HoldsAsync(() => clock.NextDue is not null);

        (clock.NextDue!.Value - clock.GetUtcNow()).ShouldBeInRange(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task LastTryFailed_IsGivenUp()
    {
        sender.Hub = null;
        sender.Send(Of(1));
        for (var n = 1; n < 3; n++)
        {
            var tries = n;
            await Eventually.HoldsAsync(() => log.Tries.Count == tries && clock.NextDue is not null);
            clock.Advance(TimeSpan.FromHours(2));
        }

        await Eventually.HoldsAsync(() => sender.Lost.Count == 1);
        sender.Outstanding.ShouldBe(0);
    }

    [Fact]
    public async Task Duplicate_SendsTheSameTwice()
    {
        faults.Set(new(FaultKind.Duplicate, Count: 1));
        sender.Send(Of(1));
        sender.Send(Of(2));

        (Text(await hub.NextAsync()), Text(await hub.NextAsync()), Text(await hub.NextAsync())).ShouldBe(("1", "1", "2"));
    }

    [Fact]
    public async Task Reorder_LetsTheOthersPass()
    {
        faults.Set(new(FaultKind.Reorder, Count: 1));
        sender.Send(Of(1));
        sender.Send(Of(2));
        Text(await hub.NextAsync()).ShouldBe("2");

        clock.Advance(TimeSpan.FromSeconds(1));

        Text(await hub.NextAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task DroppedTry_ComesWithTheNextOne()
    {
        faults.Set(new(FaultKind.DropTry, Count: 1));
        sender.Send(Of(1));
        await Eventually.HoldsAsync(() => clock.NextDue is not null);
        hub.Waiting.ShouldBe(0);

        clock.Advance(TimeSpan.FromHours(1));

        Text(await hub.NextAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task BadSignature_SendsAForgedCopyFirst()
    {
        faults.Set(new(FaultKind.BadSignature, Count: 1));
        sender.Send(Of(1));

        var (forged, genuine) = (await hub.NextAsync(), await hub.NextAsync());

        (Text(forged), forged.Headers["X-Signature"]).ShouldBe(("1 ", "of 1"));
        (Text(genuine), genuine.Headers["X-Signature"]).ShouldBe(("1", "of 1"));
    }

    private static string Text((string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body) taken) => Encoding.UTF8.GetString(taken.Body);

    private static Webhook Of(int n) => new($"id{n}", "line", "topic", "/webhooks/x", Encoding.UTF8.GetBytes($"{n}"), (body, _) => new Dictionary<string, string> { ["X-Signature"] = $"of {Encoding.UTF8.GetString(body)}" });
}
