using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Shopify;

/// <summary>The vendor's errors as it answers them. Most come with status 200.</summary>
internal static class ShopifyErrors
{
    public static Answer BadToken() => new(401, new JsonObject { ["errors"] = "[API] Invalid API key or access token (unrecognized login or wrong password)" });

    public static Answer NotFound() => new(404, new JsonObject { ["errors"] = "Not Found" });

    public static Answer Throttled(JsonObject cost) => new(200, Errors("Throttled", "THROTTLED", cost));

    public static Answer TooCostly(JsonObject cost) => new(200, Errors("Query cost exceeds the single query max cost limit of 1000", "MAX_COST_EXCEEDED", cost));

    public static Answer Malformed(string message) => new(200, Errors(message, null, null));

    public static Answer Undefined(UndefinedFieldException error)
    {
        var body = Errors(error.Message, "undefinedField", null);
        var extensions = body["errors"]![0]!["extensions"]!;
        extensions["typeName"] = error.Type;
        extensions["fieldName"] = error.Field;
        return new(200, body);
    }

    /// <summary>A fault: the vendor's own 429, or 503.</summary>
    public static Answer Struck(Fault fault) => fault.Kind == FaultKind.TooManyRequests
        ? new(429, new JsonObject { ["errors"] = "Exceeded the rate limit. Reduce request rates to resume uninterrupted service." }, new Dictionary<string, string>
        {
            ["Retry-After"] = (fault.Seconds ?? 2).ToString("0.0", CultureInfo.InvariantCulture),
        })
        : new(503, new JsonObject { ["errors"] = "Service Unavailable" });

    private static JsonObject Errors(string message, string? code, JsonObject? cost)
    {
        var error = new JsonObject { ["message"] = message };
        if (code is not null) error["extensions"] = new JsonObject { ["code"] = code };
        var body = new JsonObject { ["errors"] = new JsonArray(error) };
        if (cost is not null) body["extensions"] = new JsonObject { ["cost"] = cost };
        return body;
    }
}
