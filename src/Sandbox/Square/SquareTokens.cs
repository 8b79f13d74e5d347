using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Square;

/// <summary>The vendor's access tokens: the seller's own, which does not end, and those for the refresh token, which end after 30 days.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="account">Whose they are.</param>
internal sealed class SquareTokens(VendorKit kit, SquareAccount account)
{
    private static readonly string[] Scopes =
    [
        "APPOINTMENTS_READ", "APPOINTMENTS_ALL_READ", "APPOINTMENTS_WRITE", "APPOINTMENTS_ALL_WRITE", "APPOINTMENTS_BUSINESS_SETTINGS_READ", "CUSTOMERS_READ", "CUSTOMERS_WRITE", "MERCHANT_PROFILE_READ", "ORDERS_READ",
        "PAYMENTS_READ", "ITEMS_READ",
    ];

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> given = [];

    /// <summary>How many access tokens were given.</summary>
    public int Given
    {
        get
        {
            lock (gate) return given.Count;
        }
    }

    /// <summary>The refusal of a call as the seller; null where its token is good.</summary>
    public Answer? Refuse(Call call)
    {
        var token = TokenOf(call);
        if (token == account.AccessToken) return null;
        lock (gate) return !given.TryGetValue(token, out var ends) ? SquareErrors.Unauthorized() : ends <= kit.Clock.GetUtcNow() ? SquareErrors.Expired() : null;
    }

    /// <summary>The refusal of a call as the application; null where its token is good.</summary>
    public Answer? RefuseApplication(Call call) => TokenOf(call) == account.ApplicationToken ? null : SquareErrors.Unauthorized();

    /// <summary>POST /oauth2/token.</summary>
    public Answer Give(JsonNode? body)
    {
        if ((string?)body?["grant_type"] != "refresh_token" || (string?)body["refresh_token"] != account.RefreshToken || (string?)body["client_id"] != account.ClientId || (string?)body["client_secret"] != account.ClientSecret)
        {
            return SquareErrors.Unauthorized();
        }

        var token = $"EAAA{kit.Dice.Secret()}";
        var ends = kit.Clock.GetUtcNow() + Lifetime;
        lock (gate) given[token] = ends;
        return new(200, new JsonObject { ["access_token"] = token, ["token_type"] = "bearer", ["expires_at"] = Stamp.Of(ends), ["merchant_id"] = account.MerchantId, ["refresh_token"] = account.RefreshToken, ["short_lived"] = false }, Changed: true);
    }

    /// <summary>POST /oauth2/token/status.</summary>
    public Answer Status(Call call)
    {
        var status = new JsonObject { ["client_id"] = account.ClientId, ["merchant_id"] = account.MerchantId, ["scopes"] = new JsonArray([.. Scopes.Select(scope => (JsonNode)scope)]) };
        lock (gate)
        {
            if (given.TryGetValue(TokenOf(call), out var ends)) status["expires_at"] = Stamp.Of(ends);
        }

        return new(200, status);
    }

    private static string TokenOf(Call call) => call.Header("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : "";
}
