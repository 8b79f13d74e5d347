using System.Text.Json.Nodes;
using System.Web;
using Sandbox.Vendors;

namespace Sandbox.Zoho;

/// <summary>The accounts server: access tokens for an hour, ten in ten minutes, and errors with a good status.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="account">Whose tokens they are.</param>
internal sealed class ZohoOAuth(VendorKit kit, ZohoAccount account)
{
    private const int MostAtOnce = 10;
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> ends = [];
    private readonly Queue<DateTimeOffset> given = new();

    /// <summary>How long a token is good for.</summary>
    public static TimeSpan Lifetime => TimeSpan.FromHours(1);

    /// <summary>How many tokens were given.</summary>
    public int Count
    {
        get
        {
            lock (gate) return ends.Count;
        }
    }

    /// <summary>The tokens that were given.</summary>
    public IReadOnlyList<string> Given
    {
        get
        {
            lock (gate) return [.. ends.Keys];
        }
    }

    /// <summary>POST /oauth/v2/token.</summary>
    public Answer Refresh(Call call, Uri apiDomain)
    {
        var form = HttpUtility.ParseQueryString(call.Text);
        if (form["grant_type"] != "refresh_token") return Refused("unsupported_grant_type");
        if (form["client_id"] != account.ClientId) return Refused("invalid_client");
        if (form["client_secret"] != account.ClientSecret) return Refused("invalid_client_secret");
        if (form["refresh_token"] != account.RefreshToken) return Refused("invalid_code");
        lock (gate)
        {
            var now = kit.Clock.GetUtcNow();
            while (given.TryPeek(out var first) && now - first >= Span) given.Dequeue();
            if (given.Count >= MostAtOnce)
            {
                return new(400, new JsonObject { ["error"] = "access_denied", ["error_description"] = "You have made too many requests continuously. Please try again after some time.", ["status"] = "failure" });
            }

            given.Enqueue(now);
            var token = $"1000.{kit.Dice.Hex(32)}";
            ends[token] = now + Lifetime;
            return new(200, new JsonObject { ["access_token"] = token, ["api_domain"] = apiDomain.ToString().TrimEnd('/'), ["token_type"] = "Bearer", ["expires_in"] = (int)Lifetime.TotalSeconds });
        }
    }

    /// <summary>Whether a call may be made with what stands in its header.</summary>
    public bool IsGood(string? header)
    {
        lock (gate) return header?.Split(' ') is ["Zoho-oauthtoken", var token] && ends.TryGetValue(token, out var end) && kit.Clock.GetUtcNow() < end;
    }

    /// <summary>Ends all tokens before their time.</summary>
    public void Revoke()
    {
        lock (gate)
        {
            foreach (var token in ends.Keys.ToList()) ends[token] = DateTimeOffset.MinValue;
        }
    }

    private static Answer Refused(string error) => new(200, new JsonObject { ["error"] = error });
}

/// <summary>The business's account: generated for one run.</summary>
/// <param name="ClientId">Of the hub's client.</param>
/// <param name="ClientSecret">Of the hub's client.</param>
/// <param name="RefreshToken">Of the hub's user.</param>
/// <param name="WebhookSecret">What the hub derives its channel tokens from; the vendor does not know it.</param>
internal sealed record ZohoAccount(string ClientId, string ClientSecret, string RefreshToken, string WebhookSecret);
