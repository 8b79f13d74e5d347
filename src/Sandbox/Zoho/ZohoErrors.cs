using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Zoho;

/// <summary>The vendor's errors as it answers them.</summary>
internal static class ZohoErrors
{
    public static Answer BadToken() => new(401, Body("INVALID_TOKEN", [], "invalid oauth token"));

    public static Answer NoSuchAddress() => new(404, Body("INVALID_URL_PATTERN", [], "Please check if the URL trying to access is a correct one"));

    public static Answer NoSuchModule() => new(400, Body("INVALID_MODULE", new() { ["resource_path_index"] = 0 }, "the module name given seems to be invalid"));

    public static Answer NoSuchRecord() => new(400, Body("INVALID_DATA", new() { ["resource_path_index"] = 1 }, "the id given seems to be invalid"));

    public static Answer Wrong(string parameter) => new(400, Body("INVALID_DATA", new() { ["param_name"] = parameter }, "invalid data"));

    public static Answer Missing(string parameter) => new(400, Body("REQUIRED_PARAM_MISSING", new() { ["param_name"] = parameter }, "One of the expected parameter is missing"));

    public static Answer TooManyPages() => new(400, Body("DISCRETE_PAGINATION_LIMIT_EXCEEDED", [], "up to 2000 records by page"));

    public static Answer CreditsSpent() => new(429, Body("LIMIT_EXCEEDED", [], "You have exceeded the maximum API credits"));

    /// <summary>One record's part of an answer that failed.</summary>
    public static JsonObject Element(string code, string field, string message, string? id = null)
    {
        var details = new JsonObject { ["api_name"] = field, ["json_path"] = $"$.data[0].{field}" };
        if (id is not null) details["id"] = id;
        return Body(code, details, message);
    }

    /// <summary>A fault: the vendor's own 429, or 503.</summary>
    public static Answer Struck(Fault fault) => fault.Kind == FaultKind.TooManyRequests
        ? new(429, Body("TOO_MANY_REQUESTS", [], "too many requests"))
        : new(503, Body("INTERNAL_ERROR", [], "Internal Server Error"));

    private static JsonObject Body(string code, JsonObject details, string message) => new() { ["code"] = code, ["details"] = details, ["message"] = message, ["status"] = "error" };
}
