using System.Collections.Concurrent;
using System.Globalization;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What the gate knows of a portfolio's reach when a template is to go to a person whose window is closed.</summary>
/// <param name="Portfolio">The portfolio.</param>
/// <param name="People">To how many different people it may write so within 24 hours.</param>
/// <param name="IsCounted">Whether the person is one of those already.</param>
/// <param name="FullUntil">When to look again, where there is no room for one more; null where there is.</param>
internal sealed record TierFacts(string Portfolio, long People, bool IsCounted, DateTimeOffset? FullUntil);

/// <summary>
/// How many different people each business portfolio has written to outside of open windows within 24 hours that roll on, against what its vendor lets it. All its connections share that.
/// The rows are exact; in between each node goes by its last count and what it has sent since, and counts anew before that, with what other nodes may have sent as well, can reach the limit.
/// </summary>
internal sealed class PortfolioTiers
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    // The person may write meanwhile, and the vendor may raise the limit.
    private static readonly TimeSpan LooksAgain = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CountHolds = TimeSpan.FromMinutes(1);

    // Of many thousands that wait not all look again at the same moment, to find one place.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, AccountReach.Told> told = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Estimate> estimates = new(StringComparer.Ordinal);

    /// <summary>What the vendor of a connection told last; null where no limit is known.</summary>
    public AccountReach.Told? Of(string connection) => told.GetValueOrDefault(connection);

    /// <summary>From now on the account of a connection reaches so far; null where no limit is known any more.</summary>
    public void Learn(string connection, AccountReach.Told? reach)
    {
        if (reach is null) told.TryRemove(connection, out _);
        else told[connection] = reach;
    }

    /// <summary>Looks, in the transaction that begins an attempt, whether a person may be written to whose window is closed, and takes of the room for them.</summary>
    /// <returns>Null where the vendor sets no limit.</returns>
    public async ValueTask<TierFacts?> LookAsync(ISql sql, string connection, string customer, DateTimeOffset now)
    {
        if (Of(connection) is not { PeopleADay: { } people, Portfolio: var portfolio }) return null;
        if (await Reaches.LastAsync(sql, portfolio, customer) is { } last && last > now - Day) return new(portfolio, people, IsCounted: true, null);
        var estimate = estimates.GetOrAdd(portfolio, _ => new());
        if (estimate.Take(people, now) is not { } hasRoom)
        {
            var (count, oldest) = await Reaches.CountAsync(sql, portfolio, now - Day, people);
            hasRoom = estimate.Count(people, count, oldest + Day, now);
            if (!hasRoom) await WarnAsync(sql, portfolio, people, now);
        }

        return new(portfolio, people, IsCounted: false, hasRoom ? null : estimate.NextLook(now));
    }

    // Once a day; the lines that wait are not told one by one.
    private static async ValueTask WarnAsync(ISql sql, string portfolio, long people, DateTimeOffset now)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"The business portfolio {portfolio} has written to {people} people within 24 hours who had not written themselves: its vendor lets it write to no more. The templates to others wait for their turn.");
        await Alerts.WarnOnceAsync(sql, string.Create(CultureInfo.InvariantCulture, $"tier {portfolio} {people} {now:yyyy-MM-dd}"), text, now);
    }

    // What this node goes by from one count to the next. What was taken and not used, because a transaction did not come to its end, counts until then.
    private sealed class Estimate
    {
        private readonly Lock gate = new();
        private long limit = -1;
        private long counted;
        private long taken;
        private DateTimeOffset countedAt;
        private DateTimeOffset freeAt;
        private DateTimeOffset lookAt;

        // Null where only a count can tell. Of the room that the last one found a quarter is used without another, so that others may use theirs.
        public bool? Take(long people, DateTimeOffset now)
        {
            lock (gate)
            {
                if (limit != people || now < countedAt || now - countedAt >= CountHolds) return null;
                if (counted >= limit) return now < freeAt ? false : null;
                if (taken >= Math.Max(1, (limit - counted) / 4)) return null;
                taken++;
                return true;
            }
        }

        // Where there is room, one place of it is taken.
        public bool Count(long people, long count, DateTimeOffset? free, DateTimeOffset now)
        {
            lock (gate)
            {
                (limit, counted, taken, countedAt, freeAt) = (people, count, 1, now, free ?? now);
                return counted < limit;
            }
        }

        public DateTimeOffset NextLook(DateTimeOffset now)
        {
            lock (gate)
            {
                var latest = now + LooksAgain;
                lookAt = Earlier(Later(lookAt, now) + BetweenLooks, latest);
                return Earlier(Later(freeAt, lookAt), latest);
            }
        }

        private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

        private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
    }
}
