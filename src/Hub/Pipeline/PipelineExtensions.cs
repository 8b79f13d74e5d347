using Hub.Configuration;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;
using Hub.Telemetry;

namespace Hub.Pipeline;

/// <summary>Registers the flow: receive, read, process, deliver.</summary>
internal static class PipelineExtensions
{
    /// <summary>Adds everything between the store and the connectors.</summary>
    public static IServiceCollection AddPipeline(this IServiceCollection services) => services
        .AddTelemetry()
        .AddSingleton<Tracing>()
        .AddSingleton(provider => RetrySchedule.Of(provider.GetRequiredService<HubSettings>().Hub.RetryWaits))
        .AddSingleton(provider => new FaultTrigger(provider.GetRequiredService<HubSettings>().Faults))
        .AddSingleton(BreakerOptions.Default)
        .AddSingleton<Wakeups>()
        .AddSingleton(new Rush(TimeProvider.System))
        .AddSingleton(new Turns(TimeProvider.System))
        .AddSingleton<Solitude>()
        .AddSingleton<Fence>()
        .AddSingleton(NodeTimes.Default)
        .AddSingleton(_ => Migrations.OfHub())
        .AddSingleton<SharedClaims>()
        .AddSingleton(provider => new PostgresBell(provider.GetRequiredService<HubSettings>().Storage.ConnectionString!.Current))
        .AddSingleton<IClaims>(provider => IsShared(provider) ? provider.GetRequiredService<SharedClaims>() : ActivatorUtilities.CreateInstance<LoneClaims>(provider))
        .AddSingleton<RateLimits>()
        .AddSingleton<SharedRateLimits>()
        .AddSingleton(provider => RedisOf(provider, provider.GetRequiredService<HubSettings>().Redis))
        .AddSingleton(provider => new Breakers(provider.GetRequiredService<BusinessClock>().Elapsing, provider.GetRequiredService<BreakerOptions>()))
        .AddSingleton<AfterRestore>()
        .AddSingleton<HeldStart>()
        .AddSingleton<UserScopes>()
        .AddSingleton<Budgets>()
        .AddSingleton<LimitNews>()
        .AddSingleton<DeliveryPlaces>()
        .AddSingleton(provider => DiskRoom.Of(provider.GetRequiredService<HubSettings>().StoreFile))
        .AddSingleton<Intake>()
        .AddSingleton<RefusalNotes>()
        .AddSingleton<Receiver>()
        .AddSingleton<Resuming>()
        .AddSingleton<Control>()
        .AddSingleton<ConsentTaking>()
        .AddSingleton<ParkedOrders>()
        .AddSingleton<Remaking>()
        .AddSingleton<LineRunner>()
        .AddSingleton<CommandMaking>()
        .AddSingleton<StatusApplication>()
        .AddSingleton<Application>()
        .AddSingleton<WebhookReading>()
        .AddSingleton<Prospects>()
        .AddSingleton<Occasions>()
        .AddSingleton<EventFetching>()
        .AddSingleton<EvaluationBorder>()
        .AddSingleton<Preparation>()
        .AddSingleton(provider => provider.GetRequiredService<HubSettings>().Retention)
        .AddSingleton<Forgetting>()
        .AddSingleton<SendOrder>()
        .AddSingleton<EventExplaining>()
        .AddSingleton<BlastGuard>()
        .AddSingleton<PortfolioTiers>()
        .AddSingleton<AttemptOpening>()
        .AddSingleton<AttemptEnding>()
        .AddSingleton<OutcomeKeeping>()
        .AddSingleton<DeliveryLimits>()
        .AddSingleton<GuardedReads>()
        .AddSingleton<CallPreparation>()
        .AddSingleton<VendorCalls>()
        .AddSingleton<TemplateCatalogue>()
        .AddSingleton<Rounds>()
        .AddSingleton(provider => new MediaFolder(provider.GetRequiredService<HubSettings>().Hub.MediaFolder))
        .AddSingleton<MediaFiles>()
        .AddHostedService<AfterCrash>()
        .AddHostedService<Heartbeat>()
        .AddHostedService<RemoteWakeups>()
        .AddHostedService<RemoteLimits>()
        .AddHostedService(provider => provider.GetRequiredService<TemplateCatalogue>())
        .AddHostedService<AccountFinding>()
        .AddHostedService<Reader>()
        .AddHostedService<Processor>()
        .AddHostedService<Deliverer>()
        .AddHostedService<Housekeeper>()
        .AddHostedService<Lookout>()
        .AddHostedService<IntakeWatch>()
        .AddHostedService<Reconciler>()
        .AddHostedService<MediaFetching>();

    private static RedisServer RedisOf(IServiceProvider provider, RedisOptions options) => new(
        options.ConnectionString?.Current, options.Prefix, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisServer>>());

    private static bool IsShared(IServiceProvider provider) => provider.GetRequiredService<HubSettings>().Storage.IsPostgres;
}
