using System.Globalization;
using System.Net.Http.Headers;

namespace Hub.Connectors.Zendesk;

/// <summary>What the headers of an answer tell of Zendesk's limits: of all calls of the account in a minute, and of one kind of call (developer.zendesk.com, "Rate limits", and recorded answers).</summary>
internal static class ZendeskBudgets
{
    private const string Prefix = "zendesk-ratelimit-";

    // Those of one ticket, and those of a handful in a minute, which are of one person: how they stand says nothing of the next ticket or person.
    private const string PerRecord = Prefix + "per-";
    private const int FewestOfAccount = 10;

    // The account's limit is counted by the minute; not every answer says when that is over.
    private const int Minute = 60;

    /// <summary>The limits that an answer names.</summary>
    public static IEnumerable<Budget> Of(HttpResponseHeaders headers)
    {
        if ((Number(headers, "x-rate-limit") ?? Number(headers, "ratelimit-limit")) is > 0 and var total && (Number(headers, "x-rate-limit-remaining") ?? Number(headers, "ratelimit-remaining")) is { } left)
        {
            yield return new("account", total, left) { ResetsIn = TimeSpan.FromSeconds(Number(headers, "ratelimit-reset") ?? Minute) };
        }

        foreach (var header in headers.Where(header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !header.Key.StartsWith(PerRecord, StringComparison.OrdinalIgnoreCase)))
        {
            var parts = PartsOf(header.Value.First());
            if (parts.GetValueOrDefault("total") < FewestOfAccount || !parts.TryGetValue("remaining", out var remaining) || !parts.TryGetValue("resets", out var resets)) continue;
            yield return new(header.Key[Prefix.Length..].ToLowerInvariant(), parts["total"], remaining) { ResetsIn = TimeSpan.FromSeconds(resets), IsOfCall = true };
        }
    }

    /// <summary>The numbers of a header such as <c>total=30; remaining=0; resets=135</c>, the last in seconds.</summary>
    public static Dictionary<string, int> PartsOf(string header)
    {
        var parts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in header.Split(';', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && int.TryParse(part.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) parts[part[..equals]] = number;
        }

        return parts;
    }

    private static int? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
