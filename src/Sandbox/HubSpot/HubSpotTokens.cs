using System.Text.Json.Nodes;
using System.Web;
using Sandbox.Vendors;

namespace Sandbox.HubSpot;

/// <summary>Access tokens: one of the private app, and those that are given for the refresh token and end after half an hour.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="account">Whose.</param>
internal sealed class HubSpotTokens(VendorKit kit, HubSpotAccount account)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> given = [];

    /// <summary>How long a token is good for.</summary>
    public static TimeSpan Lifetime => TimeSpan.FromMinutes(30);

    /// <summary>How many were given.</summary>
    public int Given
    {
        get
        {
            lock (gate) return given.Count;
        }
    }

    /// <summary>Why a call may not be made; null where it may.</summary>
    public Answer? Refuse(Call call)
    {
        if (call.Header("Authorization")?.Split(' ', 2) is not ["Bearer", var token]) return HubSpotErrors.BadCredentials();
        if (token == account.AccessToken) return null;
        lock (gate)
        {
            if (!given.TryGetValue(token, out var ends)) return HubSpotErrors.BadCredentials();
            return kit.Clock.GetUtcNow() < ends ? null : HubSpotErrors.TokenEnded();
        }
    }

    /// <summary>POST /oauth/v1/token.</summary>
    public Answer Give(Call call)
    {
        var form = HttpUtility.ParseQueryString(call.Text);
        if (form["grant_type"] != "refresh_token" || form["client_id"] != account.ClientId || form["client_secret"] != account.ClientSecret || form["refresh_token"] != account.RefreshToken)
        {
            return HubSpotErrors.BadRefreshToken();
        }

        var token = $"CJ{kit.Dice.Secret()}";
        lock (gate) given[token] = kit.Clock.GetUtcNow() + Lifetime;
        return new(200, new JsonObject { ["token_type"] = "bearer", ["refresh_token"] = account.RefreshToken, ["access_token"] = token, ["expires_in"] = (int)Lifetime.TotalSeconds }, Changed: true);
    }

    /// <summary>POST /oauth/v3/token/introspect.</summary>
    public Answer Describe(Call call)
    {
        var form = HttpUtility.ParseQueryString(call.Text);
        if (form["client_id"] != account.ClientId || form["client_secret"] != account.ClientSecret) return HubSpotErrors.BadCredentials();
        lock (gate)
        {
            return given.TryGetValue(form["token"] ?? "", out var ends) && kit.Clock.GetUtcNow() < ends
                ? new(200, new JsonObject { ["active"] = true, ["token_use"] = "access_token", ["user"] = "owner@kairos.example", ["hub_id"] = account.PortalId, ["scopes"] = Scopes(), ["expires_in"] = (int)(ends - kit.Clock.GetUtcNow()).TotalSeconds, ["app_id"] = account.AppId })
                : new(200, new JsonObject { ["active"] = false });
        }
    }

    /// <summary>POST /oauth/v2/private-apps/get/access-token-info.</summary>
    public Answer DescribePrivate(Call call) => (string?)call.Json?["tokenKey"] == account.AccessToken
        ? new(200, new JsonObject { ["userId"] = 77, ["hubId"] = account.PortalId, ["appId"] = account.AppId, ["scopes"] = Scopes() })
        : HubSpotErrors.NotFound();

    private static JsonArray Scopes() =>
        ["crm.objects.contacts.read", "crm.objects.contacts.write", "crm.objects.deals.read", "crm.objects.deals.write", "tickets", "crm.schemas.contacts.read", "crm.schemas.contacts.write", "files", "oauth"];
}
