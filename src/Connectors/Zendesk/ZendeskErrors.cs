using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using RestEase;

namespace Hub.Connectors.Zendesk;

/// <summary>What a call led to: a value, or a failure.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
/// <param name="Value">The answer; null after a failure.</param>
/// <param name="Failure">Why there is none; null when there is.</param>
internal readonly record struct Answer<T>(T? Value, VendorFailure? Failure)
    where T : class
{
    /// <summary>True where Zendesk says that there is no such record.</summary>
    public bool IsMissing => Failure is { Code: ZendeskErrors.NotFound };
}

/// <summary>Zendesk's error table. Source: developer.zendesk.com, "Response format", "Rate limits", and recorded answers.</summary>
internal static class ZendeskErrors
{
    /// <summary>The code of a record that is not there, or no more.</summary>
    public const string NotFound = "RecordNotFound";

    /// <summary>The code of an idempotency key that came again with another body.</summary>
    public const string KeyReused = "IdempotentRequestError";

    /// <summary>The code of an update of a closed ticket.</summary>
    public const string Closed = "ClosedTicket";

    private static readonly FrozenDictionary<string, Meaning> ByCode = new Dictionary<string, Meaning>
    {
        [Closed] = new(FailureKind.TargetClosed, "The ticket is closed and takes nothing more."),
        [KeyReused] = new(FailureKind.Rejected, "Zendesk has seen this idempotency key with another body."),
        ["DatabaseConflict"] = new(FailureKind.Conflict, "Two writes of one record met in Zendesk."),
        ["UpdateConflict"] = new(FailureKind.Conflict, "The ticket was changed meanwhile."),
        ["TooManyRequests"] = new(FailureKind.Throttled, "Zendesk asks to slow down."),
        ["APIRateLimitExceeded"] = new(FailureKind.Throttled, "Zendesk asks to slow down."),
        ["invalid_token"] = new(FailureKind.Unauthorized, "Zendesk refuses the credentials."),
        ["Couldn't authenticate you"] = new(FailureKind.Unauthorized, "Zendesk refuses the credentials."),
        [NotFound] = new(FailureKind.Rejected, "Zendesk has no such record."),
        ["InvalidEndpoint"] = new(FailureKind.Rejected, "Zendesk has no such address: check the subdomain and the plan."),
        ["ParameterMissing"] = new(FailureKind.Rejected, "A parameter is missing that Zendesk needs."),
        ["RecordInvalid"] = new(FailureKind.Rejected, "Zendesk refuses the record"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, Meaning> ByStatus = new Dictionary<int, Meaning>
    {
        [400] = new(FailureKind.Rejected, "Zendesk calls the request malformed."),
        [401] = new(FailureKind.Unauthorized, "Zendesk refuses the credentials."),

        // Rights differ from ticket to ticket (groups, brands): one refusal does not speak for the whole connection.
        [403] = new(FailureKind.Rejected, "The agent whose token it is may not do this."),

        // Without Zendesk's own code it is not a record that is missing, but the whole account.
        [404] = new(FailureKind.Rejected, "There is no Zendesk account at this address: check the subdomain."),
        [409] = new(FailureKind.Conflict, "The record was changed or locked meanwhile."),
        [413] = new(FailureKind.Rejected, "The request is larger than Zendesk takes."),
        [422] = new(FailureKind.Rejected, "Zendesk refuses the record."),
        [429] = new(FailureKind.Throttled, "Zendesk asks to slow down."),
    }.ToFrozenDictionary();

    /// <summary>The answer of a call, as a value or a failure.</summary>
    /// <param name="call">The call under way.</param>
    /// <param name="connection">The connection, which is told of the limits that the answer names.</param>
    /// <param name="onceOnly">True for a write that must not be repeated blindly: a server error then leaves its outcome unknown.</param>
    /// <typeparam name="T">The answer's type.</typeparam>
    public static async Task<Answer<T>> Answered<T>(this Task<Response<T>> call, Connection connection, bool onceOnly = false)
        where T : class
    {
        var response = await call;
        using var message = response.ResponseMessage;
        foreach (var budget in ZendeskBudgets.Of(message.Headers)) connection.Tell(budget);
        if (!message.IsSuccessStatusCode) return new(null, Of(message, response.StringContent, connection.Time.GetUtcNow(), onceOnly));
        try
        {
            if (response.GetContent() is { } value) return new(value, null);
        }
        catch (JsonException)
        {
            // Falls through: an answer that is not Zendesk's is as good as none.
        }

        return new(null, new(onceOnly ? FailureKind.Unknown : FailureKind.Transient, "unreadable", "The answer was not of Zendesk's form."));
    }

    /// <summary>The failure of a call whose success has no body; null where it succeeded.</summary>
    /// <param name="call">The call under way.</param>
    /// <param name="connection">The connection, which is told of the limits that the answer names.</param>
    public static async Task<VendorFailure?> Finished(this Task<HttpResponseMessage> call, Connection connection)
    {
        using var message = await call;
        foreach (var budget in ZendeskBudgets.Of(message.Headers)) connection.Tell(budget);
        return message.IsSuccessStatusCode ? null : Of(message, await message.Content.ReadAsStringAsync(), connection.Time.GetUtcNow(), onceOnly: false);
    }

    /// <summary>The failure that an answer stands for.</summary>
    /// <param name="response">The status and the headers.</param>
    /// <param name="body">The body as text.</param>
    /// <param name="now">Business time.</param>
    /// <param name="onceOnly">True for a write that must not be repeated blindly.</param>
    public static VendorFailure Of(HttpResponseMessage response, string? body, DateTimeOffset now, bool onceOnly)
    {
        var status = (int)response.StatusCode;
        var error = ErrorBody.Parse(body);
        var code = error.IsClosed ? Closed : error.Code ?? status.ToString(CultureInfo.InvariantCulture);
        var meaning = ByCode.GetValueOrDefault(code) ?? ByStatus.GetValueOrDefault(status);
        if (meaning is null)
        {
            var plain = VendorErrors.OfStatus(response, now);
            return status >= 500 && onceOnly ? plain with { Kind = FailureKind.Unknown, Text = "Zendesk failed and does not say whether it did it." } : plain;
        }

        var text = code == "RecordInvalid" ? $"{meaning.Text}: {error.Fields}." : meaning.Text;
        return meaning.Kind is FailureKind.Throttled
            ? new(meaning.Kind, Known(code, status), text, WaitOf(response, now)) { IsAccountWide = Exhausted(response).Count == 0 }
            : new(meaning.Kind, Known(code, status), text, VendorErrors.RetryAfter(response.Headers, now));
    }

    /// <summary>The seconds until each exhausted limit of one ticket or one kind of call resets; none where the limit is the account's.</summary>
    private static List<int> Exhausted(HttpResponseMessage response) =>
    [
        .. from header in response.Headers
           where header.Key.StartsWith("zendesk-ratelimit-", StringComparison.OrdinalIgnoreCase)
           from value in header.Value
           let limit = ZendeskBudgets.PartsOf(value)
           where limit.GetValueOrDefault("remaining") == 0 && limit.ContainsKey("resets")
           select limit["resets"],
    ];

    /// <summary>How long to wait: Retry-After, else until the longest of the exhausted limits resets.</summary>
    private static TimeSpan? WaitOf(HttpResponseMessage response, DateTimeOffset now)
    {
        if (VendorErrors.RetryAfter(response.Headers, now) is { } asked) return asked;
        var seconds = Exhausted(response).DefaultIfEmpty(-1).Max();
        if (seconds < 0 && response.Headers.TryGetValues("ratelimit-reset", out var resets) && int.TryParse(resets.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var reset)) seconds = reset;
        return seconds < 0 ? null : VendorErrors.Wait(seconds);
    }

    // A code is shown only when the table has it: what else stands there may be prose with a person's name in it.
    private static string Known(string code, int status) => ByCode.ContainsKey(code) ? code : status.ToString(CultureInfo.InvariantCulture);

    private sealed record Meaning(FailureKind Kind, string Text);
}

/// <summary>The body of an error, in any of Zendesk's forms.</summary>
/// <param name="Code">The code; null where there is none.</param>
/// <param name="Fields">The fields that were refused, each with its code, and nothing of their values.</param>
/// <param name="IsClosed">True where it says that the ticket is closed.</param>
internal sealed record ErrorBody(string? Code, string Fields, bool IsClosed)
{
    private static readonly ErrorBody None = new(null, "it does not say why", false);

    /// <summary>Reads a body; one that is not JSON says nothing.</summary>
    public static ErrorBody Parse(string? body)
    {
        if (string.IsNullOrWhiteSpace(body)) return None;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return None;
            var root = document.RootElement;
            var details = DetailsOf(root).ToList();
            return new(
                TextOf(root, "error") ?? (root.TryGetProperty("error", out var nested) ? TextOf(nested, "title") : null),
                details.Count == 0 ? None.Fields : string.Join(", ", details.Take(5).Select(detail => detail.Code is null ? detail.Field : $"{detail.Field} ({detail.Code})")),
                details.Exists(detail => detail.Code == ZendeskErrors.Closed || detail.Text?.Contains("closed prevents ticket update", StringComparison.OrdinalIgnoreCase) == true));
        }
        catch (JsonException)
        {
            return None;
        }
    }

    private static IEnumerable<(string Field, string? Code, string? Text)> DetailsOf(JsonElement root)
    {
        if (!root.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Object) yield break;
        foreach (var field in details.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Array))
        {
            foreach (var detail in field.Value.EnumerateArray()) yield return (field.Name, TextOf(detail, "error"), TextOf(detail, "description"));
        }
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
