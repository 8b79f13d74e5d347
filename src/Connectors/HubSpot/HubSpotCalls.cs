using System.Net;
using System.Text.Json;
using RestEase;

namespace Hub.Connectors.HubSpot;

/// <summary>What all calls of the connector share: the client, the credentials, and how an answer is sorted.</summary>
internal static class HubSpotCalls
{
    /// <summary>Makes a call with the token of the account. Throws only what the HTTP client throws.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="connection">The connection, which is told of the limits that the answer names.</param>
    /// <param name="call">The call, with the value of its Authorization header. It is made once more where the token is refused.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="onceOnly">True for a write that must not be repeated blindly.</param>
    public static async Task<Answer<T>> AskAsync<T>(Connection connection, Func<IHubSpotApi, string, Task<Response<T>>> call, CancellationToken cancel, bool onceOnly = false)
        where T : class
    {
        var api = connection.Shared(static own => RestJson.Client<IHubSpotApi>(own.Http, HubSpotApiJson.Default));
        if (connection.Options<HubSpotOptions>().AccessToken is { } token) return Sort(await call(api, Bearer(token.Current)), connection, onceOnly);
        using var held = await connection.WithTokenAsync(
            async given => new Held<T>(await call(api, Bearer(given.Value))), static answer => answer.Response.ResponseMessage.StatusCode == HttpStatusCode.Unauthorized, cancel);
        return Sort(held.Response, connection, onceOnly);
    }

    /// <summary>Makes a call that needs no token of the account.</summary>
    public static async Task<Answer<T>> SortedAsync<T>(Connection connection, Task<Response<T>> call)
        where T : class => Sort(await call, connection, onceOnly: false);

    /// <summary>The failure of an id that cannot be one, by the name of the input that holds it; null where all can.</summary>
    public static VendorFailure? Malformed(params ReadOnlySpan<(string Input, string? Id)> ids)
    {
        foreach (var (input, id) in ids)
        {
            if (id is not null && !HubSpotId.IsValid(id)) return new(FailureKind.Rejected, "invalid_id", $"What stands at {input} is no id of HubSpot's: those are numbers.");
        }

        return null;
    }

    private static Answer<T> Sort<T>(Response<T> response, Connection connection, bool onceOnly)
        where T : class
    {
        using var message = response.ResponseMessage;
        foreach (var budget in HubSpotBudgets.Of(message.Headers)) connection.Tell(budget);
        if (!message.IsSuccessStatusCode)
        {
            var error = HubSpotErrors.Parse(response.StringContent);
            return new(null, HubSpotErrors.Of(message, error, connection.Time.GetUtcNow(), onceOnly), error);
        }

        try
        {
            if (response.GetContent() is { } value) return new(value, null);
        }
        catch (JsonException)
        {
            // Falls through: an answer that is not HubSpot's is as good as none.
        }

        return typeof(T) == typeof(Nothing) ? new((T)(object)new Nothing(), null) : new(null, HubSpotErrors.Unreadable(onceOnly));
    }

    private static string Bearer(string token) => $"Bearer {token}";

    // An answer that can be given up.
    private sealed record Held<T>(Response<T> Response) : IDisposable
    {
        public void Dispose() => Response.ResponseMessage.Dispose();
    }
}
