using System.Text.Json.Serialization;
using Hub.Connections;
using Hub.Connectors;
using Hub.Endpoints;
using Hub.Pipeline;
using Hub.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace Hub.Configuration;

/// <summary>Puts the hub together.</summary>
internal static class HubHost
{
    // Calls to vendors that are under way are finished within this time.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(25);

    /// <summary>Builds the hub; nothing is opened, and no setting is checked, until it is asked for or started.</summary>
    /// <param name="args">Settings as command-line arguments.</param>
    /// <param name="addConnectors">Registers the connectors.</param>
    /// <exception cref="InvalidDataException">A settings file is no JSON.</exception>
    public static WebApplication Build(IReadOnlyList<string> args, Action<IServiceCollection> addConnectors)
    {
        var builder = WebApplication.CreateBuilder([.. args]);
        HubConfiguration.AddShippedFile(builder.Configuration);
        if (ListeningAddresses.Of(builder.Configuration).Count == 0) builder.WebHost.UseUrls(ListeningAddresses.Default);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        addConnectors(builder.Services);
        AddHub(builder.Services);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddHub(IServiceCollection services)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.AddSingleton(new BusinessClock(TimeProvider.System));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<BusinessClock>());
        services.AddSingleton(provider => HubSettings.Read(provider.GetRequiredService<IConfiguration>(), [.. provider.GetServices<IConnector>()]));
        services.AddSingleton(provider => new ConnectionRegistry(
            [.. provider.GetRequiredService<HubSettings>().Connections.Select(config => VendorClient.Connect(config, provider.GetRequiredService<TimeProvider>(), TimeProvider.System))]));
        services.AddSingleton<IDatabase>(OpenStore);
        services.AddSingleton<Control>();
        services.AddSingleton<RequestCounters>();
        services.AddHostedService<RequestCounterFlush>();
        services.AddSingleton<RefusalLog>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Explain);
        services.AddOpenApi("v1");
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, AdminJson.Default);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
    }

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
        app.UseStatusCodePages();
        app.UseWhen(context => context.Request.Path.StartsWithSegments(AdminEndpoints.Root, StringComparison.OrdinalIgnoreCase), admin => admin.UseMiddleware<AdminKeyCheck>());
        app.MapOpenApi();
        app.MapHealth();
        app.MapWebhooks();
        app.MapAdmin();
        if (app.Configuration.GetValue<bool>("Hub:Sandbox")) app.MapSandbox();
    }

    private static SqliteDatabase OpenStore(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<HubSettings>();
        var migrations = Migrations.FromResources(typeof(HubHost).Assembly, "Hub.Storage.Migrations");
        return SqliteDatabase.Open(settings.Storage.FileIn(settings.Hub.DataPath), migrations, TimeProvider.System, provider.GetRequiredService<ILogger<SqliteDatabase>>());
    }

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
        _ => null,
    };
}
