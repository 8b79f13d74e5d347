using Hub.Storage;

namespace Hub.Alerting;

/// <summary>What the digest compares a day by.</summary>
/// <param name="Counts">The counters, by level and name with a slash between.</param>
/// <param name="LastConsent">The latest entry of the record of consent.</param>
internal sealed record DigestCounts(IReadOnlyDictionary<string, long> Counts, long LastConsent)
{
    /// <summary>The counts of a reading.</summary>
    public static DigestCounts Of(IReadOnlyList<Counter> counters, long lastConsent) =>
        new(counters.ToDictionary(counter => $"{counter.Level}/{counter.Name}", counter => counter.Value, StringComparer.Ordinal), lastConsent);

    /// <summary>How much a counter grew since earlier counts.</summary>
    public long Since(DigestCounts before, string counter) => Counts.GetValueOrDefault(counter) - before.Counts.GetValueOrDefault(counter);
}

/// <summary>How many of a level came, and how many more than before are in each state.</summary>
/// <param name="Came">How many came.</param>
/// <param name="Done">Applied events, done commands: how many more.</param>
/// <param name="Parked">How many more are set aside.</param>
/// <param name="Pending">How many wait now.</param>
internal sealed record DigestSums(long Came, long Done, long Parked, long Pending);

/// <summary>What is paused.</summary>
/// <param name="Kind"><c>route</c> or <c>connection</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Since">Since when.</param>
internal sealed record DigestPause(string Kind, string Name, DateTimeOffset Since);

/// <summary>A template that can be sent no more.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Name">Its name.</param>
/// <param name="Language">Its language.</param>
/// <param name="Status">What the vendor says of it.</param>
internal sealed record DigestTemplate(string Connection, string Name, string Language, string Status);

/// <summary>The day in sums: nothing of people.</summary>
/// <param name="From">Since when.</param>
/// <param name="To">Until when.</param>
/// <param name="Webhooks">The webhooks.</param>
/// <param name="Events">The events.</param>
/// <param name="Commands">The commands.</param>
/// <param name="OptOuts">How many opt-outs were recorded.</param>
/// <param name="ParkedGroups">What is set aside now, by route or connection and reason.</param>
/// <param name="Paused">What is paused now.</param>
/// <param name="TemplatesPaused">The templates that can be sent no more.</param>
/// <param name="ActiveAlerts">The names of the alerts that last now.</param>
internal sealed record DigestReport(
    DateTimeOffset From, DateTimeOffset To, DigestSums Webhooks, DigestSums Events, DigestSums Commands, long OptOuts, IReadOnlyList<ParkedGroup> ParkedGroups, IReadOnlyList<DigestPause> Paused,
    IReadOnlyList<DigestTemplate> TemplatesPaused, IReadOnlyList<string> ActiveAlerts);
