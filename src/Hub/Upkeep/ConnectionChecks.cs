using System.Globalization;
using System.Text.Json;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Upkeep;

/// <summary>Tries a connection: what the hub knows of it, then what its vendor says.</summary>
/// <param name="settings">The settings.</param>
/// <param name="database">The store.</param>
/// <param name="probe">Asks the hub's own public address.</param>
/// <param name="time">Business time.</param>
internal sealed class ConnectionChecks(HubSettings settings, IDatabase database, AddressProbe probe, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The findings, in the order in which a person would look.</summary>
    public async Task<IReadOnlyList<CheckFinding>> CheckAsync(Connection connection, CancellationToken cancel)
    {
        var address = settings.Hub.WebhookAddress(connection.Name);
        var known = await database.ReadAsync(
            async sql => (
                Pauses: await Pauses.AllAsync(sql, time.GetUtcNow()),
                Last: await QueryReadings.LastWebhookAsync(sql, connection.Name),
                Subscription: await Subscriptions.FindAsync(sql, connection.Name)),
            cancel);
        var hearing = connection.Connector.MaxWebhookBytes > 0;
        var ofAddress = hearing && address is not null ? probe.AskAsync(address, cancel) : Task.FromResult(Unknown(connection));
        var ofVendor = await OfVendorAsync(connection, address, cancel);

        // Only now: what the vendor was asked may have needed a new token.
        var token = connection.Tokens is null ? null : await database.ReadAsync(sql => Tokens.FindAsync(sql, connection.Name), cancel);
        return
        [
            .. known.Pauses.Where(pause => pause is { Kind: Pauses.Connection } && pause.Name == connection.Name).Select(OfPause),
            .. ofVendor,
            .. connection.Tokens is null ? [] : new[] { OfToken(token, time.GetUtcNow()) },
            .. hearing ? [await ofAddress, .. OfWebhooks(known.Last, known.Subscription)] : Array.Empty<CheckFinding>(),
        ];
    }

    private static CheckFinding OfPause(Pause pause) => CheckFinding.Wrong("pause", $"It is paused since {Moment(pause.Since)}. {pause.Reason} hub resume {pause.Name} lets it go on.");

    private static async Task<IReadOnlyList<CheckFinding>> OfVendorAsync(Connection connection, Uri? address, CancellationToken cancel)
    {
        if (connection.Connector.Check is not { } check) return [];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            return await check.CheckAsync(address, connection, patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException && !cancel.IsCancellationRequested)
        {
            return [CheckFinding.Wrong("vendor", VendorErrors.OfNetwork(e).Text)];
        }
    }

    private static CheckFinding OfToken(TokenRow? token, DateTimeOffset now) => token switch
    {
        { EndsAt: { } ends } when ends > now => CheckFinding.Right("token", $"The access token is good until {Moment(ends)}, and renewed before."),
        { EndsAt: { } ends } => CheckFinding.Wrong("token", $"The access token has ended at {Moment(ends)} and no new one was given. Look at the refresh token."),
        _ => CheckFinding.Doubtful("token", "No access token has been given yet; the first call asks for one."),
    };

    private static CheckFinding Unknown(Connection connection) => CheckFinding.Doubtful(
        "address", $"Hub:PublicUrl is not set, so that the hub cannot see whether the vendor sends to it{(connection.Connector.Subscriber is null ? "" : ", nor subscribe its webhooks")}. Its webhooks are to come to /webhooks/{connection.Name} of the hub's public address.");

    private static IEnumerable<CheckFinding> OfWebhooks(DateTimeOffset? last, SubscriptionRow? row)
    {
        foreach (var missing in row?.Missing ?? []) yield return CheckFinding.Wrong("subscriptions", missing);
        if (row is { Error: { } error }) yield return CheckFinding.Doubtful("subscriptions", $"The vendor did not say how they stand: {error}");
        else if (row is { SeenAt: { } seen, Missing.Count: 0 }) yield return CheckFinding.Right("subscriptions", $"They stood as they should at {Moment(seen)}{(row.EndsAt is { } ends ? $" and are renewed before {Moment(ends)}" : "")}.");
        yield return last is { } at
            ? CheckFinding.Right("arrivals", $"The last genuine webhook came at {Moment(at)}.")
            : CheckFinding.Doubtful("arrivals", "No genuine webhook has come yet. Change something at the vendor and look again.");
    }

    private static string Moment(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);
}
