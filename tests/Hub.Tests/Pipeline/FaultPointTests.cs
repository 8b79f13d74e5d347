using System.Text;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Pipeline;

/// <summary>The points that no load of simulated vendors brings about: the hub stops dead there, in its process, and is started on what it has left.</summary>
public class FaultPointTests
{
    private const string Field = "routes: [{id: field, on: [fake.thing.happened, fake.thing.outlined], do: fake.set_field, with: {record: \"${event.record}\", text: a}}]";

    [Theory]
    [InlineData(nameof(FaultPoint.BeforeFailureCounted))]
    [InlineData(nameof(FaultPoint.AfterFailureCounted))]
    public async Task DeathWhileAFailureIsCounted_LosesNothing(string point)
    {
        await using var hub = await StartAsync(point, out var died);
        hub.Vendor.OnFetch = _ => throw new InvalidOperationException("Nobody foresaw it.");
        await hub.PostAsync(new FakeEvent { Type = "fake.thing.outlined", Record = "broken" });
        await died;
        hub.Vendor.OnFetch = null;
        await hub.RestartAsync(Field, crash: true);
        await hub.PostAsync(new FakeEvent { Record = "whole" });
        await hub.SettleAsync();
        await hub.AdvanceAsync(TimeSpan.FromMinutes(6));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(6));
        (await hub.StatesAsync()).ShouldBe(["done", "done"]);
    }

    [Theory]
    [InlineData(nameof(FaultPoint.BeforeReadPutBack))]
    [InlineData(nameof(FaultPoint.AfterReadPutBack))]
    public async Task DeathWhileWebhooksAreGivenBackForWhichThereWasNoRoom_LosesNone(string point)
    {
        await using var hub = await StartAsync(point, out var died);
        await hub.HaltAsync();
        var large = Encoding.UTF8.GetBytes("[]".PadRight(17 * 1024 * 1024));
        for (var i = 0; i < 2; i++) await hub.PostBytesAsync(large);
        await hub.PostAsync(new FakeEvent { Record = "behind" });
        await hub.GoOnAsync();
        await died;
        await hub.RestartAsync(Field, crash: true);
        await hub.UntilAsync(
            async sql =>
            {
                hub.Clock.Advance(TimeSpan.FromSeconds(30));
                return await sql.ScalarAsync<long>("SELECT COUNT(*) FROM webhook WHERE is_read = 0") == 0;
            },
            "all are read");
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Theory]
    [InlineData(nameof(FaultPoint.BeforeBreakerTold))]
    [InlineData(nameof(FaultPoint.AfterBreakerTold))]
    public async Task DeathWhileItIsToldThatAVendorStaysAway_LosesNoEvent(string point)
    {
        await using var hub = await StartAsync(point, out var died, new(1, TimeSpan.FromHours(1)));
        hub.Vendor.OnFetch = _ => new Completion.Failed(new(FailureKind.Transient, "503", "Not now."));
        await hub.PostAsync(new FakeEvent { Type = "fake.thing.outlined", Record = "1" });
        await died;
        hub.Vendor.OnFetch = null;
        await hub.RestartAsync(Field, crash: true);
        await hub.SettleAsync();
        await hub.AdvanceAsync(TimeSpan.FromMinutes(6));
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Theory]
    [InlineData(nameof(FaultPoint.BeforeMediaNamed))]
    [InlineData(nameof(FaultPoint.BeforeMediaKept))]
    [InlineData(nameof(FaultPoint.AfterMediaKept))]
    public async Task DeathWhileAFileIsKept_FetchesItAnewOrKnowsIt_AndTellsOfItOnce(string point)
    {
        const string routes = "routes: [{id: file, on: fake.media.stored, do: fake.set_field, with: {record: a, text: \"${event.sha256}\"}}]";
        var folder = Directory.CreateTempSubdirectory("hub-media-").FullName;
        try
        {
            await using var hub = await StartAsync(
                point, out var died, routes: routes, settings: new() { MediaPath = folder, MinFreeMegabytes = 0 },
                vendor: vendor => vendor.OnMedia = _ => Task.FromResult<MediaAnswer>(new MediaAnswer.Opened(new MemoryStream("abc"u8.ToArray()))));
            await hub.PostAsync(new FakeEvent { Type = "fake.message.received", Phone = "4917600000001", MessageId = "m", Media = new("1", "image") });
            await died;
            await hub.RestartAsync(routes, crash: true);
            await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT 1 FROM media WHERE state = 'stored'") is not null, "it is stored");
            await hub.UntilCalledAsync("fake.set_field");
            await hub.SettleAsync();
            hub.Vendor.Texts("fake.set_field").ShouldBe(["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]);
            Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldHaveSingleItem().ShouldEndWith(".bin");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The first run of the hub stops at the point: whoever comes there goes no further.
    private static Task<HubUnderTest> StartAsync(
        string point, out Task died, BreakerOptions? breakers = null, string routes = Field, HubOptions? settings = null, Action<FakeVendor>? vendor = null)
    {
        var dead = new TaskCompletionSource();
        died = dead.Task;
        var runs = 0;
        return HubUnderTest.StartAsync(routes, breakers: breakers, settings: settings, vendor: vendor, more: services =>
        {
            if (++runs > 1) return;
            services.AddSingleton(new FaultTrigger(new() { KillAt = Enum.Parse<FaultPoint>(point) }, () =>
            {
                dead.TrySetResult();
                new ManualResetEventSlim().Wait(Timeout.Infinite);
            }));
        });
    }
}
