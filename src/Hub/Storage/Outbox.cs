namespace Hub.Storage;

/// <summary>The rows of commands: making, finding and moving them. How they end is in <see cref="CommandClosing"/>.</summary>
internal static class Outbox
{
    public const string Level = "commands";

    private const string Insert =
        """
        INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state,
          created_at, occurred_at, arrived_at, due_at, is_timed, max_late, max_age, input, bindings, link_name, link_left, link_right, awaits_link,
          once_key, slot, outside_window, customer, thread, seen_customer, seen_thread, followed, followed_outcomes, hours, quota, slot_keeps_oldest, wake_at, place)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
          $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39,
          COALESCE((SELECT place FROM command WHERE id = $40), 2 * (SELECT COALESCE(MAX(seq), 0) + 1 FROM command)))
        ON CONFLICT (id) DO NOTHING
        """;

    /// <summary>Stores a command and counts it; opens its line first when it waits in one.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="c">The command.</param>
    /// <param name="inPlaceOf">The command whose place it takes; null for a place at the end.</param>
    /// <returns>False when a command with this id is there already.</returns>
    public static async ValueTask<bool> InsertAsync(ISql sql, CommandRow c, string? inPlaceOf = null)
    {
        if (c.State == CommandState.Waiting) await Lines.OpenAsync(sql, Lines.Commands, c.Subject, c.Lane, c.WakeAt);
        if (await sql.ExecuteAsync(Insert, ValuesOf(c, inPlaceOf)) == 0) return false;
        await InsertedAsync(sql, c);
        return true;
    }

    /// <summary>The same where nothing else depends on whether it is there already.</summary>
    public static async ValueTask PostAsync(ISql sql, CommandRow c, string? inPlaceOf = null)
    {
        if (c.State == CommandState.Waiting) await Lines.OpenAsync(sql, Lines.Commands, c.Subject, c.Lane, c.WakeAt);
        await sql.PostThenAsync(Insert, changed => changed == 0 ? ValueTask.CompletedTask : InsertedAsync(sql, c), ValuesOf(c, inPlaceOf));
    }

    private static async ValueTask InsertedAsync(ISql sql, CommandRow c)
    {
        await Snapshots.KeepAsync(sql, c.Snapshot);
        await Counters.EnterAsync(sql, Level, "created", CommandState.Counted(c.State));
    }

    private static object?[] ValuesOf(CommandRow c, string? inPlaceOf) =>
    [
        c.Id, c.Event, c.Root, c.File, c.Route, c.Item, c.Generation, c.Snapshot, c.Connection, c.Action, c.Subject, (int)c.Lane, c.State,
        c.CreatedAt, c.OccurredAt, c.ArrivedAt, c.DueAt, c.IsTimed, (long)c.MaxLate.TotalMilliseconds, (long?)c.MaxAge?.TotalMilliseconds,
        c.Input, c.Bindings, c.LinkName, c.LinkLeft, c.LinkRight, c.AwaitsLink, c.OnceKey, c.Slot, c.OutsideWindow,
        c.Customer, c.Thread, c.SeenCustomer, c.SeenThread, c.Followed, c.FollowedOutcomes, c.Hours, c.Quota, c.SlotKeepsOldest, c.WakeAt, inPlaceOf,
    ];

    public static ValueTask<CommandRow?> FindAsync(ISql sql, string id) =>
        sql.FirstAsync($"SELECT {CommandRow.Columns} FROM command WHERE id = $1", CommandRow.Map, id);

    /// <summary>Those of some commands that are there.</summary>
    public static async ValueTask<List<CommandRow>> FindAllAsync(ISql sql, IReadOnlyList<string> ids) =>
        [.. (await sql.ListEachAsync($"SELECT {CommandRow.Columns} FROM command WHERE id = $1", CommandRow.Map, OldRows.Each(ids, id => id))).SelectMany(rows => rows)];

    /// <summary>The number of the newest command; 0 where there is none.</summary>
    public static async ValueTask<long> LastAsync(ISql sql) => await sql.ScalarAsync<long>("SELECT MAX(seq) FROM command") ?? 0;

    /// <summary>The open commands among those of some numbers, in their order.</summary>
    public static ValueTask<List<CommandRow>> OpenAsync(ISql sql, long after, long last) => sql.ListAsync(
        $"SELECT {CommandRow.Columns} FROM command WHERE seq > $1 AND seq <= $2 AND state NOT IN ('done', 'refused', 'cancelled', 'parked', 'unknown') ORDER BY seq", CommandRow.Map, after, last);

    /// <summary>Before a command is tried, its effect is looked for at the vendor.</summary>
    public static ValueTask<int> LookFirstAsync(ISql sql, string id) => sql.ExecuteAsync("UPDATE command SET must_find = 1 WHERE id = $1", id);

    /// <summary>The commands that an event's routes made, in order.</summary>
    public static ValueTask<List<CommandRow>> OfEventAsync(ISql sql, string eventId) =>
        sql.ListAsync($"SELECT {CommandRow.Columns} FROM command WHERE event = $1 ORDER BY seq", CommandRow.Map, eventId);

    /// <summary>The commands that follow a command, in the order of their making.</summary>
    public static ValueTask<List<CommandRow>> FollowingAsync(ISql sql, string command) =>
        sql.ListAsync($"SELECT {CommandRow.Columns} FROM command WHERE followed = $1 ORDER BY seq", CommandRow.Map, command);

    /// <summary>Settles what was evaluated at delivery, for a command that leaves its line before an attempt.</summary>
    public static ValueTask<int> KeepInputAsync(ISql sql, CommandRow c) => sql.ExecuteAsync(
        "UPDATE command SET input = $2, outside_window = $3, customer = $4, thread = $5, shown = $6, bindings = $7, in_flight = 0 WHERE id = $1",
        c.Id, c.Input, c.OutsideWindow, c.Customer, c.Thread, c.Shown, c.Bindings);

    /// <summary>Its input names another target than the line is of in which it waits: it goes to that target's line, and keeps its place among all.</summary>
    public static async ValueTask ChangeLineAsync(ISql sql, CommandRow c, string subject, DateTimeOffset now)
    {
        await Lines.OpenAsync(sql, Lines.Commands, subject, c.Lane, now);
        if (await sql.ExecuteAsync("UPDATE command SET subject = $2, in_flight = 0 WHERE id = $1 AND state = 'waiting'", c.Id, subject) == 0) await Lines.AdvanceCommandsAsync(sql, subject, now);
        await Lines.AdvanceCommandsAsync(sql, c.Subject, now);
    }

    /// <summary>Whether a command is the first of its line that waits, and for the same time, as it was when it was read.</summary>
    public static async ValueTask<bool> IsStillHeadAsync(ISql sql, CommandRow c) => await sql.ScalarAsync<long>(
        """
        SELECT 1 FROM command WHERE id = $1 AND retry_at = $3
          AND id = (SELECT id FROM command WHERE subject = $2 AND state IN ('waiting', 'started', 'unknown') AND state = 'waiting' ORDER BY place, seq LIMIT 1)
        """,
        c.Id, c.Subject, c.RetryAt) is not null;

    /// <summary>Notes that it is being prepared or looked for, so that a crash finds who was under way.</summary>
    public static ValueTask<int> BeginAsync(ISql sql, string id) => sql.ExecuteAsync("UPDATE command SET in_flight = 1 WHERE id = $1", id);

    /// <summary>Notes that it waits again.</summary>
    public static ValueTask<int> RestAsync(ISql sql, string id) => sql.ExecuteAsync("UPDATE command SET in_flight = 0 WHERE id = $1", id);

    /// <summary>Its turn failed by itself, outside any call; it is tried again.</summary>
    public static ValueTask<int> CountFailureAsync(ISql sql, string id, string error) => sql.ExecuteAsync(
        "UPDATE command SET begun = begun + 1, in_flight = 0, error = $2 WHERE id = $1", id, error);

    /// <summary>Bringing it back to its line failed by itself; that is tried again at a later moment.</summary>
    public static ValueTask<int> PutOffAsync(ISql sql, string id, DateTimeOffset retryAt, string error) => sql.ExecuteAsync(
        "UPDATE command SET begun = begun + 1, retry_at = $2, error = $3 WHERE id = $1", id, retryAt, error);

    /// <summary>An unknown effect is given up on at this moment, unless a status settles it before.</summary>
    public static ValueTask<int> GiveUpAtAsync(ISql sql, string id, DateTimeOffset at) => sql.ExecuteAsync("UPDATE command SET wake_at = $2 WHERE id = $1", id, at);

    /// <summary>Lets a command become so much older than its route's <c>max_age</c> says.</summary>
    public static ValueTask<int> ExtendMaxAgeAsync(ISql sql, string id, TimeSpan by) =>
        sql.ExecuteAsync("UPDATE command SET max_age = max_age + $2 WHERE id = $1", id, (long)by.TotalMilliseconds);

    /// <summary>Lets a command go however old its event is.</summary>
    public static ValueTask<int> ForgetMaxAgeAsync(ISql sql, string id) => sql.ExecuteAsync("UPDATE command SET max_age = NULL WHERE id = $1", id);

    /// <summary>The first entries of a line, in order; unknown ones among them block it for a while. What waits for another line is not among them.</summary>
    public static ValueTask<List<CommandRow>> HeadsAsync(ISql sql, string subject, int limit) => sql.ListAsync(
        $"""
         SELECT {CommandRow.Columns} FROM command WHERE subject = $1 AND state IN ('waiting', 'started', 'unknown')
           AND (state <> 'waiting' OR place < COALESCE((SELECT MIN(line_order.place) FROM line_order WHERE line_order.subject = $1), {long.MaxValue}))
         ORDER BY place, seq LIMIT $2
         """,
        CommandRow.Map, subject, limit);

    /// <summary>The off-line entries of one state whose moment has come.</summary>
    public static ValueTask<List<CommandRow>> DueAsync(ISql sql, string state, DateTimeOffset now, int limit) => sql.ListAsync(
        $"SELECT {CommandRow.Columns} FROM command WHERE state IN ('scheduled', 'kept', 'unknown') AND state = $1 AND wake_at <= $2 AND retry_at <= $2 ORDER BY wake_at, seq LIMIT $3",
        CommandRow.Map, state, now, limit);

    /// <summary>So many rows are held in memory at once where all that wait for something go on or end.</summary>
    public const int AtOnce = 200;

    /// <summary>Goes through all that wait for something, some at a time: each is to leave what it waits in. Ends where none of some does.</summary>
    /// <param name="some">The first of those that wait still, at most <see cref="AtOnce"/>.</param>
    /// <param name="each">Lets one go on, or ends it; whether it has left.</param>
    public static async ValueTask EachAsync(Func<ValueTask<List<CommandRow>>> some, Func<CommandRow, ValueTask<bool>> each)
    {
        while (true)
        {
            var rows = await some();
            var hasAnyLeft = false;
            foreach (var row in rows) hasAnyLeft |= await each(row);
            if (rows.Count < AtOnce || !hasAnyLeft) return;
        }
    }

    /// <summary>The first words that wait for the customer's answer in a thread, in their old order: at most <see cref="AtOnce"/>.</summary>
    public static ValueTask<List<CommandRow>> KeptAsync(ISql sql, string thread) => sql.ListAsync(
        $"SELECT {CommandRow.Columns} FROM command WHERE EXISTS (SELECT 1 FROM command any_kept WHERE any_kept.thread IS NOT NULL AND any_kept.state = 'kept') AND thread IN {Same.Threads("$1")} AND state = 'kept' ORDER BY seq LIMIT $2",
        CommandRow.Map, thread, AtOnce);

    /// <summary>The first commands that wait for a link, in order: at most <see cref="AtOnce"/>.</summary>
    public static ValueTask<List<CommandRow>> AwaitingLinkAsync(ISql sql, string link) => sql.ListAsync(
        $"SELECT {CommandRow.Columns} FROM command WHERE awaits_link = $1 AND state = 'awaiting_link' ORDER BY place, seq LIMIT $2", CommandRow.Map, link, AtOnce);

    /// <summary>The first commands of a route that wait for its resume, its templates for a closed window among them, in order.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="route">The route's id.</param>
    /// <param name="after">Only those that were made after this one, by its <see cref="CommandRow.Seq"/>.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="forApproval">Those that wait for an approval instead.</param>
    public static async ValueTask<List<CommandRow>> HeldAsync(ISql sql, string route, long after, int limit, bool forApproval = false)
    {
        var which = forApproval ? "reason = 'awaiting_approval'" : "COALESCE(reason, '') <> 'awaiting_approval'";
        // One after the other, so that each is read in the order of an index and neither is sorted whole.
        var held = new List<CommandRow>();
        foreach (var name in new[] { route, route + CommandRow.OutsideWindowSuffix })
        {
            held.AddRange(await sql.ListAsync(
                $"SELECT {CommandRow.Columns} FROM command WHERE route = $1 AND state = 'held' AND {which} AND seq > $2 ORDER BY seq LIMIT $3", CommandRow.Map, name, after, limit));
        }

        return [.. held.OrderBy(command => command.Seq).Take(limit)];
    }

    /// <summary>The first entries of a line that wait and have not been tried, at most <see cref="AtOnce"/>: of them the vendor knows nothing.</summary>
    public static ValueTask<List<CommandRow>> UntriedAsync(ISql sql, string subject) => sql.ListAsync(
        $"""
         SELECT {CommandRow.Columns} FROM command
         WHERE subject = $1 AND state IN ('waiting', 'started', 'unknown') AND state = 'waiting' AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.seq = command.seq)
         ORDER BY place, seq LIMIT $2
         """,
        CommandRow.Map, subject, AtOnce);

    /// <summary>
    /// Puts a pending command where it belongs now: behind its link while that is being made, off its line until it is due, else at the end of its line.
    /// What has waited for a link keeps its place. A hold that has not run out is over.
    /// </summary>
    /// <returns>False when the link that it needs is not there and is not being made: the command stays as it is.</returns>
    public static async ValueTask<bool> EnterLineAsync(ISql sql, CommandRow c, DateTimeOffset now) => await EnterLinesAsync(sql, [c], now) > 0;

    /// <summary>The same for several, in their order.</summary>
    /// <returns>How many of them have not stayed as they were.</returns>
    public static async ValueTask<int> EnterLinesAsync(ISql sql, IReadOnlyList<CommandRow> commands, DateTimeOffset now)
    {
        var links = await Links.OpenInAsync(sql, [.. commands.Select(c => c.AwaitsLink).OfType<string>().Distinct(StringComparer.Ordinal)]);
        var going = commands.Where(c => c.AwaitsLink is not { } line || links.ContainsKey(line)).ToList();
        var subjects = await LinesNowAsync(sql, going);
        var places = new List<object?[]>(going.Count);
        foreach (var (c, lineNow) in going.Zip(subjects))
        {
            var link = c.AwaitsLink is { } line ? links[line] : null;
            var isBehindLink = link is { State: "reserved" };
            var isEarly = c.IsTimed && c.DueAt > now;
            var state = isBehindLink ? CommandState.AwaitingLink : isEarly ? CommandState.Scheduled : CommandState.Waiting;
            var subject = link?.RightId is { } right && c.Subject.EndsWith('/') ? c.Subject + right : lineNow;
            if (state == CommandState.Waiting) await Lines.OpenAsync(sql, Lines.Commands, subject, c.Lane, now);
            places.Add([c.Id, state, subject, isBehindLink ? c.AwaitsLink : null, isEarly ? c.DueAt : c.WakeAt < now ? c.WakeAt : now]);
        }

        await sql.ExecuteEachAsync(
            """
            UPDATE command SET state = $2, subject = $3, retry_at = 0, awaits_link = $4, wake_at = $5,
              place = CASE WHEN state = 'awaiting_link' THEN place ELSE 2 * (SELECT MAX(seq) FROM command) + 1 END
            WHERE id = $1
            """,
            places);
        return going.Count;
    }

    /// <summary>Stores a command once more that the vendor took and then failed, at the end of its line.</summary>
    public static async ValueTask InsertAgainAsync(ISql sql, CommandRow c, DateTimeOffset now) =>
        await InsertAsync(sql, c.NextGeneration(CommandState.Waiting, now, now) with { Subject = await LineNowAsync(sql, c) });

    private static async ValueTask<string> LineNowAsync(ISql sql, CommandRow c) => (await LinesNowAsync(sql, [c]))[0];

    // What comes back to the line of a thread that has become part of another one stands in that one's.
    private static async ValueTask<List<string>> LinesNowAsync(ISql sql, IReadOnlyList<CommandRow> commands)
    {
        var threads = commands.Where(c => ThreadOf(c) is not null).Select(c => ThreadOf(c)!).Distinct(StringComparer.Ordinal).ToList();
        var now = await People.ThreadsNowAsync(sql, threads);
        return [.. commands.Select(c => ThreadOf(c) is { } thread && now.TryGetValue(thread, out var kept) ? Lines.OfThread(c.Connection, kept) : c.Subject)];
    }

    private static string? ThreadOf(CommandRow c) => (c.Thread ?? c.SeenThread) is { } thread && c.Subject == Lines.OfThread(c.Connection, thread) ? thread : null;

    /// <summary>Takes a pending command off its line until <paramref name="wakeAt"/>, and lets the line go on.</summary>
    public static async ValueTask LeaveLineAsync(ISql sql, CommandRow c, string state, DateTimeOffset wakeAt, string reason, DateTimeOffset now)
    {
        var changed = await sql.ExecuteAsync(
            "UPDATE command SET state = $2, wake_at = $3, reason = $4, begun = 0, in_flight = 0, is_suspect = 0 WHERE id = $1 AND state = $5", c.Id, state, wakeAt, reason, c.State);
        if (changed > 0) await Lines.AdvanceCommandsAsync(sql, c.Subject, now);
    }

    /// <summary>Notes in one sentence why a command waits.</summary>
    public static ValueTask<int> ExplainAsync(ISql sql, string id, string sentence) => sql.ExecuteAsync("UPDATE command SET error = $2 WHERE id = $1", id, sentence);

    /// <summary>Keeps its place for a later attempt; the line waits with it.</summary>
    public static async ValueTask RetryAsync(ISql sql, CommandRow c, RetryLater later, DateTimeOffset now)
    {
        var changed = await sql.ExecuteAsync(
            "UPDATE command SET state = 'waiting', retry_at = $2, attempts = $3, must_find = $4, reason = $5, code = $6, error = $7 WHERE id = $1 AND state = $8",
            c.Id, later.BlockedBy is null ? later.At : now, later.Attempts, later.MustFind, later.Reason, later.Code, later.Error, c.State);
        if (changed == 0) return;
        if (later.BlockedBy is null) await Lines.DelayToHeadAsync(sql, c.Subject, now);
        else await Lines.DelayAsync(sql, Lines.Commands, c.Subject, Lines.Never, later.BlockedBy, now);
    }
}

/// <summary>A later attempt in the same place.</summary>
/// <param name="At">When.</param>
/// <param name="Attempts">The attempts that count.</param>
/// <param name="MustFind">Whether to look first for the mark of the last one.</param>
/// <param name="Reason">Why, as a short code.</param>
/// <param name="Code">The vendor's code.</param>
/// <param name="Error">One sentence.</param>
/// <param name="BlockedBy">What makes the line ready again instead of time, for example <c>connection:desk</c>.</param>
internal sealed record RetryLater(DateTimeOffset At, int Attempts, bool MustFind, string Reason, string? Code, string? Error, string? BlockedBy);
