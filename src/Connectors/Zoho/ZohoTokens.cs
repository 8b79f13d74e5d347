using RestEase;

namespace Hub.Connectors.Zoho;

/// <summary>Access tokens, each for an hour. Zoho gives ten in ten minutes for a refresh token, and then none for the rest of them; the refresh token stays.</summary>
internal static class ZohoTokens
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);
    private static readonly TimeSpan Blocked = TimeSpan.FromMinutes(10);

    /// <summary>Asks for an access token. Source: Zoho's page "OAuth 2.0, refresh access tokens"; that errors come with status 200 is from memory, and both ways are read.</summary>
    public static async Task<TokenAnswer> RefreshAsync(string refreshToken, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<ZohoOptions>();
        var accounts = RestJson.Client<IZohoAccounts>(connection.Http, ZohoJson.Default);
        accounts.Server = ZohoHosts.AccountsOf(options).AbsoluteUri;
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = options.ClientId,
            ["client_secret"] = options.ClientSecret.Current,
            ["refresh_token"] = refreshToken,
        };
        var response = await accounts.TokenAsync(form, cancel);
        using var message = response.ResponseMessage;
        return Of(response, connection.Time.GetUtcNow());
    }

    private static TokenAnswer Of(Response<TokenBody> response, DateTimeOffset now)
    {
        if (BodyOf(response) is not { } body)
        {
            return new TokenAnswer.Failed(
                response.ResponseMessage.IsSuccessStatusCode ? new(FailureKind.Transient, "unreadable", "The answer of Zoho's accounts server was not of its form.") : VendorErrors.OfStatus(response.ResponseMessage, now));
        }

        if (body.AccessToken is { Length: > 0 } token)
        {
            var lifetime = (body.ExpiresInSec ?? body.ExpiresIn) is { } seconds and > 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds) : Usual;
            return new TokenAnswer.Given(new(token) { Address = Uri.TryCreate(body.ApiDomain, UriKind.Absolute, out var address) ? address : null }, lifetime);
        }

        return new TokenAnswer.Failed(body.Error switch
        {
            "invalid_code" or "invalid_grant" => new(FailureKind.Unauthorized, body.Error, "Zoho does not accept the refresh token: it was revoked, replaced by the 21st of its user, or made at another data centre."),
            "invalid_client" => new(FailureKind.Unauthorized, body.Error, "Zoho does not know the client id at this data centre."),
            "invalid_client_secret" => new(FailureKind.Unauthorized, body.Error, "Zoho does not accept the client secret; each data centre has its own."),
            "unauthorized_client" => new(FailureKind.Unauthorized, body.Error, "The client may not ask for tokens so."),
            "access_denied" => new(FailureKind.Throttled, body.Error, "Too many access tokens were asked for: Zoho gives ten in ten minutes.", Blocked),
            _ => (int)response.ResponseMessage.StatusCode is >= 400 and not 500 and var status ? VendorErrors.OfStatus(response.ResponseMessage, now) with { Code = $"{status}" } : new(FailureKind.Transient, "error", "Zoho's accounts server gave no token."),
        });
    }

    private static TokenBody? BodyOf(Response<TokenBody> response)
    {
        try
        {
            return response.GetContent();
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
