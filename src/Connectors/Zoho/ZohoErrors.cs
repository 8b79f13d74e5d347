using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json;
using RestEase;

namespace Hub.Connectors.Zoho;

/// <summary>What a call led to: a value, or a failure.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
/// <param name="Value">The answer; null after a failure, and where Zoho answers that there is nothing (204, 304).</param>
/// <param name="Failure">Why there is none; null when there is.</param>
internal readonly record struct Answer<T>(T? Value, VendorFailure? Failure)
    where T : class;

/// <summary>What Zoho did with one record of a write.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Action">For upserts <c>insert</c> or <c>update</c>.</param>
/// <param name="DuplicateField">For upserts the field by which it was found.</param>
internal sealed record Written(string? Id, string? Action, string? DuplicateField)
{
    /// <summary>Whether the record is another customer's, and stays theirs.</summary>
    public bool IsAnothers { get; init; }
}

/// <summary>Zoho's error table. Source: Zoho CRM API, "Status codes and errors" and the pages of each call; what is not there comes from recorded answers.</summary>
internal static class ZohoErrors
{
    /// <summary>The code of a record like which there is one already.</summary>
    public const string Duplicate = "DUPLICATE_DATA";

    /// <summary>The code of a right that the token does not have.</summary>
    public const string Scope = "OAUTH_SCOPE_MISMATCH";

    /// <summary>The code of a record that is not there, or no more.</summary>
    public const string Gone = "RECORD_GONE";

    private const string InvalidData = "INVALID_DATA";
    private const string LimitExceeded = "LIMIT_EXCEEDED";

    // Zoho says one to five seconds nowhere but in its forum; it has no Retry-After.
    private static readonly TimeSpan Crowded = TimeSpan.FromSeconds(3);

    // Credits of a rolling day come back one by one.
    private static readonly TimeSpan Spent = TimeSpan.FromHours(1);

    private static readonly FrozenDictionary<string, Meaning> ByCode = new Dictionary<string, Meaning>
    {
        ["INVALID_TOKEN"] = new(FailureKind.Unauthorized, "Zoho refuses the access token."),
        ["AUTHENTICATION_FAILURE"] = new(FailureKind.Unauthorized, "Zoho refuses the access token."),
        ["INVALID_OAUTHTOKEN"] = new(FailureKind.Unauthorized, "Zoho refuses the access token."),
        [Scope] = new(FailureKind.Rejected, "The refresh token was made without the scope that this call needs."),
        ["NO_PERMISSION"] = new(FailureKind.Rejected, "The CRM user whose token it is may not do this."),
        ["AUTHORIZATION_FAILED"] = new(FailureKind.Rejected, "The CRM user whose token it is may not do this."),
        [InvalidData] = new(FailureKind.Rejected, "Zoho refuses a value"),
        ["MANDATORY_NOT_FOUND"] = new(FailureKind.Rejected, "A field that the CRM's layout demands is missing"),
        ["REQUIRED_PARAM_MISSING"] = new(FailureKind.Rejected, "A parameter that Zoho needs is missing"),
        ["PATTERN_NOT_MATCHED"] = new(FailureKind.Rejected, "A value is not of the form that Zoho wants"),
        ["INVALID_MODULE"] = new(FailureKind.Rejected, "The CRM has no such module, or not by the API."),
        ["INVALID_URL_PATTERN"] = new(FailureKind.Rejected, "The CRM has no such address."),
        ["INVALID_REQUEST_METHOD"] = new(FailureKind.Rejected, "The CRM has no such call."),
        ["NOT_SUPPORTED"] = new(FailureKind.Rejected, "The CRM does not do this for such a record."),
        [Duplicate] = new(FailureKind.Rejected, "Another record has the same value in a field that is unique"),
        ["RECORD_IN_BLUEPRINT"] = new(FailureKind.Rejected, "The record is in a blueprint, which alone may move it."),
        ["RECORD_LOCKED"] = new(FailureKind.Rejected, "The record is locked."),
        ["NOT_ALLOWED"] = new(FailureKind.Rejected, "The CRM does not allow this."),
        [LimitExceeded] = new(FailureKind.Later, "The API credits of the day are used up."),
        ["TOO_MANY_REQUESTS"] = new(FailureKind.Throttled, "Too many calls are under way at once."),
        ["INTERNAL_ERROR"] = new(FailureKind.Transient, "Zoho failed."),
        ["INTERNAL_SERVER_ERROR"] = new(FailureKind.Transient, "Zoho failed."),
    }.ToFrozenDictionary();

    /// <summary>Whether an answer says that the access token is not good: nothing was done then, and another one is worth a try.</summary>
    public static bool IsTokenRefused<T>(Response<T> response) =>
        response.ResponseMessage.StatusCode == HttpStatusCode.Unauthorized && ErrorBody.Parse(response.StringContent).Code is null or "INVALID_TOKEN" or "AUTHENTICATION_FAILURE" or "INVALID_OAUTHTOKEN";

    /// <summary>The answer of a call, as a value or a failure.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="connection">The connection, which is told of the credits that are left.</param>
    /// <param name="onceOnly">True for a write that must not be repeated blindly: a server error then leaves its outcome unknown.</param>
    public static Answer<T> Read<T>(Response<T> response, Connection connection, bool onceOnly)
        where T : class
    {
        var message = response.ResponseMessage;
        if (ZohoBudget.Of(message.Headers, connection.Options<ZohoOptions>()) is { } budget) connection.Tell(budget);
        if (message.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified) return new(null, null);
        var body = response.StringContent;
        var error = ErrorBody.Parse(body);

        // Where every record of a write failed, the status is that of the first one's failure, and the list says which.
        if (!message.IsSuccessStatusCode && !(error.HasList && (int)message.StatusCode < 500)) return new(null, Of(message, error, connection.Time.GetUtcNow(), onceOnly));
        if (message.IsSuccessStatusCode && error is { IsError: true, HasList: false }) return new(null, Of(message, error, connection.Time.GetUtcNow(), onceOnly));
        try
        {
            if (response.GetContent() is { } value) return new(value, null);
        }
        catch (JsonException)
        {
            // Falls through: an answer that is not Zoho's is as good as none.
        }

        return string.IsNullOrWhiteSpace(body) && !onceOnly
            ? new(null, null)
            : new(null, new(onceOnly ? FailureKind.Unknown : FailureKind.Transient, "unreadable", "The answer was not of Zoho's form."));
    }

    /// <summary>What became of the one record of a write: Zoho tells it record by record, also inside answers with a good status.</summary>
    public static Answer<Written> OfRecord(Answer<WriteAnswer> answer)
    {
        if (answer.Failure is { } failure) return new(null, failure);
        if (answer.Value?.Data is not [{ } result, ..]) return new(null, new(FailureKind.Unknown, "unreadable", "Zoho's answer names no record."));
        var details = ErrorDetails.Of(result.Details);
        if (result.Status == "error" || result.Code is not ("SUCCESS" or null)) return new(new(details.DuplicateId, null, null), OfElement(result.Code ?? "", details));
        return new(new(details.Id, result.Action, result.DuplicateField), null);
    }

    /// <summary>The failure that an answer stands for.</summary>
    /// <param name="response">The status and the headers.</param>
    /// <param name="error">The body.</param>
    /// <param name="now">Business time.</param>
    /// <param name="onceOnly">True for a write that must not be repeated blindly.</param>
    public static VendorFailure Of(HttpResponseMessage response, ErrorBody error, DateTimeOffset now, bool onceOnly)
    {
        var status = (int)response.StatusCode;
        if (status >= 500)
        {
            var plain = VendorErrors.OfStatus(response, now);
            var code = ByCode.ContainsKey(error.Code ?? "") ? error.Code! : plain.Code;
            return onceOnly ? new(FailureKind.Unknown, code, "Zoho failed and does not say whether it did it.") : plain with { Code = code, Text = "Zoho is unavailable." };
        }

        if (error.Code == InvalidData && error.Details.IsOfRecord) return RecordGone;
        if (ByCode.TryGetValue(error.Code ?? "", out var meaning)) return Of(error.Code!, meaning, error.Details, VendorErrors.RetryAfter(response.Headers, now));
        return status == (int)HttpStatusCode.TooManyRequests
            ? Of("TOO_MANY_REQUESTS", ByCode["TOO_MANY_REQUESTS"], error.Details, VendorErrors.RetryAfter(response.Headers, now))
            : VendorErrors.OfStatus(response, now);
    }

    /// <summary>The failure of one record of a write.</summary>
    public static VendorFailure OfElement(string code, ErrorDetails details)
    {
        if (code == InvalidData && details.IsOfRecord) return RecordGone;

        // Inside a list it is a limit of the record, such as that of its tags, and no call will get past it.
        if (code == LimitExceeded) return new(FailureKind.Rejected, code, "The record has as many of these as Zoho allows.");
        return ByCode.TryGetValue(code, out var meaning) ? Of(code, meaning, details, null) : new(FailureKind.Rejected, Shown(code), "Zoho refuses the record.");
    }

    private static VendorFailure RecordGone => new(FailureKind.TargetClosed, Gone, "The record is not in the CRM any more.");

    private static VendorFailure Of(string code, Meaning meaning, ErrorDetails details, TimeSpan? asked) => meaning.Kind switch
    {
        FailureKind.Throttled => new(meaning.Kind, code, meaning.Text, asked ?? Crowded) { IsAccountWide = true },
        FailureKind.Later => new(meaning.Kind, code, meaning.Text, asked ?? Spent) { IsAccountWide = true },
        FailureKind.Rejected when !meaning.Text.EndsWith('.') => new(meaning.Kind, code, details.Field is { } field ? $"{meaning.Text}: {field}." : $"{meaning.Text}."),
        _ => new(meaning.Kind, code, meaning.Text),
    };

    // What is no code may be prose with a person's name in it.
    private static string Shown(string code) => code.Length is > 0 and <= 60 && code.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_') ? code : "error";

    private sealed record Meaning(FailureKind Kind, string Text);
}

/// <summary>What an answer tells of the credits that are left (header X-API-CREDITS-REMAINING, which only some calls have, from memory).</summary>
internal static class ZohoBudget
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The credits of the day; null where the answer or the configuration does not say enough.</summary>
    public static Budget? Of(System.Net.Http.Headers.HttpResponseHeaders headers, ZohoOptions options) =>
        options.DailyCredits is { } total && headers.TryGetValues("X-API-CREDITS-REMAINING", out var values)
            && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var left)
            ? new("credits", total, left) { PerSecond = total / Day.TotalSeconds, ResetsIn = Day }
            : null;
}

/// <summary>The body of an answer that may be an error.</summary>
/// <param name="Code">The code; null where there is none.</param>
/// <param name="IsError">Whether it says that it is an error.</param>
/// <param name="HasList">Whether it tells the outcome record by record.</param>
/// <param name="Details">What it is about.</param>
internal sealed record ErrorBody(string? Code, bool IsError, bool HasList, ErrorDetails Details)
{
    private static readonly string[] Lists = ["data", "watch", "users", "fields"];
    private static readonly ErrorBody None = new(null, false, false, ErrorDetails.None);

    /// <summary>Reads a body; one that is not JSON says nothing.</summary>
    public static ErrorBody Parse(string? body)
    {
        if (string.IsNullOrWhiteSpace(body)) return None;
        try
        {
            var root = JsonElement.Parse(body);
            if (root.ValueKind != JsonValueKind.Object) return None;
            var hasList = Array.Exists(Lists, name => root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array);
            var code = ErrorDetails.TextOf(root, "code");
            var isError = ErrorDetails.TextOf(root, "status") == "error" || (code is not (null or "SUCCESS") && !hasList);
            return new(code, isError, hasList, ErrorDetails.Of(root.TryGetProperty("details", out var details) ? details : null));
        }
        catch (JsonException)
        {
            return None;
        }
    }
}

/// <summary>What an error or a result is about.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="DuplicateId">The id of the record that is there already.</param>
/// <param name="Field">The API name of the field; null where it is not the form of one.</param>
/// <param name="IsOfRecord">Whether it is the record itself that is wrong, and not a field of it.</param>
internal sealed record ErrorDetails(string? Id, string? DuplicateId, string? Field, bool IsOfRecord)
{
    /// <summary>Nothing.</summary>
    public static ErrorDetails None { get; } = new(null, null, null, false);

    /// <summary>Reads <c>details</c>.</summary>
    public static ErrorDetails Of(JsonElement? details)
    {
        if (details is not { ValueKind: JsonValueKind.Object } given) return None;
        var field = TextOf(given, "api_name");
        var duplicate = given.TryGetProperty("duplicate_record", out var record) ? TextOf(record, "id") : null;

        // The id of the body, or the part of the path, which Zoho counts.
        var isOfRecord = (field == "id" && TextOf(given, "json_path") is null or "$.data[0].id") || given.TryGetProperty("resource_path_index", out _);
        return new(TextOf(given, "id"), duplicate ?? TextOf(given, "id"), ZohoName.IsValid(field) ? field : null, isOfRecord);
    }

    /// <summary>A text, or a number as text.</summary>
    public static string? TextOf(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
    }
}
