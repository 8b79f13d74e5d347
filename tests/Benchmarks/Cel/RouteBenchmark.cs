using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Connectors.Shopify;
using Hub.Connectors.WhatsApp;
using Hub.Connectors.Zendesk;
using Hub.Mappings;
using Hub.Mappings.Scenarios;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Benchmarks.Cel;

/// <summary>The route of mappings/shipping.yaml that tells a buyer of a parcel: one typical event with one parcel.</summary>
internal static class RouteBenchmark
{
    private const int Copies = 40;
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static void Run(TextWriter output)
    {
        var environment = Environment();
        var text = File.ReadAllText(Path.Combine(Repository.Root, "mappings", "shipping.yaml"));
        var loaded = MappingFolder.Compile([new("shipping.yaml", text)], environment);
        var route = loaded.Snapshot!.Find("shipped")!;
        var moment = new ProcessingMoment { Event = Happening(environment) };
        if (route.Evaluate(moment) is not RouteOutcome.Matched { Commands: [{ Input: not null }] })
        {
            output.WriteLine("The route shipped makes no command of the event.");
            return;
        }

        output.WriteLine($"the route shipped, one event:      {Measured.Of(() => route.Evaluate(moment))}");
        var one = text[text.IndexOf("  - id: shipped", StringComparison.Ordinal)..text.IndexOf("  - id: told", StringComparison.Ordinal)];
        var many = "language: 1\nroutes:\n" + string.Concat(Enumerable.Range(0, Copies).Select(copy => one.Replace("id: shipped", string.Create(CultureInfo.InvariantCulture, $"id: shipped-{copy}"), StringComparison.Ordinal)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compiling a route ({Copies} in a file): {Measured.Of(() => MappingFolder.Compile([new("many.yaml", many)], environment)).Each(Copies)}"));
        output.WriteLine($"compiling that file's record types: {Measured.Of(() => MappingFolder.Compile([new("none.yaml", "language: 1\nroutes:\n" + one)], environment))}");
    }

    private static EventView Happening(MappingEnvironment environment)
    {
        var given = JsonNode.Parse("""
            {
              "payload": "payloads/shopify/fulfillment-success.json", "suffix": "fulfillments/update", "headers": {"X-Shopify-Topic": "fulfillments/update"},
              "change": {
                "order": {"name": "#2041", "country": "AU", "locale": "en-AU", "customer": {"id": "7120001112223", "first_name": "Mara"}},
                "parcels": [{"number": "PP1001", "tracking_url": "https://track.example/PP1001"}]
              }
            }
            """)!.AsObject();
        var incoming = new ScenarioEvents(Path.Combine(Repository.Root, "mappings"), environment).Of(given, Now)[0];
        return new("e1", incoming.Type, "shopify", incoming.Data, incoming.Ends, Now, Now);
    }

    private static MappingEnvironment Environment()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddSingleton(TimeProvider.System);
        services.AddWhatsApp().AddZendesk().AddShopify();
        using var provider = services.BuildServiceProvider();
        return new() { Connections = [.. provider.GetServices<IConnector>().Select(connector => (connector.Name, connector))] };
    }
}
