using System.Collections.Concurrent;
using System.Diagnostics;
using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Telemetry;
using Hub.Tests.Storage;

namespace Hub.Tests.Pipeline;

public sealed class TracingTests : IDisposable
{
    private const string Send = "routes: [{id: send, on: fake.message.received, max_age: 72h, do: fake.send_template, with: {to: \"${customer}\", template: news, language: [en]}}]";

    private readonly ConcurrentQueue<Activity> ended = new();
    private ActivityListener? listener;

    [Fact]
    public async Task WebhookCallAndStatus_AreOneTrace_AlsoAcrossARestart()
    {
        await using var hub = await HubUnderTest.StartAsync(Send);
        ListenTo(hub);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "491511234567", Text = "Is my name in your trace?" });
        await hub.RestartAsync(Send);
        ListenTo(hub);
        await hub.SendAsync(new FakeEvent { Type = "fake.status.changed", MessageId = "send_template-1", Status = MessageStatus.Delivered });
        await hub.UntilAsync(_ => ValueTask.FromResult(ended.Any(span => span.OperationName == "report status")), "the report is told");
        var trace = Tracing.TraceOf(1, HubUnderTest.Start).TraceId;
        ended.Where(span => span.TraceId == trace).Select(span => span.OperationName).ShouldBe(["receive webhook", "read webhook", "process event", "call vendor", "report status"], ignoreOrder: true);
        var call = ended.Single(span => span.OperationName == "call vendor");
        call.Kind.ShouldBe(ActivityKind.Client);
        call.GetTagItem("hub.outcome").ShouldBe("done");
        call.GetTagItem("hub.route").ShouldBe("send");
        var report = ended.Single(span => span.OperationName == "report status");
        report.GetTagItem("hub.status").ShouldBe("delivered");
        report.Links.ShouldHaveSingleItem().Context.TraceId.ShouldBe(Tracing.TraceOf(2, HubUnderTest.Start).TraceId);
        var told = string.Join('\n', ended.SelectMany(span => span.TagObjects.Select(tag => $"{span.OperationName} {tag.Key}={tag.Value}")));
        told.ShouldNotContain("491511234567");
        told.ShouldNotContain("Is my name");
    }

    [Fact]
    public async Task OutcomeThatARouteFollows_StaysInTheTraceOfItsWebhook()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: first, on: fake.thing.happened, do: fake.set_field, with: {record: "${event.record}", text: t}}
              - {id: second, after: first, outcome: [done], do: fake.set_field, with: {record: other, text: t}}
            """);
        ListenTo(hub);
        await hub.SendAsync(new FakeEvent());
        await hub.UntilAsync(_ => ValueTask.FromResult(ended.Count(span => span.OperationName == "process event") >= 2), "the outcomes are followed");
        ended.Where(span => span.OperationName == "call vendor").Select(span => span.TraceId).Distinct().ShouldBe([Tracing.TraceOf(1, HubUnderTest.Start).TraceId]);
        ended.Count(span => span.OperationName == "call vendor").ShouldBe(2);
    }

    [SqliteFact]
    public async Task TraceThatCannotBeLookedUp_HoldsUpNoCall()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: set, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: t}}]");
        ListenTo(hub);
        var sent = new TaskCompletionSource();
        hub.Vendor.Answer("fake.set_field", async (call, cancel) =>
        {
            sent.SetResult();
            return await hub.Vendor.Succeed()(call, cancel);
        });

        // T3 is in the same write: what reads after it cannot.
        hub.BeforeNextWrite(WriteKind.BeginAttempt, _ =>
        {
            hub.FailReads(new StoreTimeoutException(TimeSpan.FromSeconds(5)));
            return ValueTask.FromResult(true);
        });
        await hub.PostAsync(new FakeEvent());
        await sent.Task.WaitAsync(TimeSpan.FromSeconds(60));
        hub.FailReads(null);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["done"]);
        ended.ShouldNotContain(span => span.OperationName == "call vendor");
    }

    public void Dispose() => listener?.Dispose();

    private void ListenTo(HubUnderTest hub)
    {
        listener?.Dispose();
        var source = hub.Part<HubActivities>().Source;
        listener = new()
        {
            ShouldListenTo = other => ReferenceEquals(other, source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }
}
