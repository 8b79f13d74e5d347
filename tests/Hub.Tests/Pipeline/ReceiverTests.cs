using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class ReceiverTests
{
    [Fact]
    public async Task StoreThatDoesNotAnswer_IsWaitedForFiveSeconds_AndWhatItStoresLaterIsNoHarm()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: r, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: t}}]");
        var (time, hanging) = (new ManualTime(), new Hanging(hub.Database));
        var receiver = new Receiver(hanging, hub.Intake, hub.Part<Rush>(), hub.Part<Wakeups>(), hub.Part<Tracing>(), hub.Part<FaultTrigger>(), time);
        var request = new WebhookRequest { Method = "POST", Suffix = "", Query = new Dictionary<string, string>(), Headers = new Dictionary<string, string>(), Body = "[]"u8.ToArray(), ArrivedAt = HubUnderTest.Start };
        var accepted = receiver.AcceptAsync(hub.Connection, request, CancellationToken.None);
        time.Advance(Receiver.AnswerWithin - TimeSpan.FromMilliseconds(1));
        accepted.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await Should.ThrowAsync<StoreUnavailableException>(() => accepted)).Message.ShouldBe("The store does not answer.");

        // The sender comes again; by then the first may have been stored after all.
        hanging.Go.SetResult();
        await receiver.AcceptAsync(hub.Connection, request, CancellationToken.None);
        await hub.SettleAsync();
    }

    // What has begun is not withdrawn.
    private sealed class Hanging(IDatabase inner) : IDatabase
    {
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsWritable => inner.IsWritable;

        public async ValueTask<T> WriteAsync<T>(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel)
        {
            await Go.Task;
            return await inner.WriteAsync(kind, work, CancellationToken.None);
        }

        public ValueTask<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => inner.ReadAsync(work, cancel);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
