using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.WhatsApp;

/// <summary>The vendor's errors as it answers them.</summary>
internal static class WhatsAppErrors
{
    public static Answer InvalidParameter(string details) => Of(400, 100, "Invalid parameter", details);

    public static Answer CallbackNotVerified() => Of(400, 2200, "Callback verification failed", "The callback URL could not be validated: it did not answer with the challenge.");

    public static Answer BadToken() => Of(401, 190, "Invalid OAuth access token - Cannot parse access token", "The access token is not valid.");

    public static Answer WindowClosed() => Of(400, 131047, "Re-engagement message", "Message failed to send because more than 24 hours have passed since the customer last replied to this number.");

    public static Answer Undeliverable() => Of(400, 131026, "Message undeliverable", "The recipient phone number is not a WhatsApp phone number.");

    public static Answer NoTemplate(string name, string language) => Of(404, 132001, "Template name does not exist in the translation", $"template name ({name}) does not exist in {language}");

    public static Answer PausedTemplate(string name) => Of(400, 132015, "Template is Paused", $"template name ({name}) is paused");

    public static Answer ParameterCount(int given, int wanted) => Of(400, 132000, "Number of parameters does not match the expected number of params",
        string.Create(CultureInfo.InvariantCulture, $"body: number of localizable_params ({given}) does not match the expected number of params ({wanted})"));

    public static Answer StoppedMarketing() => Of(400, 131050, "User has stopped marketing messages", "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business.");

    public static Answer PairLimit() => Of(400, 131056, "(Business Account, Consumer Account) pair rate limit hit", "Too many messages sent from this phone number to the same phone number in a short period of time.");

    public static Answer NumberLimit() => Of(400, 130429, "Rate limit hit", "Cloud API message throughput has been reached.");

    public static Answer MessagingLimit() => Of(400, 131064, "Messaging limit reached", "The business portfolio has messaged as many unique users outside of customer service windows as its messaging limit allows in 24 hours.");

    public static Answer NoSuchObject(string path) =>
        new(400, Body(100, $"Unsupported request - method type or object does not exist: {path}", "GraphMethodException", null, 33));

    /// <summary>A fault: the vendor's own 429, or 503.</summary>
    public static Answer Struck(Fault fault) => fault.Kind == FaultKind.TooManyRequests
        ? new(429, Body(4, "(#4) Application request limit reached", "OAuthException", null, null), new Dictionary<string, string>
        {
            ["Retry-After"] = (fault.Seconds ?? 5).ToString(CultureInfo.InvariantCulture),
        })
        : new(503, Body(2, "(#2) Service temporarily unavailable", "OAuthException", null, null));

    /// <summary>The error as a status carries it.</summary>
    public static JsonObject InStatus(Answer answer)
    {
        var error = answer.Json!["error"]!;
        return new()
        {
            ["code"] = (int)error["code"]!,
            ["title"] = Title((string)error["message"]!),
            ["message"] = Title((string)error["message"]!),
            ["error_data"] = new JsonObject { ["details"] = (string?)error["error_data"]!["details"] },
        };
    }

    private static string Title(string message) => message[(message.IndexOf(") ", StringComparison.Ordinal) + 2)..];

    private static Answer Of(int status, int code, string title, string details) =>
        new(status, Body(code, string.Create(CultureInfo.InvariantCulture, $"(#{code}) {title}"), "OAuthException", details, null));

    private static JsonObject Body(int code, string message, string type, string? details, int? subcode)
    {
        var error = new JsonObject { ["message"] = message, ["type"] = type, ["code"] = code, ["fbtrace_id"] = "AsandboxTrace" };
        if (subcode is { } sub) error["error_subcode"] = sub;
        if (details is not null) error["error_data"] = new JsonObject { ["messaging_product"] = "whatsapp", ["details"] = details };
        return new() { ["error"] = error };
    }
}
