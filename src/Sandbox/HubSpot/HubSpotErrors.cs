using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.HubSpot;

/// <summary>The vendor's errors as it answers them.</summary>
internal static class HubSpotErrors
{
    public static Answer BadCredentials() => new(401, Body("Authentication credentials not found.", "INVALID_AUTHENTICATION"));

    public static Answer TokenEnded() => new(401, Body("The OAuth token used to make this call expired.", "EXPIRED_AUTHENTICATION"));

    public static Answer BadRefreshToken() => new(400, new JsonObject { ["status"] = "BAD_REFRESH_TOKEN", ["message"] = "missing or invalid refresh token" });

    public static Answer NotFound() => new(404, Body("resource not found", "OBJECT_NOT_FOUND"));

    public static Answer NoSuchAddress() => new(404, new JsonObject { ["status"] = "error", ["message"] = "Not Found" });

    public static Answer NoSuchKind(string kind) => new(400, new JsonObject { ["status"] = "error", ["message"] = $"Unable to infer object type from: {kind}" });

    public static JsonObject Exists(long id) => Body($"Contact already exists. Existing ID: {Text(id)}", "CONFLICT");

    public static Answer Invalid(string property, string code, string message) => new(400, new JsonObject
    {
        ["status"] = "error",
        ["message"] = $"Property values were not valid: [{{\"isValid\":false,\"message\":\"{message}\",\"error\":\"{code}\",\"name\":\"{property}\"}}]",
        ["correlationId"] = "e06d5f4a-fcde-4985-bc2b-2b89d29568b0",
        ["errors"] = new JsonArray(new JsonObject { ["message"] = message, ["code"] = code, ["context"] = new JsonObject { ["propertyName"] = new JsonArray(property) } }),
        ["category"] = "VALIDATION_ERROR",
    });

    public static Answer PropertyExists(string name) => new(409, Body($"A property named '{name}' already exists.", "CONFLICT"));

    public static Answer TooMany(string policy, Dictionary<string, string> headers)
    {
        var body = Body($"You have reached your {policy.ToLowerInvariant()} limit.", "RATE_LIMITS");
        body["errorType"] = "RATE_LIMIT";
        body["policyName"] = policy;
        return new(429, body, headers);
    }

    /// <summary>A fault: the vendor's own 429, or 503.</summary>
    public static Answer Struck(Fault fault) => fault.Kind == FaultKind.TooManyRequests
        ? TooMany("TEN_SECONDLY_ROLLING", new() { ["Retry-After"] = ((int)Math.Ceiling(fault.Seconds ?? 5)).ToString(CultureInfo.InvariantCulture) })
        : new(503, new JsonObject { ["status"] = "error", ["message"] = "The service is temporarily unavailable." });

    public static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Body(string message, string category) => new()
    {
        ["status"] = "error",
        ["message"] = message,
        ["correlationId"] = "c0895ebf-9e3e-4b7d-b6e6-124e02d3f9c3",
        ["category"] = category,
    };
}
