using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Square;

/// <summary>The vendor's errors as it answers them.</summary>
internal static class SquareErrors
{
    public static Answer Unauthorized() => Of(401, "AUTHENTICATION_ERROR", "UNAUTHORIZED", "This request could not be authorized.");

    public static Answer Expired() => Of(401, "AUTHENTICATION_ERROR", "ACCESS_TOKEN_EXPIRED", "The access token has expired.");

    public static Answer NotFound() => Of(404, "INVALID_REQUEST_ERROR", "NOT_FOUND", "Resource not found.");

    public static Answer Invalid(string code, string field) => Of(400, "INVALID_REQUEST_ERROR", code, $"{field} is not valid.", field);

    public static Answer VersionMismatch() => Of(409, "INVALID_REQUEST_ERROR", "VERSION_MISMATCH", "The version does not match that of the record.", "version");

    public static Answer KeyReused() => Of(400, "INVALID_REQUEST_ERROR", "IDEMPOTENCY_KEY_REUSED", "The idempotency key was used with other parameters.", "idempotency_key");

    /// <summary>What the vendor says beyond its limit, which it does not publish: no header tells when to come again.</summary>
    public static Answer TooMany(TimeSpan? wait = null) => Of(429, "RATE_LIMIT_ERROR", "RATE_LIMITED", "Too many requests.") with
    {
        Headers = wait is { } time ? new Dictionary<string, string> { ["Retry-After"] = ((int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture) } : null,
    };

    /// <summary>A fault: the vendor's own 429, or 503.</summary>
    public static Answer Struck(Fault fault) => fault.Kind == FaultKind.TooManyRequests
        ? TooMany(TimeSpan.FromSeconds(fault.Seconds ?? 5))
        : Of(503, "API_ERROR", "SERVICE_UNAVAILABLE", "The service is unavailable.");

    private static Answer Of(int status, string category, string code, string detail, string? field = null)
    {
        var error = new JsonObject { ["category"] = category, ["code"] = code, ["detail"] = detail };
        if (field is not null) error["field"] = field;
        return new(status, new JsonObject { ["errors"] = new JsonArray(error) });
    }
}
