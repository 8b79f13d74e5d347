using System.Text.Json;
using Hub.Calendars;
using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Mappings;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Pipeline;

/// <summary>A stored event as tests look at it.</summary>
internal sealed record StoredEvent(string Id, string Type, string State, string? Reason, string? Error, string? Followed);

/// <summary>The whole flow on a real store and the fake vendor; only HTTP is missing. At its end everything that was counted must add up.</summary>
internal sealed class HubUnderTest : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    // Tests go through months in a moment: what they look at stays, unless they say otherwise.
    private static readonly RetentionOptions ForEver = new() { StatusDays = 36500, WebhookDays = 36500, CommandDays = 36500, StatusMegabytes = 0, WebhookMegabytes = 0 };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(4);

    // So that nobody waits for long until a dead node is found dead.
    private static readonly NodeTimes Times = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));

    private readonly TestStore store = TestStore.OfEnvironment();
    private readonly HubOptions options;
    private readonly BreakerOptions breakers;
    private IReadOnlyDictionary<string, Calendar> calendars = new Dictionary<string, Calendar>(StringComparer.Ordinal);
    private RetentionOptions retention = ForEver;
    private ConversationRules rules = ConversationRules.None;
    private DiskRoom disk = new(() => null);
    private GuardOptions guard = new() { Enabled = false };
    private ServiceProvider services = null!;
    private readonly StandingClock standing = new();
    private Action<IServiceCollection>? more;
    private bool hasSecond;
    private int posted;

    private HubUnderTest(HubOptions options, BreakerOptions breakers)
    {
        this.options = options;
        this.breakers = breakers;
        Clock = new(standing);
    }

    public FakeVendor Vendor { get; } = new();

    /// <summary>Business time, which stands still unless a test moves it.</summary>
    public BusinessClock Clock { get; }

    /// <summary>What the hub has logged.</summary>
    public CapturedLog Log { get; } = new();

    public IDatabase Database => services.GetRequiredService<IDatabase>();

    /// <summary>A part of the hub.</summary>
    public T Part<T>()
        where T : notnull => services.GetRequiredService<T>();

    public Control Control => services.GetRequiredService<Control>();

    public EventExplaining Explaining => services.GetRequiredService<EventExplaining>();

    public Intake Intake => services.GetRequiredService<Intake>();

    public RefusalNotes Refusals => services.GetRequiredService<RefusalNotes>();

    public Connection Connection => services.GetRequiredService<ConnectionRegistry>().All[0];

    /// <summary>Starts a hub with these routes on an empty store.</summary>
    public static async Task<HubUnderTest> StartAsync(
        string routes, IReadOnlyList<string>? onlyTo = null, BreakerOptions? breakers = null, IReadOnlyList<string>? retries = null, IReadOnlyDictionary<string, Calendar>? calendars = null,
        bool withoutTemplates = false, bool hasSecond = false, GuardOptions? guard = null, HubOptions? settings = null,
        DiskRoom? disk = null, Func<string, DateTimeOffset, ChangePage>? changes = null, RetentionOptions? retention = null, Action<FakeVendor>? vendor = null, Action<IServiceCollection>? more = null, ConversationRules? rules = null)
    {
        // Time stands still here: to the brake all writes would be of one minute.
        var hub = new HubUnderTest(settings ?? new() { OnlyTo = onlyTo ?? [], RetrySchedule = retries ?? [], MaxWritesPerRecord = 0 }, breakers ?? BreakerOptions.Default with { OpensAfter = 1000 });
        hub.calendars = calendars ?? hub.calendars;
        hub.hasSecond = hasSecond;
        hub.retention = retention ?? ForEver;
        hub.guard = guard ?? hub.guard;
        hub.rules = rules ?? hub.rules;
        hub.disk = disk ?? hub.disk;
        hub.Vendor.OnChanges = changes;
        vendor?.Invoke(hub.Vendor);
        hub.more = more;
        if (withoutTemplates) hub.Vendor.OnListTemplates = () => throw new HttpRequestException("The vendor is not there.");
        await hub.RunAsync(routes);
        return hub;
    }

    /// <summary>Lets the next writes of a kind fail, because the store is unavailable or by another error.</summary>
    public void FailWrites(WriteKind kind, int times, Exception? error = null, int after = 0) => ((FailingDatabase)Database).Fail(kind, times, error, after);

    /// <summary>Lets every read of the store fail from now on; null ends that.</summary>
    public void FailReads(Exception? error) => ((FailingDatabase)Database).FailReads(error);

    /// <summary>Lets another write come just before the next of a kind.</summary>
    public void BeforeNextWrite(WriteKind kind, Func<ISql, ValueTask<bool>> work) => ((FailingDatabase)Database).Before(kind, work);

    /// <summary>Lets the next write of a kind run once more after it was made durable, as where the answer to its commit was lost.</summary>
    public void WriteTwice(WriteKind kind) => ((FailingDatabase)Database).Twice(kind);

    /// <summary>Lets the next write of a kind be made durable, and its answer be lost.</summary>
    public void LoseAnswer(WriteKind kind) => ((FailingDatabase)Database).LoseAnswer(kind);

    /// <summary>Has the vendor's templates fetched anew.</summary>
    public void RefreshTemplates() => services.GetRequiredService<TemplateCatalogue>().RefreshSoon();

    /// <summary>Posts one webhook with these events.</summary>
    public Task PostAsync(params FakeEvent[] events) => PostBytesAsync(JsonSerializer.SerializeToUtf8Bytes(
        [.. events.Select(e => e with { Key = e.Key ?? $"event {Interlocked.Increment(ref posted)}" })], FakeJson.Default.ListFakeEvent));

    public Task PostBytesAsync(byte[] body) => PostForAsync(Connection, body);

    /// <summary>Posts a body at the address of a connection.</summary>
    public Task PostForAsync(Connection endpoint, byte[] body, Dictionary<string, string>? headers = null) => services.GetRequiredService<Receiver>().AcceptAsync(
        endpoint,
        new()
        {
            Method = "POST", Suffix = "", Query = new Dictionary<string, string>(), Headers = headers ?? [], Body = body, ArrivedAt = Clock.GetUtcNow(),
        },
        CancellationToken.None);

    /// <summary>Posts a webhook and waits until nothing more happens by itself.</summary>
    public async Task SendAsync(params FakeEvent[] events)
    {
        await PostAsync(events);
        await SettleAsync();
    }

    /// <summary>Moves business time on and waits until nothing more happens by itself.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Clock.Advance(by);
        await SettleAsync();
    }

    /// <summary>Moves the time on in which time-outs and probes are counted.</summary>
    public void LetPass(TimeSpan by) => standing.LetPass(by);

    /// <summary>Waits until everything that is due has been done.</summary>
    public Task SettleAsync() => UntilAsync(
        async sql => await sql.ScalarAsync<long>(
            """
            SELECT (SELECT COUNT(*) FROM webhook w WHERE is_read = 0
                AND NOT EXISTS (SELECT 1 FROM webhook head WHERE head.is_read = 0 AND head.endpoint = w.endpoint AND head.seq <= w.seq AND head.retry_at > $1))
              + (SELECT COUNT(*) FROM line WHERE ready_at <= $1)
              + (SELECT COUNT(*) FROM command WHERE state = 'started' OR (state IN ('scheduled', 'kept', 'unknown') AND wake_at <= $1))
            """,
            Clock.GetUtcNow()) == 0,
        "everything that is due is done");

    /// <summary>Waits until the store says so.</summary>
    public async Task UntilAsync(Func<ISql, ValueTask<bool>> holds, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await Database.ReadAsync(holds, CancellationToken.None))
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"Waited too long until {what}.\n{await DescribeAsync()}");
            await Task.Delay(BetweenLooks, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Waits until each of these messages is logged, without a look into the store.</summary>
    public async Task UntilLoggedAsync(params int[] messages)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!messages.All(message => Log.Of(message).Count > 0)) await Task.Delay(BetweenLooks, TimeProvider.System, patience.Token);
    }

    /// <summary>Waits until a message with each of these parts is logged, without a look into the store.</summary>
    public async Task UntilLoggedOfEachAsync(int message, params string[] parts)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!parts.All(part => Log.Of(message).Any(text => text.Contains(part, StringComparison.Ordinal)))) await Task.Delay(BetweenLooks, TimeProvider.System, patience.Token);
    }

    /// <summary>Waits until the vendor has got so many calls of an action.</summary>
    public Task UntilCalledAsync(string action, int times = 1) => UntilAsync(_ => ValueTask.FromResult(Vendor.Calls(action).Count >= times), $"{action} was called {times} times");

    /// <summary>Stops all work; the store stays open.</summary>
    public async Task HaltAsync(CancellationToken patience = default)
    {
        // All at once, as in the host: when this returns, each has been told.
        await Task.WhenAll(services.GetServices<IHostedService>().Select(service => service.StopAsync(patience)));
        foreach (var service in services.GetServices<IHostedService>().OfType<IHostedLifecycleService>()) await service.StoppedAsync(patience);
    }

    /// <summary>Goes on after <see cref="HaltAsync"/>.</summary>
    public async Task GoOnAsync()
    {
        foreach (var service in services.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
    }

    /// <summary>Stops the hub and starts it on the same data.</summary>
    /// <param name="routes">Other mapping files.</param>
    /// <param name="crash">Whether calls under way are left where they are, as by a crash.</param>
    /// <param name="otherCalendars">Other calendars.</param>
    /// <param name="withSecond">Whether the vendor has a second connection, <c>second</c>; null for as before.</param>
    /// <param name="guard">Another guard.</param>
    public async Task RestartAsync(string routes, bool crash = false, IReadOnlyDictionary<string, Calendar>? otherCalendars = null, bool? withSecond = null, GuardOptions? guard = null)
    {
        await StopAsync(crash);
        this.guard = guard ?? this.guard;
        hasSecond = withSecond ?? hasSecond;
        calendars = otherCalendars ?? calendars;
        await RunAsync(routes);
    }

    public async Task<List<CommandRow>> CommandsAsync(string? route = null) => await Database.ReadAsync(
        sql => sql.ListAsync($"SELECT {CommandRow.Columns} FROM command WHERE CAST($1 AS TEXT) IS NULL OR route = $1 ORDER BY seq", CommandRow.Map, route), CancellationToken.None);

    /// <summary>The commands of a route as <c>state</c> or <c>state(reason)</c>, in the order of their making.</summary>
    public async Task<List<string>> StatesAsync(string? route = null) => (await CommandsAsync(route)).ConvertAll(Show);

    public async Task<List<StoredEvent>> EventsAsync() => await Database.ReadAsync(
        sql => sql.ListAsync(
            "SELECT id, type, state, reason, error, followed FROM event ORDER BY seq",
            row => new StoredEvent(row.GetString(0), row.GetString(1), row.GetString(2), row.GetStringOrNull(3), row.GetStringOrNull(4), row.GetStringOrNull(5))),
        CancellationToken.None);

    /// <summary>The vendor's events (not the outcomes of commands) as <c>state</c> or <c>state(reason)</c>.</summary>
    public async Task<List<string>> EventStatesAsync() =>
        [.. (await EventsAsync()).Where(e => e.Followed is null).Select(e => e.Reason is null ? e.State : $"{e.State}({e.Reason})")];

    /// <summary>The first column of each row, as text.</summary>
    public async Task<List<string>> ListAsync(string sql, params object?[] values) =>
        await Database.ReadAsync(statements => statements.ListAsync(sql, row => row.IsDBNull(0) ? "null" : Convert.ToString(row.GetValue(0), null)!, values), CancellationToken.None);

    public Task WriteAsync(string sql, params object?[] values) =>
        Database.WriteAsync(WriteKind.Housekeeping, statements => statements.ExecuteAsync(sql, values), CancellationToken.None).AsTask();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Accounts.CheckAsync(this);
        }
        finally
        {
            await StopAsync(crash: true);
            await store.DisposeAsync();
        }
    }

    private static string Show(CommandRow row) => row.Reason is null || CommandState.Counted(row.State) == "pending" ? row.State : $"{row.State}({row.Reason})";

    private async Task RunAsync(string routes)
    {
        services = Build();
        var loaded = MappingFolder.Compile([new("test.yaml", "language: 1\n" + routes)], services.GetRequiredService<MappingEnvironment>());
        loaded.Errors.ShouldBeEmpty();
        await services.GetRequiredService<SnapshotStore>().ActivateAsync(loaded.Snapshot!, CancellationToken.None);
        await GoOnAsync();

        // What is sent before they are known waits a while of business time, which stands still.
        using var patience = new CancellationTokenSource(Patience);
        while (Vendor is { OnListTemplates: null, Templates.Count: > 0 } && Names.Any(pair => Part<TemplateCatalogue>().Of(pair.Name).Count == 0)) await Task.Delay(BetweenLooks, TimeProvider.System, patience.Token);
    }

    private async Task StopAsync(bool crash)
    {
        using var stop = new CancellationTokenSource();
        if (crash) await stop.CancelAsync();
        await HaltAsync(stop.Token);
        await services.DisposeAsync();
    }

    private ServiceProvider Build()
    {
        var registered = Register();
        more?.Invoke(registered);
        return registered.BuildServiceProvider();
    }

    private IServiceCollection Register() => new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(Log))
        .AddSingleton(Clock)
        .AddSingleton<TimeProvider>(Clock)
        .AddSingleton(new HubSettings(options, store.Options, []) { Calendars = calendars, Retention = retention, Guard = guard, Rules = new Dictionary<string, ConversationRules> { ["fake"] = rules } })
        .AddSingleton(new ConnectionRegistry([.. Names.Select(pair => Connect(pair.Name, pair.Account)), HubHost.BuiltInConnection(Clock)]))
        .AddSingleton<IDatabase>(provider => new FailingDatabase(new FencedDatabase(store.Open(), provider.GetRequiredService<Fence>())))
        .AddSingleton(new MappingEnvironment { Connections = [.. Names.Select(pair => (pair.Name, (IConnector)Vendor))], Calendars = calendars, Words = new Dictionary<string, Hub.Customers.ConsentWords> { ["fake"] = rules.Words } })
        .AddSingleton<SnapshotStore>()
        .AddPipeline()
        .AddSingleton(Times)
        .AddSingleton(breakers)
        .AddSingleton(disk);

    private IReadOnlyList<(string Name, string Account)> Names => hasSecond ? [("fake", FakeVendor.Account), ("second", "second")] : [("fake", FakeVendor.Account)];

    private Connection Connect(string name, string account) =>
        new(name, Vendor, new FakeOptions { Secret = new(["secret"]), Account = account }, new HttpClient(), Clock) { Account = Vendor.OnAccount is null ? account : null };

    private async Task<string> DescribeAsync()
    {
        var lines = await ListAsync("SELECT queue || ' ' || subject || ' ready ' || ready_at || ' by ' || COALESCE(blocked_by, '-') FROM line");
        var commands = (await CommandsAsync()).ConvertAll(row => $"{row.Route} {Show(row)} {row.Subject} {row.Error}");
        var events = (await EventsAsync()).ConvertAll(e => $"{e.Type} {e.State} {e.Reason} {e.Error}");
        return string.Join('\n', [$"now {Clock.GetUtcNow().ToUnixTimeMilliseconds()}", .. Log.Messages.Select(message => message.Text), .. lines, .. commands, .. events]);
    }

    private sealed class StandingClock : TimeProvider
    {
        private long passed;

        public override DateTimeOffset GetUtcNow() => Start;

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref passed);

        public void LetPass(TimeSpan by) => Interlocked.Add(ref passed, (long)(by.TotalSeconds * TimestampFrequency));
    }
}
