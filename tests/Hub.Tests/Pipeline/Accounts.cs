using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>What must hold whatever has happened: the counts of the three levels close and are those of the rows, and nothing that waits is forgotten.</summary>
internal static class Accounts
{
    private static readonly string[] EventStates = ["applied", "noop", "parked", "pending"];
    private static readonly string[] CommandStates = ["done", "refused", "cancelled", "parked", "unknown", "pending"];

    // Each finds rows that must not be.
    private static readonly (string What, string Sql)[] Forbidden =
    [
        ("a pending event without a line", "SELECT subject FROM event e WHERE state = 'pending' AND NOT EXISTS (SELECT 1 FROM line WHERE queue = 'event' AND subject = e.subject)"),
        ("a waiting command without a line",
            "SELECT route FROM command c WHERE state IN ('waiting', 'started') AND NOT EXISTS (SELECT 1 FROM line WHERE queue = 'command' AND subject = c.subject)"),
        ("a line without entries",
            """
            SELECT subject FROM line l WHERE (queue = 'event' AND NOT EXISTS (SELECT 1 FROM event WHERE subject = l.subject AND state = 'pending'))
              OR (queue = 'command' AND NOT EXISTS (SELECT 1 FROM command WHERE subject = l.subject AND state IN ('waiting', 'started')))
            """),
        ("a slot held by an ended command", "SELECT key FROM slot s JOIN command c ON c.id = s.command WHERE c.state IN ('done', 'refused', 'cancelled', 'parked', 'unknown', 'started')"),
        ("a reserved link that nobody makes",
            "SELECT name FROM link l WHERE state = 'reserved' AND NOT EXISTS (SELECT 1 FROM command WHERE id = l.command AND state NOT IN ('done', 'refused', 'cancelled', 'parked'))"),
        ("a command that waits for a link that nobody makes",
            "SELECT route FROM command c WHERE state = 'awaiting_link' AND NOT EXISTS (SELECT 1 FROM link WHERE state = 'reserved' AND 'link/' || name || '/' || left_id = c.awaits_link)"),
        ("a reserved key whose owner has ended", "SELECT command FROM once o JOIN command c ON c.id = o.command WHERE o.state = 'reserved' AND c.state IN ('done', 'refused', 'cancelled', 'unknown')"),
        ("a command that waits for a key that nobody holds", "SELECT route FROM command c WHERE state = 'awaiting_once' AND NOT EXISTS (SELECT 1 FROM once WHERE key = c.once_key AND state = 'reserved')"),
        ("a use of a limit by a command that had no effect",
            "SELECT command FROM quota_use u JOIN command c ON c.id = u.command WHERE c.state IN ('refused', 'cancelled', 'scheduled', 'kept') AND NOT EXISTS (SELECT 1 FROM attempt WHERE seq = c.seq AND outcome = 'unknown')"),
        ("a person who counts by a command that had no effect",
            "SELECT r.command FROM reach r JOIN command c ON c.id = r.command WHERE c.state IN ('refused', 'cancelled', 'scheduled', 'kept') AND NOT EXISTS (SELECT 1 FROM attempt WHERE seq = c.seq AND outcome = 'unknown')"),
        ("two waiting commands in one slot", "SELECT slot FROM command WHERE slot IS NOT NULL AND state IN ('waiting', 'scheduled', 'held', 'kept', 'awaiting_link', 'awaiting_once') AND attempts = 0 GROUP BY slot HAVING COUNT(*) > 1"),
        ("an attempt without its command", "SELECT a.seq FROM attempt a WHERE NOT EXISTS (SELECT 1 FROM command WHERE seq = a.seq)"),
        ("an open command whose event is gone", "SELECT route FROM command c WHERE state NOT IN ('done', 'refused', 'cancelled') AND NOT EXISTS (SELECT 1 FROM event WHERE id = c.root)"),
        ("an ended command with an open attempt", "SELECT c.id FROM attempt a JOIN command c ON c.seq = a.seq WHERE a.ended_at IS NULL AND c.state <> 'started'"),
        ("an ended command or parked event without a reason",
            "SELECT route FROM command WHERE state IN ('refused', 'cancelled', 'parked') AND reason IS NULL UNION ALL SELECT type FROM event WHERE state IN ('noop', 'parked') AND reason IS NULL"),
    ];

    public static async Task CheckAsync(HubUnderTest hub)
    {
        // One snapshot: the hub may still be at work.
        await hub.Database.ReadAsync(
            async sql =>
            {
                var counters = (await QueryStats.CountersAsync(sql)).ToDictionary(counter => (counter.Level, counter.Name), counter => counter.Value);
                await CheckLevelAsync(sql, counters, "webhooks", "received", EventStates, "SELECT outcome, COUNT(*) FROM webhook GROUP BY outcome");
                await CheckLevelAsync(sql, counters, "events", "received", EventStates, "SELECT state, COUNT(*) FROM event GROUP BY state");
                await CheckLevelAsync(
                    sql, counters, "commands", "created", CommandStates,
                    "SELECT CASE WHEN state IN ('done', 'refused', 'cancelled', 'parked', 'unknown') THEN state ELSE 'pending' END AS s, COUNT(*) FROM command GROUP BY s");
                await CheckReasonsAsync(sql, counters, "events.reasons", "SELECT reason, COUNT(*) FROM event WHERE state IN ('noop', 'parked') GROUP BY reason");
                await CheckReasonsAsync(sql, counters, "commands.reasons", "SELECT reason, COUNT(*) FROM command WHERE state IN ('refused', 'cancelled', 'parked') GROUP BY reason");
                foreach (var (what, query) in Forbidden) (await sql.ListAsync(query, row => row.GetString(0))).ShouldBeEmpty(what);
                return true;
            },
            CancellationToken.None);
    }

    private static async Task CheckLevelAsync(
        ISql sql, Dictionary<(string Level, string Name), long> counters, string level, string total, string[] states, string rows)
    {
        var counted = states.ToDictionary(state => state, state => counters.GetValueOrDefault((level, state)));
        var stored = (await sql.ListAsync(rows, row => (Name: row.GetString(0), Count: row.GetInt64(1)))).ToDictionary(pair => pair.Name, pair => pair.Count);
        foreach (var state in states) counted[state].ShouldBe(stored.GetValueOrDefault(state) + counters.GetValueOrDefault((Forgotten.Level, $"{level}.{state}")), $"{level}: {state}");
        counters.GetValueOrDefault((level, total)).ShouldBe(counted.Values.Sum(), $"{level} close");
    }

    private static async Task CheckReasonsAsync(ISql sql, Dictionary<(string Level, string Name), long> counters, string level, string rows)
    {
        var stored = (await sql.ListAsync(rows, row => (Name: row.GetString(0), Count: row.GetInt64(1)))).ToDictionary(pair => pair.Name, pair => pair.Count);
        var counted = counters.Where(pair => pair.Key.Level == level)
            .Select(pair => (pair.Key.Name, There: pair.Value - counters.GetValueOrDefault((Forgotten.Level, $"{level}.{pair.Key.Name}"))))
            .Where(pair => pair.There != 0).ToDictionary(pair => pair.Name, pair => pair.There);
        counted.ShouldBe(stored, ignoreOrder: true, level);
    }
}
