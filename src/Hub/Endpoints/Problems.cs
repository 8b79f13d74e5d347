using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Endpoints;

/// <summary>The errors that endpoints answer, as problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>400: the request is wrong.</summary>
    public static ProblemHttpResult Wrong(string detail) => Of(StatusCodes.Status400BadRequest, detail);

    /// <summary>401: who asks is not proved.</summary>
    public static ProblemHttpResult Unproved(string detail) => Of(StatusCodes.Status401Unauthorized, detail);

    /// <summary>404: there is no such thing.</summary>
    public static ProblemHttpResult Unknown(string detail) => Of(StatusCodes.Status404NotFound, detail);

    /// <summary>409: it cannot be done as things stand.</summary>
    public static ProblemHttpResult Conflict(string detail) => Of(StatusCodes.Status409Conflict, detail);

    /// <summary>413: the body is larger than it may be.</summary>
    public static ProblemHttpResult TooLarge(long limit) => Of(StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"The body is larger than {limit} bytes."));

    /// <summary>415: the body is not said to be JSON.</summary>
    public static ProblemHttpResult NoJson() => Of(StatusCodes.Status415UnsupportedMediaType, "Give the body as JSON, with the header Content-Type: application/json.");

    /// <summary>422: what was sent is understood and wrong.</summary>
    public static ProblemHttpResult WrongContent(string detail) => Of(StatusCodes.Status422UnprocessableEntity, detail);

    /// <summary>503: come again later.</summary>
    public static ProblemHttpResult Busy(string detail) => Of(StatusCodes.Status503ServiceUnavailable, detail);

    private static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
