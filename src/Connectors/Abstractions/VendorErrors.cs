using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Hub.Connectors;

/// <summary>What is the same at all vendors: network errors, plain HTTP statuses, Retry-After. A vendor's own codes come before this.</summary>
public static class VendorErrors
{
    /// <summary>The longest wait that a vendor's word is taken for. What is longer is asked again after it.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>The failure of a call that got no HTTP answer.</summary>
    /// <param name="error">What the HTTP client threw.</param>
    /// <returns>Transient where the request cannot have left, throttled where the hub itself kept it back; rejected where it cannot be built either; what is wrong with the access token where there is none; unknown where it may have left.</returns>
    public static VendorFailure OfNetwork(Exception error) => error switch
    {
        TokenMissingException missing => missing.Failure,
        CallWithheldException withheld => new(FailureKind.Throttled, CallWithheldException.Code, error.Message, withheld.Wait),
        RequestNotBuiltException => new(FailureKind.Rejected, "request", error.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } e
            => new(FailureKind.Transient, e.HttpRequestError.ToString(), "The vendor could not be reached; the request did not leave."),
        HttpRequestException e => new(FailureKind.Unknown, e.HttpRequestError.ToString(), "The connection broke before the vendor answered."),
        OperationCanceledException or TimeoutException => new(FailureKind.Unknown, "Timeout", "The vendor did not answer in time."),
        _ => new(FailureKind.Unknown, error.GetType().Name, "The vendor's answer could not be read."),
    };

    /// <summary>The failure of an HTTP status that the vendor's table says nothing else about.</summary>
    public static VendorFailure OfStatus(HttpResponseMessage response, DateTimeOffset now)
    {
        var code = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new(FailureKind.Throttled, code, "The vendor asks to slow down.", RetryAfter(response.Headers, now)),
            HttpStatusCode.Unauthorized => new(FailureKind.Unauthorized, code, "The vendor refuses the credentials."),
            HttpStatusCode.Conflict => new(FailureKind.Conflict, code, "The record was changed or locked meanwhile.", RetryAfter(response.Headers, now)),
            HttpStatusCode.RequestTimeout => new(FailureKind.Transient, code, "The vendor gave up waiting for the request.", RetryAfter(response.Headers, now)),
            >= HttpStatusCode.InternalServerError => new(FailureKind.Transient, code, "The vendor is unavailable.", RetryAfter(response.Headers, now)),
            _ => new(FailureKind.Rejected, code, $"The vendor answered {code}."),
        };
    }

    /// <summary>The wait that the vendor asks for, in seconds or as a date, from none to <see cref="LongestWait"/>; null where it asks for none.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter switch
    {
        { Delta: { } delta } => Wait(delta.TotalSeconds),
        { Date: { } date } => Wait((date - now).TotalSeconds),
        // Shopify writes a decimal number of seconds, which is not of the header's standard form.
        _ when headers.TryGetValues("Retry-After", out var values) && double.TryParse(values.FirstOrDefault(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            => Wait(seconds),
        _ => null,
    };

    /// <summary>A vendor's number of seconds as a wait, from none to <see cref="LongestWait"/>; null where it is no number.</summary>
    /// <param name="seconds">As the vendor wrote or meant it: of any size.</param>
    public static TimeSpan? Wait(double seconds) =>
        double.IsNaN(seconds) ? null : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestWait.TotalSeconds));
}
