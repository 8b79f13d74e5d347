using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json;
using RestEase;

namespace Hub.Connectors.Square;

/// <summary>What a call led to: a value, or a failure.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
/// <param name="Value">The answer; null after a failure.</param>
/// <param name="Failure">Why there is none; null when there is.</param>
internal readonly record struct Answer<T>(T? Value, VendorFailure? Failure)
    where T : class
{
    /// <summary>True where Square says that there is no such record.</summary>
    public bool IsMissing => Failure is { Code: SquareErrors.NotFound or SquareErrors.CustomerNotFound or SquareErrors.Gone };
}

/// <summary>Square's error table. Source: the codes and categories of the vendor's description of its API (ErrorCode, ErrorCategory), and developer.squareup.com, "Handling errors".
/// Every write of the connector carries an idempotency key or may be repeated, so a server error is a reason to try again.</summary>
internal static class SquareErrors
{
    /// <summary>The code of a record that is not there, or no more.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>The code of a customer that is not there, or no more.</summary>
    public const string CustomerNotFound = "CUSTOMER_NOT_FOUND";

    /// <summary>The code of a record that was there.</summary>
    public const string Gone = "GONE";

    /// <summary>The code of an idempotency key that came again with another body.</summary>
    public const string KeyReused = "IDEMPOTENCY_KEY_REUSED";

    /// <summary>The code of a page's cursor that is too old.</summary>
    public const string InvalidCursor = "INVALID_CURSOR";

    private const int LongestName = 80;

    /// <summary>An answer that is not Square's.</summary>
    public static readonly VendorFailure Unreadable = new(FailureKind.Transient, "unreadable", "The answer was not of Square's form.");

    private static readonly FrozenDictionary<string, Meaning> ByCode = new Dictionary<string, Meaning>
    {
        ["RATE_LIMITED"] = new(FailureKind.Throttled, "Square asks to slow down."),
        ["INTERNAL_SERVER_ERROR"] = new(FailureKind.Transient, "Square failed inside."),
        ["SERVICE_UNAVAILABLE"] = new(FailureKind.Transient, "Square is unavailable."),
        ["TEMPORARY_ERROR"] = new(FailureKind.Transient, "Square failed for the moment."),
        ["BAD_GATEWAY"] = new(FailureKind.Transient, "Square is unavailable."),
        ["GATEWAY_TIMEOUT"] = new(FailureKind.Transient, "Square did not finish in time."),
        ["REQUEST_TIMEOUT"] = new(FailureKind.Transient, "Square gave up waiting for the request."),
        ["VERSION_MISMATCH"] = new(FailureKind.Conflict, "The record was changed meanwhile."),
        ["CONFLICT"] = new(FailureKind.Conflict, "The record was changed meanwhile."),
        ["UNAUTHORIZED"] = new(FailureKind.Unauthorized, "Square refuses the access token."),
        ["ACCESS_TOKEN_EXPIRED"] = new(FailureKind.Unauthorized, "The access token has expired."),
        ["ACCESS_TOKEN_REVOKED"] = new(FailureKind.Unauthorized, "The seller has taken the authorization back."),
        ["CLIENT_DISABLED"] = new(FailureKind.Unauthorized, "The application is disabled."),
        ["APPLICATION_DISABLED"] = new(FailureKind.Unauthorized, "The application is disabled."),
        ["V1_ACCESS_TOKEN"] = new(FailureKind.Unauthorized, "The access token is one of the old API."),
        ["V1_APPLICATION"] = new(FailureKind.Unauthorized, "The application is one of the old API."),

        // They are of one kind of call: what else the token may do, it may still do.
        ["INSUFFICIENT_SCOPES"] = new(FailureKind.Rejected, "The access token lacks a permission that this call needs."),
        ["FORBIDDEN"] = new(FailureKind.Rejected, "The access token may not do this."),
        ["MERCHANT_SUBSCRIPTION_NOT_FOUND"] = new(FailureKind.Rejected, "The seller's plan does not allow this: bookings of the seller are changed with Appointments Plus or Premium only."),
        [NotFound] = new(FailureKind.Rejected, "Square has no such record."),
        [CustomerNotFound] = new(FailureKind.Rejected, "Square has no such customer."),
        [Gone] = new(FailureKind.Rejected, "The record is no longer there."),
        [KeyReused] = new(FailureKind.Rejected, "Square has seen this idempotency key with another body."),
        [InvalidCursor] = new(FailureKind.Rejected, "The place in the list is no longer known."),
        ["INVALID_PHONE_NUMBER"] = new(FailureKind.Rejected, "Square does not take the phone number."),
        ["INVALID_EMAIL_ADDRESS"] = new(FailureKind.Rejected, "Square does not take the e-mail address."),
        ["API_VERSION_INCOMPATIBLE"] = new(FailureKind.Rejected, "The API version does not know this call."),
        ["INVALID_SQUARE_VERSION_FORMAT"] = new(FailureKind.Rejected, "Square does not know the API version."),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Meaning> ByCategory = new Dictionary<string, Meaning>
    {
        ["RATE_LIMIT_ERROR"] = new(FailureKind.Throttled, "Square asks to slow down."),
        ["AUTHENTICATION_ERROR"] = new(FailureKind.Unauthorized, "Square refuses the access token."),
        ["MERCHANT_SUBSCRIPTION_ERROR"] = new(FailureKind.Rejected, "The seller's plan does not allow this."),
        ["INVALID_REQUEST_ERROR"] = new(FailureKind.Rejected, "Square refuses the request"),
    }.ToFrozenDictionary();

    /// <summary>Whether an answer says that the access token is not good: another one may be.</summary>
    public static bool IsTokenRefused<T>(Response<T> response) => response.ResponseMessage.StatusCode == HttpStatusCode.Unauthorized;

    /// <summary>The answer of a call, as a value or a failure.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="connection">The connection, which is told of the limits that the answer names.</param>
    /// <typeparam name="T">The answer's type.</typeparam>
    public static Answer<T> Read<T>(Response<T> response, Connection connection)
        where T : SquareAnswer
    {
        var message = response.ResponseMessage;
        var now = connection.Time.GetUtcNow();
        if (SquareLimits.Told(message.Headers, now) is { } budget) connection.Tell(budget);
        if (!message.IsSuccessStatusCode) return new(null, Of(message, response.StringContent, now));
        try
        {
            if (response.GetContent() is not { } value) return new(null, Unreadable);

            // A status of success may stand above errors.
            return value.Errors is [{ } first, ..] ? new(null, Of(message, first, now)) : new(value, null);
        }
        catch (JsonException)
        {
            return new(null, Unreadable);
        }
    }

    /// <summary>The failure that an answer stands for: its first error decides, as the status does.</summary>
    /// <param name="response">The status and the headers.</param>
    /// <param name="body">The body as text.</param>
    /// <param name="now">Business time.</param>
    public static VendorFailure Of(HttpResponseMessage response, string? body, DateTimeOffset now) => Of(response, FirstOf(body), now);

    private static VendorFailure Of(HttpResponseMessage response, ErrorBody? error, DateTimeOffset now)
    {
        var code = error?.Code is { } given && IsName(given) ? given : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var isOfTable = ByCode.TryGetValue(code, out var meaning);
        if (!isOfTable && (error?.Category is not { } category || !ByCategory.TryGetValue(category, out meaning)))
        {
            // The limits are of the application and the seller.
            var plain = VendorErrors.OfStatus(response, now);
            return plain.Kind == FailureKind.Throttled ? plain with { Wait = SquareLimits.WaitOf(response.Headers, now), IsAccountWide = true } : plain with { Code = code };
        }

        return meaning!.Kind switch
        {
            FailureKind.Throttled => new(meaning.Kind, code, meaning.Text, SquareLimits.WaitOf(response.Headers, now)) { IsAccountWide = true },
            FailureKind.Rejected when !isOfTable => new(meaning.Kind, code, error?.Field is { } field && IsName(field) ? $"{meaning.Text}: {field} ({code})." : $"{meaning.Text.TrimEnd('.')} ({code})."),
            _ => new(meaning.Kind, code, meaning.Text, VendorErrors.RetryAfter(response.Headers, now)),
        };
    }

    private static ErrorBody? FirstOf(string? body)
    {
        if (string.IsNullOrWhiteSpace(body)) return null;
        try
        {
            return JsonSerializer.Deserialize(body, SquareWire.Default.SquareAnswer)?.Errors is [{ } first, ..] ? first : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A code and a field are shown only when they look like one: what else stands there may be prose with a person's name in it.
    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '.' or '[' or ']');

    private sealed record Meaning(FailureKind Kind, string Text);
}
