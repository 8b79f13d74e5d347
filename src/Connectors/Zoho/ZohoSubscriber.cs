using System.Globalization;
using System.Text.Json;

namespace Hub.Connectors.Zoho;

/// <summary>
/// Keeps a notification channel open for each module. Channels end: after a day, or a week since version 6 of the API, and after an hour where more was asked for than Zoho
/// allows, without a word; so the end is read from the answer, and a channel is replaced when half of its time is over, with a new token.
/// </summary>
internal sealed class ZohoSubscriber : ISubscriber
{
    private const int PageSize = 200;
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);
    private static readonly string[] Operations = ["create", "edit", "delete"];

    public async Task<SubscriptionState> SubscribeAsync(Uri address, Connection connection, CancellationToken cancel)
    {
        var (channels, failure) = await ChannelsAsync(connection, cancel);
        if (failure is not null) return new SubscriptionState.Failed(failure);
        List<string> changed = [];
        List<string> missing = [];
        DateTimeOffset? endsAt = null;
        var now = connection.Time.GetUtcNow();
        foreach (var module in ZohoModule.All)
        {
            var standing = channels.FirstOrDefault(channel => channel.ChannelId == ZohoChannel.IdOf(connection.Name, module));
            var expiry = standing?.ChannelExpiry;
            if (standing is null || !IsRight(standing, module, address, connection))
            {
                var (granted, refused) = await OpenAsync(standing is not null, module, address, connection, cancel);
                if (refused is { Kind: not FailureKind.Rejected }) return new SubscriptionState.Failed(refused);
                if (refused is not null)
                {
                    missing.Add($"Zoho opens no notification channel for {module.ApiName} ({refused.Code}). {refused.Text}");
                    continue;
                }

                expiry = granted;
                changed.Add($"The notification channel for {module.ApiName} {(standing is null ? "was opened" : "was renewed")} until {granted:u}.");
                if (granted - now < connection.Options<ZohoOptions>().ChannelLifetime - Usual)
                {
                    missing.Add($"Zoho keeps the channel for {module.ApiName} open until {granted:u} only, and not as long as ChannelLifetime asks for. Set ChannelLifetime to less, for example 23:00:00.");
                }
            }

            if (endsAt is null || expiry < endsAt) endsAt = expiry;
        }

        var half = endsAt is { } end ? now + ((end - now) / 2) : (DateTimeOffset?)null;
        return new SubscriptionState.Known { Changed = changed, Missing = missing, EndsAt = endsAt, LookAgainAt = half < now + Usual ? half : null };
    }

    /// <summary>Where Zoho is to call.</summary>
    public static string NotifyUrl(Uri address, ZohoOptions options) => $"{address.AbsoluteUri.TrimEnd('/')}/{ZohoChannel.SuffixOf(options.WebhookSecret.Current)}";

    /// <summary>The channels of the user whose token it is, all pages.</summary>
    public static async Task<(IReadOnlyList<WatchChannel> Channels, VendorFailure? Failure)> ChannelsAsync(Connection connection, CancellationToken cancel)
    {
        List<WatchChannel> channels = [];
        for (var page = 1; ; page++)
        {
            var number = page;
            var answer = await connection.AskAsync(api => api.WatchesAsync(number, PageSize, cancel), cancel);
            if (answer.Failure is not null) return ([], answer.Failure);
            channels.AddRange(answer.Value?.Watch ?? []);
            if (answer.Value is not { Info.MoreRecords: true, Watch.Count: > 0 }) return (channels, null);
        }
    }

    /// <summary>Whether a channel is as it should be, and has half of its time left.</summary>
    public static bool IsRight(WatchChannel channel, ZohoModule module, Uri address, Connection connection)
    {
        var options = connection.Options<ZohoOptions>();
        var now = connection.Time.GetUtcNow();
        var events = channel.Events ?? [];
        return channel.NotifyUrl == NotifyUrl(address, options)
            && (events.Contains($"{module.ApiName}.all") || Array.TrueForAll(Operations, operation => events.Contains($"{module.ApiName}.{operation}")))
            && channel.ReturnAffectedFieldValues != false
            && (channel.Token is null || ZohoChannel.IsToken(channel.Token, channel.ChannelId, new([options.WebhookSecret.Current]), now))
            && channel.ChannelExpiry - now >= options.ChannelLifetime / 2;
    }

    private static async Task<(DateTimeOffset Granted, VendorFailure? Refused)> OpenAsync(bool isThere, ZohoModule module, Uri address, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<ZohoOptions>();
        var until = connection.Time.GetUtcNow() + options.ChannelLifetime;
        var id = ZohoChannel.IdOf(connection.Name, module);
        var body = new WatchBody([new()
        {
            ChannelId = id,
            Events = [.. Operations.Select(operation => $"{module.ApiName}.{operation}")],
            ChannelExpiry = until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture),
            Token = ZohoChannel.TokenOf(options.WebhookSecret.Current, id, until),
            NotifyUrl = NotifyUrl(address, options),
            ReturnAffectedFieldValues = true,
            NotifyOnRelatedAction = false,
        }]);
        var answer = await connection.AskAsync(api => isThere ? api.RewatchAsync(body, cancel) : api.WatchAsync(body, cancel), cancel);
        if (answer.Failure is { } failure) return (default, failure);
        if (answer.Value?.Watch is not [{ } result, ..]) return (default, new(FailureKind.Transient, "unreadable", "Zoho's answer names no channel."));
        if (result.Status == "error" || result.Code is not ("SUCCESS" or null))
        {
            // A channel that the list did not show is there all the same: it is replaced.
            return result.Code == ZohoErrors.Duplicate && !isThere
                ? await OpenAsync(isThere: true, module, address, connection, cancel)
                : (default, ZohoErrors.OfElement(result.Code ?? "", ErrorDetails.Of(result.Details)));
        }

        return (ExpiryIn(result.Details) ?? until, null);
    }

    private static DateTimeOffset? ExpiryIn(JsonElement? details)
    {
        if (details is not { ValueKind: JsonValueKind.Object } given || !given.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Array) return null;
        return events.EnumerateArray().Select(entry => LooseTime.Of(ErrorDetails.TextOf(entry, "channel_expiry"))).Where(time => time is not null).Min();
    }
}
