using Hub.Configuration;
using Hub.Mappings;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Reloading;

/// <summary>Mapping files that change while they are looked at are taken when they rest.</summary>
public sealed class RestlessFilesTests
{
    [Fact]
    public async Task FileThatIsStillBeingWritten_IsNotTaken()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"), "--Hub:Watch=false");
        var reload = hub.Services.GetRequiredService<Hub.Reloading.MappingReload>();
        var before = await hub.HashAsync();
        var looks = 0;
        hub.Write("a.yaml", WatchedHub.Route("a", "half"));
        await reload.LookAsync(
            _ =>
            {
                (hub.Services.GetRequiredService<SnapshotStore>().Active!.Hash).ShouldBe(before);
                if (++looks == 1) hub.Write("a.yaml", WatchedHub.Route("a", "whole"));
                return Task.CompletedTask;
            },
            CancellationToken.None);
        looks.ShouldBe(2);
        hub.Services.GetRequiredService<SnapshotStore>().Active!.Sources[0].Text.ShouldContain("whole");
    }

    [Fact]
    public async Task FileThatNeverRests_IsNotTaken_AndKeepsNobodyWaiting()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"), "--Hub:Watch=false");
        var reload = hub.Services.GetRequiredService<Hub.Reloading.MappingReload>();
        var before = await hub.HashAsync();
        var looks = 0;
        hub.Write("a.yaml", WatchedHub.Route("a", "half"));
        (await reload.LookAsync(Write, CancellationToken.None)).ShouldBeTrue();
        looks.ShouldBeInRange(1, 10);
        (await hub.HashAsync()).ShouldBe(before);
        (await reload.PublishAsync([new("a.yaml", WatchedHub.Route("a", "published"))], CancellationToken.None)).Errors.ShouldBeEmpty();
        hub.Write("a.yaml", WatchedHub.Route("a", "rests"));
        (await reload.LookAsync(_ => Task.CompletedTask, CancellationToken.None)).ShouldBeTrue();
        hub.Services.GetRequiredService<SnapshotStore>().Active!.Sources[0].Text.ShouldContain("rests");

        Task Write(CancellationToken cancel)
        {
            hub.Write("a.yaml", WatchedHub.Route("a", $"half{++looks}"));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task FilesThatChangeWhileTheyAreRead_ComeIntoForceOnceTheyRest_AsTheyAre()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"), "--Hub:Watch=false");
        var log = new List<string>();
        var isRestless = true;
        var writes = 0;
        hub.Write("calendars.json", "{\"Calendars\": {}}");
        using var reload = Reload(hub, log, () =>
        {
            if (isRestless) hub.Write("a.yaml", WatchedHub.Route("a", $"text{++writes}"));
        });
        (await reload.LookAsync(_ => Task.CompletedTask, CancellationToken.None)).ShouldBeTrue();
        writes.ShouldBeGreaterThan(0);
        hub.Services.GetRequiredService<SnapshotStore>().Active!.Sources[0].Text.ShouldContain("one");
        (await reload.LookAsync(_ => Task.CompletedTask, CancellationToken.None)).ShouldBeTrue();
        log.ShouldBe([$"1909 Files in {hub.Folder} keep changing while they are read: a.yaml. They are taken when they rest."]);

        // They rest as the last look saw them.
        isRestless = false;
        (await reload.LookAsync(_ => Task.CompletedTask, CancellationToken.None)).ShouldBeTrue();
        hub.Services.GetRequiredService<SnapshotStore>().Active!.Sources[0].Text.ShouldContain($"text{writes}");
        (await reload.LookAsync(_ => Task.CompletedTask, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task FilesThatChangeWhileSomebodyAsks_AreShownAsTheyAreOnceTheyRest()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"), "--Hub:Watch=false");
        var isRestless = true;
        var writes = 0;
        hub.Write("calendars.json", "{\"Calendars\": {}}");
        using var reload = Reload(hub, [], () =>
        {
            if (isRestless) hub.Write("a.yaml", WatchedHub.Route("a", $"text{++writes}"));
        });
        var view = await reload.ViewAsync(CancellationToken.None);
        view.State.ShouldBe(Hub.Reloading.FileState.Wrong);
        view.Errors.ShouldHaveSingleItem().Message.ShouldStartWith("a.yaml keeps changing while it is read.");
        isRestless = false;
        view = await reload.ViewAsync(CancellationToken.None);
        view.Errors.ShouldBeEmpty();
        view.State.ShouldBe(Hub.Reloading.FileState.Changed);
    }

    // Something happens each time when the calendars are read, which is between the two looks at the folder.
    private static Hub.Reloading.MappingReload Reload(WatchedHub hub, List<string> log, Action meanwhile)
    {
        var services = hub.Services;
        var environment = services.GetRequiredService<MappingEnvironment>();
        CalendarReading reading = (text, tell) =>
        {
            meanwhile();
            return environment.ReadCalendars!(text, tell);
        };
        return new(
            services.GetRequiredService<HubSettings>(), services.GetRequiredService<SnapshotStore>(), environment with { ReadCalendars = reading }, services.GetRequiredService<TemplateCatalogue>(),
            services.GetRequiredService<IDatabase>(), TimeProvider.System, services.GetRequiredService<HubMeter>(), new Kept(log));
    }

    private sealed class Kept(List<string> log) : ILogger<Hub.Reloading.MappingReload>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning) log.Add($"{eventId.Id} {formatter(state, exception)}");
        }
    }
}
