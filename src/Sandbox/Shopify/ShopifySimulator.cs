using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Shopify;

/// <summary>What a shop's plan allows an app: points in the bucket, and how many come back in a second.</summary>
/// <param name="Points">The bucket.</param>
/// <param name="PerSecond">What comes back.</param>
internal sealed record ShopPlan(double Points, double PerSecond)
{
    public static ShopPlan Standard { get; } = new(2000, 100);

    public static ShopPlan Plus { get; } = new(20_000, 1000);
}

/// <summary>The Shopify GraphQL Admin API of one shop.</summary>
internal sealed class ShopifySimulator : IVendor
{
    // In the place of an id, in calls by hand.
    private const string Newest = "newest";
    private const int MaxQueryCost = 1000;
    private const int MostParcels = 20;

    private readonly VendorKit kit;
    private readonly ShopifyAccount account;
    private readonly ShopifyWebhooks webhooks;
    private readonly ShopifySchema schema;
    private readonly TokenBucket bucket;
    private readonly Lock costs = new();
    private readonly VendorServer server;

    private ShopifySimulator(VendorKit kit, ShopPlan plan)
    {
        this.kit = kit;
        account = new("kairos-sandbox", kit.Dice.Secret()[..32], kit.Dice.Secret(), $"shpat_{kit.Dice.Secret()[..32]}");
        webhooks = new(kit, account);
        State = new(kit, webhooks);
        schema = new(State, webhooks.Subscriptions, account);
        bucket = new(plan.Points, plan.PerSecond, kit.Clock);
        server = new(kit, ShopifyErrors.Struck);
    }

    public string Name => "shopify";

    public Uri Address => server.Address;

    public FaultSwitch Faults => kit.Faults;

    public RequestLog Log => kit.Log;

    public WebhookSender Webhooks => webhooks.Sender;

    /// <summary>Webhooks as they were sent, to send them again.</summary>
    public ShopifyWebhooks Sent => webhooks;

    /// <summary>The shop and its app.</summary>
    public ShopifyAccount Account => account;

    /// <summary>The orders.</summary>
    public ShopifyState State { get; }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Shop"] = account.Shop,
        ["ClientId"] = account.ClientId,
        ["ClientSecret"] = account.ClientSecret,
        ["AccessToken"] = account.AccessToken,
        ["ApiVersion"] = ShopifyAccount.ApiVersion,
    };

    public static async Task<ShopifySimulator> StartAsync(VendorKit kit, ShopPlan plan)
    {
        var simulator = new ShopifySimulator(kit, plan);
        await simulator.ListenAsync();
        return simulator;
    }

    public JsonNode Describe() => new JsonObject
    {
        ["orders"] = new JsonArray([.. State.Orders.Select(o => (JsonNode)State.Quietly(o.Show))]),
        ["lost"] = webhooks.Sender.Lost.Count,
    };

    public IReadOnlyList<string> Holdings() => [.. State.Orders.TakeLast(3).Select(o => State.Quietly(() =>
        $"order {o.Name} of {o.Buyer.FirstName} {o.Buyer.LastName}, {string.Join(" and ", o.Fulfillments.Select(f => $"{f.Name} {f.Status} with {f.Parcels.Count} parcels").DefaultIfEmpty("not shipped"))}, tags [{string.Join(", ", o.Tags)}]"))];

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        webhooks.Sender.Dispose();
    }

    private Task ListenAsync()
    {
        server.Api("POST", "/admin/api/{version}/graphql.json", Answer);
        server.Control("POST", "orders", (_, body) =>
        {
            // Phones in a shop are as the buyer typed them.
            var phone = body.TextOr("phone") ?? "+4915112345678";
            var buyer = State.Add(body.TextOr("first_name") ?? "Ada", body.TextOr("last_name") ?? "Berg", phone, body.TextOr("locale") ?? "en", body.TextOr("country") ?? "DE");
            return new(200, State.Quietly(State.Place(buyer).Show));
        });
        server.Control("POST", "orders/{id}/fulfillments", (call, body) =>
        {
            if ((call.Route("id") == Newest ? State.Orders.LastOrDefault() : State.Find(call.Route("id"))) is not { } order) return ShopifyErrors.NotFound();
            var fulfillment = State.Fulfil(order, body.WholeOr("parcels", 1, MostParcels) ?? 1, body.OneOf("status", "success", "pending", "success")!);
            return new(200, State.Quietly(() => fulfillment.Show(order)));
        });
        return server.StartAsync(this, _ => ShopifyErrors.NotFound());
    }

    private Answer Answer(Call call)
    {
        if (call.Header("X-Shopify-Access-Token") != account.AccessToken) return ShopifyErrors.BadToken();
        var answer = Execute(call.Json);
        return answer with { Headers = new Dictionary<string, string> { ["X-Shopify-API-Version"] = ShopifyAccount.ApiVersion } };
    }

    private Answer Execute(JsonNode? body)
    {
        try
        {
            var document = GraphQlDocument.Parse((string?)body?["query"] ?? "", body?["variables"] as JsonObject);
            var execution = new GraphQlExecution(document);
            var cost = execution.Cost;
            if (cost > MaxQueryCost) return ShopifyErrors.TooCostly(Cost(cost, null));
            lock (costs)
            {
                if (!bucket.Take(cost)) return ShopifyErrors.Throttled(Cost(cost, null));
            }

            var data = State.Quietly(() => execution.Run(document.IsMutation ? schema.Mutation() : schema.Query()));
            return new(200, new JsonObject { ["data"] = data, ["extensions"] = new JsonObject { ["cost"] = Cost(cost, cost) } }, Changed: document.IsMutation);
        }
        catch (GraphQlSyntaxException error)
        {
            return ShopifyErrors.Malformed(error.Message);
        }
        catch (UndefinedFieldException error)
        {
            return ShopifyErrors.Undefined(error);
        }
    }

    private JsonObject Cost(int requested, int? actual)
    {
        lock (costs)
        {
            return new()
            {
                ["requestedQueryCost"] = requested,
                ["actualQueryCost"] = actual,
                ["throttleStatus"] = new JsonObject
                {
                    ["maximumAvailable"] = bucket.Capacity,
                    ["currentlyAvailable"] = Math.Floor(bucket.Left),
                    ["restoreRate"] = bucket.PerSecond,
                },
            };
        }
    }
}
