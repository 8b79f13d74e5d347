using System.Globalization;

namespace Hub.Connectors.Shopify;

/// <summary>Shopify's error table: HTTP statuses, the codes of GraphQL errors, and the user errors of mutations
/// (shopify.dev/docs/api/usage/response-codes and /docs/api/admin-graphql, status and error codes).</summary>
internal static class ShopifyErrors
{
    /// <summary>The code of a scope or an approval that the app lacks.</summary>
    public const string AccessDenied = "ACCESS_DENIED";

    // Every call that the connector makes may be made again, so an answer that cannot be read is a reason to make it again.
    public static readonly VendorFailure Unreadable = new(FailureKind.Transient, "unreadable", "Shopify's answer was not of its own form.");

    private static readonly Dictionary<int, (FailureKind Kind, string Text)> Statuses = new()
    {
        [400] = (FailureKind.Rejected, "Shopify does not understand the request."),
        [401] = (FailureKind.Unauthorized, "Shopify refuses the access token."),
        [402] = (FailureKind.Unauthorized, "The shop is frozen until its owner pays Shopify."),
        [403] = (FailureKind.Unauthorized, "The app may not do this in the shop: an access scope is missing, or the shop has shut the app out."),
        [404] = (FailureKind.Rejected, "Shopify knows no such shop or API version."),
        [406] = (FailureKind.Rejected, "Shopify does not accept the form of the request."),
        [413] = (FailureKind.Rejected, "The request is too large."),
        [414] = (FailureKind.Rejected, "The address is too long."),
        [422] = (FailureKind.Rejected, "Shopify cannot carry out the request."),
        [423] = (FailureKind.Unauthorized, "The shop is locked."),
        [430] = (FailureKind.Rejected, "Shopify's protection took the request for an attack."),
    };

    private static readonly Dictionary<string, (FailureKind Kind, string Text)> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["THROTTLED"] = (FailureKind.Throttled, "The shop's bucket of query points is empty."),
        [AccessDenied] = (FailureKind.Unauthorized, "The app lacks an access scope or the approval for protected customer data."),
        ["SHOP_INACTIVE"] = (FailureKind.Unauthorized, "The shop is not active."),
        ["MAX_COST_EXCEEDED"] = (FailureKind.Rejected, "The query costs more points than one query may."),
        ["INTERNAL_SERVER_ERROR"] = (FailureKind.Transient, "Shopify failed inside."),
        ["TIMEOUT"] = (FailureKind.Transient, "Shopify did not finish in time."),
        ["RESOURCE_NOT_FOUND"] = (FailureKind.Rejected, "The record does not exist."),
        ["undefinedField"] = (FailureKind.Rejected, "The API version does not know a field that the connector asks for."),
        ["argumentNotAccepted"] = (FailureKind.Rejected, "The API version does not know an argument that the connector gives."),
        ["argumentLiteralsIncompatible"] = (FailureKind.Rejected, "The API version wants another form of an argument."),
        ["missingRequiredArguments"] = (FailureKind.Rejected, "The API version wants an argument that the connector does not give."),
        ["INVALID_VARIABLE"] = (FailureKind.Rejected, "A value is not of the form that Shopify wants."),
    };

    /// <summary>The failure of a status outside 200 to 299.</summary>
    public static VendorFailure OfStatus(HttpResponseMessage response, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        if (Statuses.TryGetValue(status, out var known)) return new(known.Kind, status.ToString(CultureInfo.InvariantCulture), known.Text);

        // Shopify's limits are those of the app in the shop.
        var plain = VendorErrors.OfStatus(response, now);
        return plain with { IsAccountWide = plain.Kind == FailureKind.Throttled };
    }

    /// <summary>The failure of an answer with GraphQL errors: the first whose code is known decides.</summary>
    public static VendorFailure OfErrors(IReadOnlyList<GraphError> errors, GraphCost? cost)
    {
        foreach (var code in errors.Select(error => error.Extensions?.Code).OfType<string>())
        {
            if (!Codes.TryGetValue(code, out var known)) continue;
            var isThrottled = known.Kind == FailureKind.Throttled;
            return new(known.Kind, code, known.Text, isThrottled ? UntilRestored(cost) : null) { IsAccountWide = isThrottled };
        }

        return new(FailureKind.Rejected, errors[0].Extensions?.Code ?? "error", "Shopify refuses the query.");
    }

    /// <summary>The failure of a mutation's user errors, which concern the input; null where there are none.</summary>
    public static VendorFailure? OfUserErrors(IReadOnlyList<GraphUserError>? errors) =>
        errors is [var first, ..] ? new(FailureKind.Rejected, string.Join('.', first.Field ?? ["user_error"]), $"Shopify refuses the input: {Brief(first.Message)}") : null;

    // The bucket must hold the whole requested cost before the query runs; it fills at the restore rate, in points a second.
    private static TimeSpan? UntilRestored(GraphCost? cost) =>
        cost is { RequestedQueryCost: { } wanted, ThrottleStatus: { CurrentlyAvailable: { } held, RestoreRate: > 0 and var rate } }
            ? VendorErrors.Wait((wanted - held) / rate)
            : null;

    private static string Brief(string? message) => message switch
    {
        null or "" => "it does not say why.",
        { Length: > 200 } => message[..200] + "…",
        _ => message,
    };
}
