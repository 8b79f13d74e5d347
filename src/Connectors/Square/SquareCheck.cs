using System.Globalization;

namespace Hub.Connectors.Square;

/// <summary>Tries a connection: whose token it is, what it may do, whether the seller takes bookings, and whether webhooks come.</summary>
/// <param name="types">Square's types that the connector reads.</param>
internal sealed class SquareCheck(IReadOnlyList<string> types) : IConnectionCheck
{
    private const string Credentials = "credentials";
    private const string Scopes = "scopes";
    private const string Bookings = "bookings";
    private const string Webhooks = "webhooks";

    // Without these no event is completed and no action works.
    private static readonly string[] Needed =
        ["APPOINTMENTS_READ", "APPOINTMENTS_ALL_READ", "APPOINTMENTS_WRITE", "APPOINTMENTS_ALL_WRITE", "CUSTOMERS_READ", "CUSTOMERS_WRITE", "MERCHANT_PROFILE_READ"];

    // Without these orders and payments are not told of, services are not looked up, and the check of the plan below sees nothing.
    private static readonly string[] Useful = ["ORDERS_READ", "PAYMENTS_READ", "ITEMS_READ", "APPOINTMENTS_BUSINESS_SETTINGS_READ"];

    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    private readonly SquareSubscriber subscriber = new(types);

    /// <inheritdoc />
    public async Task<IReadOnlyList<CheckFinding>> CheckAsync(Uri? address, Connection connection, CancellationToken cancel)
    {
        var api = SquareApi.Of(connection);
        var options = connection.Options<SquareOptions>();
        var status = await api.AskAsync((rest, token) => rest.TokenStatusAsync(token, cancel), cancel);
        if (status.Value is not { } token) return [CheckFinding.Wrong(Credentials, $"{status.Failure!.Text} Nothing else could be looked at.")];
        List<CheckFinding> findings = [OfToken(token, options, connection.Time.GetUtcNow()), .. OfScopes(token)];
        findings.AddRange(await OfBookingsAsync(api, cancel));
        findings.AddRange(await OfWebhooksAsync(address, api, options, cancel));
        return findings;
    }

    private static CheckFinding OfToken(TokenStatus token, SquareOptions options, DateTimeOffset now)
    {
        if (options.MerchantId is not null && token.MerchantId is not null && options.MerchantId != token.MerchantId)
        {
            return CheckFinding.Wrong(Credentials, $"The access token is of the seller {token.MerchantId}, and MerchantId is {options.MerchantId}: all events of this seller are dropped.");
        }

        var whose = $"The access token is of the seller {token.MerchantId ?? "whom Square does not name"}, for the application {token.ClientId ?? "that Square does not name"}";
        return token.ExpiresAt is not { } ends ? CheckFinding.Right(Credentials, $"{whose}, and does not end.")
            : options.RefreshToken is null && ends - now < Soon ? CheckFinding.Doubtful(Credentials, $"{whose}, and ends {Day(ends)}: give RefreshToken, ClientId and ClientSecret in the place of AccessToken.")
            : CheckFinding.Right(Credentials, $"{whose}, and is good until {Day(ends)}{(options.RefreshToken is null ? "" : "; the hub renews it")}.");
    }

    private static IEnumerable<CheckFinding> OfScopes(TokenStatus token)
    {
        if (token.Scopes is not { Count: > 0 } scopes)
        {
            yield return CheckFinding.Doubtful(Scopes, "Square does not say what the access token may do.");
            yield break;
        }

        List<string> needed = [.. Needed.Except(scopes, StringComparer.Ordinal)], useful = [.. Useful.Except(scopes, StringComparer.Ordinal)];
        if (needed.Count > 0) yield return CheckFinding.Wrong(Scopes, $"The access token lacks {string.Join(", ", needed)}: let the seller authorize the application again, with these permissions.");
        if (useful.Count > 0) yield return CheckFinding.Doubtful(Scopes, $"The access token lacks {string.Join(", ", useful)}: what needs them is refused or not told.");
        if (needed.Count + useful.Count == 0) yield return CheckFinding.Right(Scopes, "The access token has all permissions that the hub uses.");
    }

    private static async Task<IReadOnlyList<CheckFinding>> OfBookingsAsync(SquareApi api, CancellationToken cancel)
    {
        List<CheckFinding> findings = [];
        var main = await api.Locations.PartAsync(SquareLocations.Main, cancel);
        if (main.Failure is not null) findings.Add(CheckFinding.Wrong(Bookings, $"The main location cannot be read, so no booking gets its time zone. {main.Failure.Text}"));
        var profile = await api.AskAsync((rest, token) => rest.BookingProfileAsync(token, cancel), cancel);
        findings.Add(profile switch
        {
            { Failure: { } failure } => CheckFinding.Doubtful(Bookings, $"How the seller takes bookings could not be seen. {failure.Text}"),
            { Value.BusinessBookingProfile.BookingEnabled: false } => CheckFinding.Wrong(Bookings, "The seller takes no bookings: switch them on in Square Appointments."),
            { Value.BusinessBookingProfile.SupportSellerLevelWrites: false } => CheckFinding.Wrong(Bookings, "The seller's plan lets no application change bookings: it must be Appointments Plus or Premium."),
            _ => CheckFinding.Right(Bookings, $"The seller takes bookings{(main.Value is { } location ? $"; the main location is in {location.TimeZone}, {location.Country}" : "")}."),
        });
        return findings;
    }

    private async Task<IReadOnlyList<CheckFinding>> OfWebhooksAsync(Uri? address, SquareApi api, SquareOptions options, CancellationToken cancel)
    {
        List<CheckFinding> findings = [];
        if (address is not null && SquareSubscriber.OtherAddress(address, options) is { } other) findings.Add(CheckFinding.Wrong(Webhooks, other));
        if (options.ApplicationToken is null)
        {
            findings.Add(CheckFinding.Doubtful(Webhooks, "The subscription cannot be seen, and missed events cannot be found: both need ApplicationToken, the application's own access token."));
            return findings;
        }

        var found = await SquareSubscriber.FindAsync(api, options, cancel);
        if (found.Value is not { } subscriptions)
        {
            findings.Add(CheckFinding.Doubtful(Webhooks, $"The subscription could not be seen. {found.Failure!.Text}"));
        }
        else if (subscriptions.Own is not { } own)
        {
            findings.Add(CheckFinding.Wrong(Webhooks, subscriber.ToMake(options)));
        }
        else
        {
            if (SquareSubscriber.OtherKey(own, options) is { } key) findings.Add(CheckFinding.Wrong(Webhooks, key));
            if (own.Enabled == false) findings.Add(CheckFinding.Wrong(Webhooks, $"The subscription {own.Name ?? own.Id} is disabled."));
            if (subscriber.Lacking(own) is { Count: > 0 } lacking) findings.Add(CheckFinding.Doubtful(Webhooks, $"The subscription {own.Name ?? own.Id} does not send {string.Join(", ", lacking)}."));
            if (findings.Count == 0) findings.Add(CheckFinding.Right(Webhooks, $"The subscription {own.Name ?? own.Id} sends all events that the hub reads to {options.NotificationUrl}."));
        }

        return findings;
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
