using RestEase;

namespace Hub.Connectors.HubSpot;

/// <summary>Access tokens of public apps. They are good for about half an hour; the answer says how long (developers.hubspot.com, "OAuth").</summary>
internal static class HubSpotTokens
{
    /// <summary>Asks for an access token.</summary>
    public static async Task<TokenAnswer> RefreshAsync(string refreshToken, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<HubSpotOptions>();
        var api = Api(connection);
        var body = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = options.ClientId ?? "",
            ["client_secret"] = options.ClientSecret.Current,
            ["refresh_token"] = refreshToken,
        };
        var response = await api.TokenAsync(body, cancel);
        using var message = response.ResponseMessage;
        var now = connection.Time.GetUtcNow();
        if (!message.IsSuccessStatusCode)
        {
            // Whatever is wrong with what was asked will be wrong again: the app was removed from the account, or its credentials are others.
            var failure = HubSpotErrors.Of(message, HubSpotErrors.Parse(response.StringContent), now, onceOnly: false);
            return new TokenAnswer.Failed(failure.Kind == FailureKind.Rejected
                ? new(FailureKind.Unauthorized, failure.Code, "HubSpot gives no access token for the refresh token: the app was removed from the account, or its client id or secret is another. Install the app anew.")
                : failure);
        }

        try
        {
            if (response.GetContent() is { AccessToken: { Length: > 0 } token, ExpiresIn: > 0 and var seconds } given)
            {
                return new TokenAnswer.Given(new(token), TimeSpan.FromSeconds(seconds)) { RefreshToken = given.RefreshToken == refreshToken ? null : given.RefreshToken };
            }
        }
        catch (System.Text.Json.JsonException)
        {
            // Falls through: an answer that is not HubSpot's is as good as none.
        }

        return new TokenAnswer.Failed(HubSpotErrors.Unreadable(onceOnly: false));
    }

    /// <summary>Asks what an access token may do.</summary>
    public static async Task<Response<TokenDetails>> DescribeAsync(AccessToken token, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<HubSpotOptions>();
        return await Api(connection).DetailsAsync(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["client_id"] = options.ClientId ?? "",
                ["client_secret"] = options.ClientSecret.Current,
                ["token"] = token.Value,
                ["token_type_hint"] = "access_token",
            },
            cancel);
    }

    private static IHubSpotTokenApi Api(Connection connection) => connection.Shared(static own => RestJson.Client<IHubSpotTokenApi>(own.Http, HubSpotTokenJson.Default));
}
