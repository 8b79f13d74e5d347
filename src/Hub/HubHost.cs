using System.Text.Json.Serialization;
using Hub.Alerting;
using Hub.BuiltIn;
using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Endpoints;
using Hub.Faults;
using Hub.Mappings;
using Hub.Pipeline;
using Hub.Rehearsals;
using Hub.Reloading;
using Hub.Storage;
using Hub.Telemetry;
using Hub.Upkeep;
using Microsoft.AspNetCore.Routing;

namespace Hub;

/// <summary>Puts the hub together.</summary>
internal static class HubHost
{
    private static readonly string[] NeedKey = [AdminEndpoints.Root, MetricsEndpoint.Path];

    // Calls to vendors that are under way are finished within this time.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Builds the hub; nothing is opened, and no setting is checked, until it is asked for or started, unless no log can be written by the settings.</summary>
    /// <param name="args">Settings as command-line arguments.</param>
    /// <param name="addConnectors">Registers the connectors.</param>
    /// <param name="change">Changes what is registered, last; null for the hub as it is.</param>
    /// <exception cref="InvalidDataException">A settings file is no JSON.</exception>
    /// <exception cref="StartRefusedException">A log level is wrong; it holds every mistake of the settings.</exception>
    public static WebApplication Build(IReadOnlyList<string> args, Action<IServiceCollection> addConnectors, Action<IServiceCollection>? change = null)
    {
        var builder = HubConfiguration.Begin(args);
        // With a wrong level there can be no log, and so no host: all mistakes are told here then.
        if (LogLevels.Mistakes(builder.Configuration).Any()) HubSettings.Read(builder.Configuration, Connectors(addConnectors, builder.Configuration));
        if (ListeningAddresses.Of(builder.Configuration).Count == 0) builder.WebHost.UseUrls(ListeningAddresses.Default);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.AddFilter(LicenceNotice.Category, level => level >= LogLevel.Error);
        builder.Services.PostConfigure<LoggerFilterOptions>(QuietCategories.Quiet);
        addConnectors(builder.Services);
        AddHub(builder.Services);
        change?.Invoke(builder.Services);
        var app = builder.Build();
        Map(app);
        return app;
    }

    /// <summary>Checks the settings, sets the clock, opens the store and puts the mapping files in force: in this order, so that nothing is opened on wrong settings.</summary>
    /// <exception cref="StartRefusedException">Settings or mapping files are wrong; it holds every mistake.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be opened.</exception>
    public static async Task PrepareAsync(IServiceProvider provider, CancellationToken cancel)
    {
        var settings = provider.GetRequiredService<HubSettings>();
        LicenceNotice.Write(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<ILogger<LicenceNotice>>());
        provider.GetRequiredService<BusinessClock>().Advance(settings.Hub.ClockAhead);
        StartWarnings.Tell(settings, provider.GetRequiredService<ILoggerFactory>());
        provider.GetRequiredService<IDatabase>();
        await provider.GetRequiredService<HeldStart>().BeginAsync(settings.Hub.Hold, cancel);
        await provider.GetRequiredService<UserScopes>().BeginAsync(cancel);
        await provider.GetRequiredService<MappingReload>().BeginAsync(cancel);
    }

    /// <summary>The connectors alone, for commands that start no hub.</summary>
    public static IReadOnlyList<IConnector> Connectors(Action<IServiceCollection> addConnectors) => Connectors(addConnectors, HubConfiguration.Read());

    private static IReadOnlyList<IConnector> Connectors(Action<IServiceCollection> addConnectors, IConfiguration configuration)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(configuration);
        addConnectors(services);
        return [.. services.BuildServiceProvider().GetServices<IConnector>()];
    }

    private static void AddHub(IServiceCollection services)
    {
        services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = ShutdownTimeout;
            host.ServicesStopConcurrently = true;
        });
        services.AddSingleton(new BusinessClock(TimeProvider.System));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<BusinessClock>());
        services.AddSingleton(provider => HubSettings.Read(provider.GetRequiredService<IConfiguration>(), [.. provider.GetServices<IConnector>()]));
        services.AddSingleton(provider => new ConnectionRegistry([.. provider.GetRequiredService<HubSettings>().Connections.Select(config => Connect(provider, config)), BuiltInConnection(provider.GetRequiredService<TimeProvider>())]));
        services.AddSingleton<IDatabase>(OpenStore);
        services.AddSingleton(provider =>
        {
            var settings = provider.GetRequiredService<HubSettings>();
            var path = settings.Storage.IsPostgres ? null : StorePath(settings);
            return new Backups(path, settings.Hub.MinFreeMegabytes * 1024L * 1024, Backups.FreeBeside(path));
        });
        services.AddSingleton(provider => new MappingEnvironment
        {
            Connections = [.. provider.GetRequiredService<HubSettings>().Connections.Select(config => (config.Name, config.Connector))],
            Calendars = provider.GetRequiredService<HubSettings>().Calendars,
            Words = provider.GetRequiredService<HubSettings>().Rules.ToDictionary(pair => pair.Key, pair => pair.Value.Words, StringComparer.Ordinal),
            ReadCalendars = CalendarFile.Read,
        });
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<MappingReload>();
        services.AddHostedService<MappingWatch>();
        services.AddHostedService<MappingFollow>();
        services.AddSingleton<Simulator>();
        services.AddSingleton<Capture>();
        services.AddSingleton(provider => new ReadyCondition("the mapping files are loaded", () => provider.GetRequiredService<SnapshotStore>().Active is not null));
        services.AddSingleton(provider => new ReadyCondition("the backlog is short enough for webhooks (Hub:MaxBacklog)", () => provider.GetRequiredService<Intake>().HasShortBacklog));
        services.AddSingleton(provider => new ReadyCondition("the disk has room (Hub:MinFreeMegabytes)", () => provider.GetRequiredService<Intake>().HasRoom));
        services.AddPipeline();
        services.AddUpkeep();
        services.AddAlerting();
        services.AddSingleton<PrometheusText>();
        services.AddHostedService(provider => new OtlpExport(TargetOf(provider.GetRequiredService<HubSettings>().Telemetry, provider.GetRequiredService<IConfiguration>())));
        services.AddSingleton<WebhookSink>(provider => provider.GetRequiredService<Receiver>().AcceptAsync);
        services.AddSingleton(new BodyRoom(BodyRoom.Usual));
        services.AddSingleton<RequestCounters>();
        services.AddHostedService<RequestCounterFlush>();
        services.AddSingleton<RefusalLog>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Explain);
        services.AddOpenApi("v1", ApiDescription.Complete);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, AdminJson.Default);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
    }

    /// <summary>The connection of the built-in connector. It dials nobody: what is asked of the hub itself is done in the store.</summary>
    public static Connection BuiltInConnection(TimeProvider time) => new(HubConnector.ConnectionName, HubConnector.Instance, new object(), new HttpClient(), time);

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = StatusOf,

            // The answer says it all, and the store tells its own failures.
            SuppressDiagnosticsCallback = context => StatusOf(context.Exception) != StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
        app.UseWhen(context => Array.Exists(NeedKey, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)), admin => admin.UseMiddleware<AdminKeyCheck>());
        app.MapOpenApi();
        app.MapHealth();
        app.MapMetrics();
        app.MapWebhooks();
        app.MapAdmin();
        if (bool.TryParse(app.Configuration["Hub:Sandbox"], out var isSandbox) && isSandbox) app.MapSandbox();
    }

    private static Connection Connect(IServiceProvider provider, ConnectionConfig config)
    {
        var claims = new Lazy<IClaims>(provider.GetRequiredService<IClaims>);
        var connection = VendorClient.Connect(
            config, provider.GetRequiredService<TimeProvider>(), TimeProvider.System, provider.GetRequiredService<VendorClocks>(), () => claims.Value.MayCall, inner => Paced(provider, config, inner));
        if (config.RefreshToken is { } refresh)
        {
            var seal = new Seal(provider.GetRequiredService<HubSettings>().Hub.EncryptionKey);
            connection.Tokens = new AccessTokens(connection, refresh, seal, provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<Fence>(), provider.GetRequiredService<FaultTrigger>(), provider.GetRequiredService<ILogger<AccessTokens>>());
        }

        return connection;
    }

    private static HttpMessageHandler Paced(IServiceProvider provider, ConnectionConfig config, HttpMessageHandler inner)
    {
        var (limits, most) = (config.Connector.RequestLimits, config.Connector.MostInFlight(config.Options));
        if (limits.Count == 0 && most is null) return inner;
        var inFlight = most is { } places ? new InFlight(places, provider.GetRequiredService<RateLimits>()) : null;
        return new PacedHandler(config.Name, limits, inFlight, provider.GetRequiredService<SharedRateLimits>(), provider.GetRequiredService<Budgets>(), provider.GetRequiredService<TimeProvider>(), () => provider.GetRequiredService<HubMeter>().LimitWaited(config.Name), inner);
    }

    private static IDatabase OpenStore(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<HubSettings>();
        var migrations = provider.GetRequiredService<Migrations>();
        return settings.Storage.IsPostgres
            ? new FencedDatabase(
                PostgresDatabase.Open(settings.Storage.ConnectionString!.Current, migrations, TimeProvider.System, provider.GetRequiredService<ILogger<PostgresDatabase>>()),
                provider.GetRequiredService<Fence>())
            : SqliteDatabase.Open(StorePath(settings), migrations, TimeProvider.System, provider.GetRequiredService<ILogger<SqliteDatabase>>());
    }

    private static string StorePath(HubSettings settings) => settings.Storage.FileIn(settings.Hub.DataPath);

    // The exporter reads the standard variables itself.
    private static OtlpTarget? TargetOf(TelemetryOptions options, IConfiguration configuration) =>
        options.OtlpEndpoint is null && string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])
            ? null
            : new(options.OtlpEndpoint, options.OtlpProtocol is { } protocol ? protocol == "grpc" : null, options.TraceRatio, typeof(HubHost).Assembly.GetName().Version!.ToString(3));

    private static int StatusOf(Exception error) => error switch
    {
        BadHttpRequestException wrong => wrong.StatusCode,
        StoreTimeoutException or StoreUnavailableException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static void Explain(ProblemDetailsContext context) => context.ProblemDetails.Detail ??= context.Exception switch
    {
        BadHttpRequestException wrong => wrong.Message,
        StoreTimeoutException => "The answer took longer than it may. Narrow it down with a connection, a state or a shorter time.",
        StoreUnavailableException => "The store cannot be written now. Try again later.",
        _ => context.ProblemDetails.Status switch
        {
            StatusCodes.Status400BadRequest => "The request is not what this call takes; if it has a body, that is not the JSON it should be. /openapi/v1.json describes the call.",
            StatusCodes.Status415UnsupportedMediaType => "Give the body as JSON, with the header Content-Type: application/json.",
            _ => null,
        },
    };
}
