using System.Collections.Concurrent;

namespace Hub.Connectors.Square;

/// <summary>The seller's locations. They change seldom and every booking needs one, so each is asked for once an hour.</summary>
/// <param name="api">The calls.</param>
/// <param name="connection">The connection, which learns from a location whose it is.</param>
internal sealed class SquareLocations(SquareApi api, Connection connection)
{
    /// <summary>In the place of an id: the seller's main location.</summary>
    public const string Main = "main";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (LocationBody Location, DateTimeOffset Until)> known = new();

    /// <summary>A location.</summary>
    public async Task<Answer<LocationBody>> FindAsync(string id, CancellationToken cancel)
    {
        var now = connection.Time.GetUtcNow();
        if (known.TryGetValue(id, out var kept) && now < kept.Until) return new(kept.Location, null);
        var found = await api.AskAsync((rest, token) => rest.LocationAsync(token, id, cancel), cancel);
        if (found.Failure is not null) return new(null, found.Failure);
        if (found.Value?.Location is not { } location) return new(null, SquareErrors.Unreadable);

        // Only the seller whose token it is has this location.
        connection.Account ??= location.MerchantId;
        known[id] = (location, now + Lifetime);
        return new(location, null);
    }

    /// <summary>A location as mappings see it.</summary>
    public async Task<Answer<SquareLocation>> PartAsync(string id, CancellationToken cancel)
    {
        var found = await FindAsync(id, cancel);
        if (found.Failure is not null) return new(null, found.Failure);
        var location = found.Value!;

        // Times in a zone that is guessed would be wrong ones.
        if (string.IsNullOrEmpty(location.Timezone) || string.IsNullOrEmpty(location.Country))
        {
            return new(null, new(FailureKind.Rejected, "no_time_zone", "The location has no time zone or no country at Square."));
        }

        return new(new() { Id = location.Id ?? id, Name = location.Name, TimeZone = location.Timezone, Country = location.Country, Language = location.LanguageCode, Phone = location.PhoneNumber }, null);
    }

    /// <summary>The country of the main location, by which phone numbers without one are read; null where the token may not know it.</summary>
    public async Task<(string? Country, VendorFailure? Failure)> CountryAsync(CancellationToken cancel)
    {
        var main = await FindAsync(Main, cancel);
        return (main.Value?.Country, main.Failure is { Kind: not FailureKind.Rejected } failure ? failure : null);
    }
}
