using Hub.Connectors;

namespace Hub.Configuration;

/// <summary>How a kind of alert is raised.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Enabled">Whether it is raised at all.</param>
/// <param name="Time">The threshold, where it is a duration.</param>
/// <param name="Number">The threshold, where it is a number.</param>
internal sealed record AlertRule(AlertKind Kind, bool Enabled, TimeSpan Time, long Number)
{
    /// <summary>Thresholds of single connections, in place of the general one.</summary>
    public IReadOnlyDictionary<string, TimeSpan> ByConnection { get; init; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
}

/// <summary>Where alerts are posted.</summary>
/// <param name="Url">The address.</param>
/// <param name="Secret">The secrets by which they are signed, each <c>whsec_</c> and base64; with several a signature by each.</param>
/// <param name="AllowPrivate">Whether the address may be in a private network.</param>
/// <param name="Reveal">Whether texts that may name people are posted whole.</param>
internal sealed record AlertTarget(Uri Url, Secret Secret, bool AllowPrivate, bool Reveal);

/// <summary>When the daily digest is posted.</summary>
/// <param name="At">At what time of day.</param>
/// <param name="Zone">Whose time.</param>
internal sealed record DigestTime(TimeOnly At, TimeZoneInfo Zone)
{
    /// <summary>The latest moment at which one was due.</summary>
    public DateTimeOffset LatestBefore(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);
        var moment = On(today);
        return moment <= now ? moment : On(today.AddDays(-1));
    }

    // A time that spring leaves out is an hour later.
    private DateTimeOffset On(DateOnly day)
    {
        var local = day.ToDateTime(At);
        if (Zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

/// <summary>The settings under <c>Alerts</c>.</summary>
/// <param name="Rules">How each kind is raised, by its name.</param>
/// <param name="Target">Where they are posted; null for nowhere.</param>
/// <param name="Digest">When the digest is posted; null for never.</param>
internal sealed record AlertSettings(IReadOnlyDictionary<string, AlertRule> Rules, AlertTarget? Target, DigestTime? Digest)
{
    /// <summary>The usual thresholds, and nothing is posted.</summary>
    public static AlertSettings Usual { get; } = AlertReader.Read(new ConfigurationBuilder().Build(), [], []);
}
