using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Zendesk;

/// <summary>The vendor's errors as it answers them.</summary>
internal static class ZendeskErrors
{
    public static Answer BadCredentials() => new(401, new JsonObject { ["error"] = "Couldn't authenticate you" });

    public static Answer NotFound() => new(404, new JsonObject { ["error"] = "RecordNotFound", ["description"] = "Not found" });

    public static Answer NoSuchAddress() => new(404, new JsonObject { ["error"] = "InvalidEndpoint", ["description"] = "Not found" });

    public static Answer Invalid(string field, string error, string description) => new(422, new JsonObject
    {
        ["error"] = "RecordInvalid",
        ["description"] = "Record validation errors",
        ["details"] = new JsonObject { [field] = new JsonArray(new JsonObject { ["description"] = description, ["error"] = error }) },
    });

    public static Answer Closed() => Invalid("status", "InvalidValue", "Status: closed prevents ticket update");

    public static Answer Collision() => new(409, new JsonObject { ["error"] = "UpdateConflict", ["description"] = "Safe Update prevented the update due to outdated ticket data." });

    public static Answer OtherParameters() => new(400, new JsonObject { ["error"] = "IdempotentRequestError", ["description"] = "Request parameters are different from those used in the first request with this Idempotency-Key." });

    public static Answer TooMany(TimeSpan wait, string? limit = null)
    {
        var seconds = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string> { ["Retry-After"] = seconds };
        if (limit is not null) headers[limit] = $"total=30; remaining=0; resets={seconds}";
        return new(429, new JsonObject { ["error"] = "TooManyRequests", ["description"] = "Rate limit reached" }, headers);
    }

    /// <summary>A fault: the vendor's own 429, or 503.</summary>
    public static Answer Struck(Fault fault) => fault.Kind == FaultKind.TooManyRequests
        ? TooMany(TimeSpan.FromSeconds(fault.Seconds ?? 5))
        : new(503, new JsonObject { ["error"] = "ServiceUnavailable", ["description"] = "The service is temporarily unavailable." });
}
