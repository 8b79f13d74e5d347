using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Hub.Connectors.HubSpot;

/// <summary>What a call led to: a value, or a failure.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
/// <param name="Value">The answer; null after a failure.</param>
/// <param name="Failure">Why there is none; null when there is.</param>
/// <param name="Error">What HubSpot said; null where it said nothing.</param>
internal readonly record struct Answer<T>(T? Value, VendorFailure? Failure, ErrorBody? Error = null)
    where T : class
{
    /// <summary>True where HubSpot says that there is no such record.</summary>
    public bool IsMissing => Failure is { Code: HubSpotErrors.NotFound };

    /// <summary>True where HubSpot refuses the values, as it does where a unique one is taken or a property is not there.</summary>
    public bool IsRefused => Failure is { Code: HubSpotErrors.Invalid or HubSpotErrors.Taken };
}

/// <summary>HubSpot's error table, by its categories and by the status. Source: developers.hubspot.com, "Error handling", and recorded answers.</summary>
internal static class HubSpotErrors
{
    /// <summary>The code of a record that is not there, or no more.</summary>
    public const string NotFound = "OBJECT_NOT_FOUND";

    /// <summary>The code of values that HubSpot refuses.</summary>
    public const string Invalid = "VALIDATION_ERROR";

    /// <summary>The code of a record that is there already.</summary>
    public const string Taken = "CONFLICT";

    private const string MissingScopes = "MISSING_SCOPES";
    private const string RateLimits = "RATE_LIMITS";

    // HubSpot's day ends at the account's own midnight, which no answer tells: so often it is asked whether it is over.
    private static readonly TimeSpan DailyWait = TimeSpan.FromHours(1);

    private static readonly FrozenDictionary<string, Meaning> ByCategory = new Dictionary<string, Meaning>
    {
        [NotFound] = new(FailureKind.Rejected, "HubSpot has no such record."),
        [Invalid] = new(FailureKind.Rejected, "HubSpot refuses the values"),
        [Taken] = new(FailureKind.Rejected, "HubSpot has such a record already."),
        [MissingScopes] = new(FailureKind.Rejected, "The app lacks a scope that this needs"),
        [RateLimits] = new(FailureKind.Throttled, "HubSpot asks to slow down."),
        ["INVALID_AUTHENTICATION"] = new(FailureKind.Unauthorized, "HubSpot refuses the access token."),
        ["EXPIRED_AUTHENTICATION"] = new(FailureKind.Unauthorized, "The access token has ended."),
        ["BANNED"] = new(FailureKind.Unauthorized, "HubSpot has shut the app out."),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, Meaning> ByStatus = new Dictionary<int, Meaning>
    {
        [400] = new(FailureKind.Rejected, "HubSpot calls the request malformed."),
        [401] = new(FailureKind.Unauthorized, "HubSpot refuses the access token."),

        // Scopes differ from call to call: one refusal does not speak for the whole connection.
        [403] = new(FailureKind.Rejected, "The app may not do this: a scope is missing."),
        [404] = new(FailureKind.Rejected, "HubSpot has no such record."),
        [409] = new(FailureKind.Conflict, "Two writes of one record met in HubSpot."),
        [413] = new(FailureKind.Rejected, "The request is larger than HubSpot takes."),
        [414] = new(FailureKind.Rejected, "The address is too long."),
        [415] = new(FailureKind.Rejected, "HubSpot does not accept the form of the request."),
        [423] = new(FailureKind.Transient, "HubSpot has locked the record for a while."),
        [429] = new(FailureKind.Throttled, "HubSpot asks to slow down."),
        [477] = new(FailureKind.Throttled, "HubSpot is moving the account to another place."),
    }.ToFrozenDictionary();

    /// <summary>The failure of an answer that is not HubSpot's.</summary>
    public static VendorFailure Unreadable(bool onceOnly) => new(onceOnly ? FailureKind.Unknown : FailureKind.Transient, "unreadable", "The answer was not of HubSpot's form.");

    /// <summary>The failure that an answer stands for.</summary>
    /// <param name="response">The status and the headers.</param>
    /// <param name="error">The body.</param>
    /// <param name="now">Business time.</param>
    /// <param name="onceOnly">True for a write that must not be repeated blindly: a server error then leaves its outcome unknown.</param>
    public static VendorFailure Of(HttpResponseMessage response, ErrorBody? error, DateTimeOffset now, bool onceOnly)
    {
        var status = (int)response.StatusCode;
        if (status >= 500)
        {
            var plain = VendorErrors.OfStatus(response, now);
            return onceOnly ? plain with { Kind = FailureKind.Unknown, Text = "HubSpot failed and does not say whether it did it." } : plain;
        }

        var category = error?.Category is { } named && ByCategory.ContainsKey(named) ? named : null;
        var meaning = status == 429 ? ByStatus[429] : category is null ? ByStatus.GetValueOrDefault(status) : ByCategory[category];
        if (meaning is null) return VendorErrors.OfStatus(response, now);
        if (meaning.Kind == FailureKind.Throttled) return OfLimit(response, error, meaning, now);
        var code = category ?? (status == 404 ? NotFound : status == 400 ? Invalid : status.ToString(CultureInfo.InvariantCulture));
        return new(meaning.Kind, code, TextOf(meaning, category, error), VendorErrors.RetryAfter(response.Headers, now));
    }

    /// <summary>The failure of one record of several.</summary>
    public static VendorFailure OfPart(ErrorBody error) =>
        error.Category is { } category && ByCategory.GetValueOrDefault(category) is { } meaning
            ? new(meaning.Kind, category, TextOf(meaning, category, error))
            : new(FailureKind.Rejected, "error", "HubSpot refuses the record.");

    /// <summary>The body of an error; null where it is none.</summary>
    public static ErrorBody? Parse(string? body)
    {
        if (string.IsNullOrWhiteSpace(body)) return null;
        try
        {
            return JsonSerializer.Deserialize(body, HubSpotApiJson.Default.ErrorBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // policyName says which limit it was: SECONDLY is that of searches, which events, actions and queries all make, TEN_SECONDLY_ROLLING that of all calls, DAILY that of the day.
    private static VendorFailure OfLimit(HttpResponseMessage response, ErrorBody? error, Meaning meaning, DateTimeOffset now)
    {
        var policy = error?.PolicyName?.ToUpperInvariant();
        var wait = VendorErrors.RetryAfter(response.Headers, now) ?? policy switch
        {
            "DAILY" => DailyWait,
            "SECONDLY" => TimeSpan.FromSeconds(1),
            _ => HubSpotBudgets.Interval(response.Headers),
        };
        return new(FailureKind.Throttled, policy is "DAILY" or "SECONDLY" or "TEN_SECONDLY_ROLLING" ? policy : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), meaning.Text, wait) { IsAccountWide = true };
    }

    private static string TextOf(Meaning meaning, string? category, ErrorBody? error) => category switch
    {
        Invalid => $"{meaning.Text}: {Fields(error)}.",
        MissingScopes => $"{meaning.Text}: {Scopes(error)}.",
        _ => meaning.Text,
    };

    // Names and codes only: what else stands there may be a person's words.
    private static string Fields(ErrorBody? error)
    {
        var fields = (error?.Errors ?? []).Select(detail => (Name: detail.Context?.GetValueOrDefault("propertyName") is [var name, ..] && HubSpotId.IsName(name) ? name : null, Code: detail.Code is { Length: <= 60 } code && code.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_') ? code : null))
            .Where(detail => detail.Name is not null || detail.Code is not null)
            .Select(detail => detail switch { { Name: null } => detail.Code!, { Code: null } => detail.Name, _ => $"{detail.Name} ({detail.Code})" })
            .Distinct(StringComparer.Ordinal).Take(5).ToList();
        return fields.Count == 0 ? "it does not say which" : string.Join(", ", fields);
    }

    private static string Scopes(ErrorBody? error)
    {
        var scopes = (error?.Context?.GetValueOrDefault("requiredGranularScopes") ?? error?.Context?.GetValueOrDefault("requiredScopes") ?? [])
            .Where(scope => scope.Length <= 80 && scope.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')).ToList();
        return scopes.Count == 0 ? "it does not say which" : string.Join(", ", scopes);
    }

    private sealed record Meaning(FailureKind Kind, string Text);
}
