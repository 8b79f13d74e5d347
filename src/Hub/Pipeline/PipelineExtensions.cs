using Hub.Coordination;

namespace Hub.Pipeline;

/// <summary>Registers the flow: receive, read, process, deliver.</summary>
internal static class PipelineExtensions
{
    /// <summary>Adds everything between the store and the connectors.</summary>
    public static IServiceCollection AddPipeline(this IServiceCollection services) => services
        .AddSingleton(RetrySchedule.Default)
        .AddSingleton(BreakerOptions.Default)
        .AddSingleton<Wakeups>()
        .AddSingleton<RateLimits>()
        .AddSingleton<Breakers>()
        .AddSingleton<Receiver>()
        .AddSingleton<Control>()
        .AddSingleton<LineRunner>()
        .AddSingleton<CommandMaking>()
        .AddSingleton<StatusApplication>()
        .AddSingleton<Application>()
        .AddSingleton<Preparation>()
        .AddSingleton<AttemptOpening>()
        .AddSingleton<AttemptEnding>()
        .AddSingleton<DeliveryLimits>()
        .AddSingleton<TemplateCatalogue>()
        .AddHostedService(provider => provider.GetRequiredService<TemplateCatalogue>())
        .AddHostedService<Reader>()
        .AddHostedService<Processor>()
        .AddHostedService<Deliverer>()
        .AddHostedService<Housekeeper>();
}
