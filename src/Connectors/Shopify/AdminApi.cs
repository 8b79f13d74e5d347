using System.Text.Json;
using Microsoft.Extensions.Logging;
using RestEase;

namespace Hub.Connectors.Shopify;

/// <summary>What a call of the Admin API led to: a closed set.</summary>
internal abstract record GraphReply<TData>
    where TData : class
{
    private GraphReply()
    {
    }

    /// <summary>The API answered without errors.</summary>
    public sealed record Given(TData Data) : GraphReply<TData>;

    /// <summary>It did not.</summary>
    public sealed record Failed(VendorFailure Failure) : GraphReply<TData>;
}

/// <summary>Calls the Admin API of a connection and sorts its answers.</summary>
internal sealed partial class AdminApi(ILogger<AdminApi> logger)
{
    // A query runs only if the bucket holds what it may cost.
    private const string Points = "points";

    /// <summary>Makes one call. Throws only what the HTTP client throws.</summary>
    public async Task<GraphReply<TData>> AskAsync<TData>(Connection connection, Func<IShopifyApi, Task<Response<GraphAnswer<TData>>>> call)
        where TData : class
    {
        var client = connection.Shared(Client.Of);
        var response = await call(client.Api);
        using var message = response.ResponseMessage;
        WatchVersion(client, message, connection);
        if (!message.IsSuccessStatusCode) return new GraphReply<TData>.Failed(ShopifyErrors.OfStatus(message, connection.Time.GetUtcNow()));
        GraphAnswer<TData>? answer;
        try
        {
            answer = response.GetContent();
        }
        catch (JsonException)
        {
            return new GraphReply<TData>.Failed(ShopifyErrors.Unreadable);
        }

        if (answer?.Extensions?.Cost is { RequestedQueryCost: { } cost, ThrottleStatus: { MaximumAvailable: { } total, CurrentlyAvailable: { } left, RestoreRate: { } rate } })
        {
            connection.Tell(new(Points, total, left) { PerSecond = rate, Cost = cost });
        }

        if (answer?.Errors is { Count: > 0 } errors) return new GraphReply<TData>.Failed(ShopifyErrors.OfErrors(errors, answer.Extensions?.Cost));
        return answer?.Data is { } data ? new GraphReply<TData>.Given(data) : new GraphReply<TData>.Failed(ShopifyErrors.Unreadable);
    }

    // An unsupported version falls forward to the oldest supported one without a word but this header.
    private void WatchVersion(Client client, HttpResponseMessage response, Connection connection)
    {
        if (!response.Headers.TryGetValues("X-Shopify-API-Version", out var values) || values.FirstOrDefault() is not { } served) return;
        if (client.Served(served) && served != client.Api.Version) LogOtherVersion(connection.Name, client.Api.Version, served);
    }

    private sealed class Client(IShopifyApi api)
    {
        private string served = api.Version;

        public IShopifyApi Api { get; } = api;

        public static Client Of(Connection connection)
        {
            var options = connection.Options<ShopifyOptions>();
            var api = RestJson.Client<IShopifyApi>(connection.Http, ShopifyGraphJson.Default);
            api.AccessToken = options.AccessToken!.Current;
            api.Version = options.ApiVersion;
            return new(api);
        }

        /// <summary>Notes the version that was served; true when it differs from the last.</summary>
        public bool Served(string version) => !string.Equals(Interlocked.Exchange(ref served, version), version, StringComparison.Ordinal);
    }
}
