using Hub.Alerting;
using Hub.Configuration;
using Hub.Coordination;
using Hub.Telemetry;
using Hub.Tests.Pipeline;
using Hub.Tests.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Tests.Alerting;

/// <summary>Hubs whose state is looked at when a test says so.</summary>
internal static class AlertingHub
{
    public const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    public const string Set = "routes: [{id: shipped, on: fake.thing.happened, do: fake.set_field, with: {record: \"${event.record}\", text: t}}]";

    public static AlertSettings Settings(params (string Key, string Value)[] settings)
    {
        var errors = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create("Alerts:" + pair.Key, (string?)pair.Value))).Build();
        var read = AlertReader.Read(configuration, ["fake"], errors);
        errors.ShouldBeEmpty();
        return read;
    }

    /// <summary>Starts a hub that posts to a receiver.</summary>
    public static Task<HubUnderTest> StartAsync(Receiving receiver, params (string Key, string Value)[] settings) =>
        StartAsync(Set, [("Webhook:Url", new Uri(receiver.Address, "/alerts").AbsoluteUri), ("Webhook:Secret", Secret), ("Webhook:AllowPrivate", "true"), .. settings]);

    public static async Task<HubUnderTest> StartAsync(string routes, params (string Key, string Value)[] settings)
    {
        var hub = await BeginAsync(routes, settings);
        // Counts from now on, as the hub's host has it.
        hub.Part<PrometheusText>();
        return hub;
    }

    private static Task<HubUnderTest> BeginAsync(string routes, (string Key, string Value)[] settings) => HubUnderTest.StartAsync(
        routes,
        breakers: BreakerOptions.Default,
        more: services =>
        {
            services.AddAlerting().AddSingleton<PrometheusText>();
            services.Remove(services.Single(service => service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService) && service.ImplementationFactory?.Method.ReturnType == typeof(AlertWatch)));
            services.Replace(ServiceDescriptor.Singleton(new HubSettings(new() { DataPath = Path.GetTempPath() }, new(), []) { Alerts = Settings(settings) }));
        });

    /// <summary>Looks once how the hub stands.</summary>
    public static Task LookAsync(this HubUnderTest hub) => hub.Part<AlertWatch>().LookAsync(CancellationToken.None);

    /// <summary>The alerts as <c>name about active|over</c>, oldest first.</summary>
    public static Task<List<string>> AlertsAsync(this HubUnderTest hub) =>
        hub.ListAsync("SELECT name || ' ' || about || CASE WHEN resolved_at IS NULL THEN ' active' ELSE ' over' END FROM alert WHERE lasts = 1 ORDER BY seq");

    /// <summary>The numbers of a metric, each as its labels' values and the number.</summary>
    public static List<string> Metric(this HubUnderTest hub, Metric metric) =>
    [
        .. PrometheusReader.Read(hub.Part<PrometheusText>().Write())[metric.PrometheusName].Samples
            .Select(sample => string.Join(' ', sample.Labels.Values.Append(sample.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)))),
    ];

    /// <summary>Waits until so much was received.</summary>
    public static Task ReceivedAsync(this HubUnderTest hub, Receiving receiver, int count) => hub.UntilAsync(_ => ValueTask.FromResult(receiver.All.Count >= count), $"{count} posts came");
}
