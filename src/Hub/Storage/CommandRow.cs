using System.Data.Common;
using Hub.Connectors;

namespace Hub.Storage;

/// <summary>The states of a command. All but the last five count as pending.</summary>
internal static class CommandState
{
    /// <summary>In its line.</summary>
    public const string Waiting = "waiting";

    /// <summary>In the line of a link that is still being made.</summary>
    public const string AwaitingLink = "awaiting_link";

    /// <summary>Off the line, until the owner of its <c>once</c> key ends.</summary>
    public const string AwaitingOnce = "awaiting_once";

    /// <summary>Off the line, until it is due.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>Off the line, until its route is resumed.</summary>
    public const string Held = "held";

    /// <summary>Off the line, until the customer writes and so opens the window.</summary>
    public const string Kept = "kept";

    /// <summary>An attempt is under way.</summary>
    public const string Started = "started";

    public const string Done = "done";
    public const string Refused = "refused";
    public const string Cancelled = "cancelled";
    public const string Parked = "parked";

    /// <summary>A blind effect of which nobody knows yet whether it happened.</summary>
    public const string Unknown = "unknown";

    /// <summary>Every state that a row may have.</summary>
    public static IReadOnlyList<string> Stored { get; } = [Waiting, AwaitingLink, AwaitingOnce, Scheduled, Held, Kept, Started, Done, Refused, Cancelled, Parked, Unknown];

    /// <summary>Every state, and <c>pending</c> for all that are not closed.</summary>
    public static IReadOnlyList<string> All { get; } = ["pending", .. Stored];

    /// <summary>The name under which a state is counted.</summary>
    public static string Counted(string state) => state is Done or Refused or Cancelled or Parked or Unknown ? state : "pending";
}

/// <summary>A stored command.</summary>
internal sealed record CommandRow
{
    /// <summary>The reason of a waiting command that goes out by itself, because a call of several was rejected.</summary>
    public const string Alone = "alone";

    public long Seq { get; init; }
    public required string Id { get; init; }
    public required string Event { get; init; }
    public required string Root { get; init; }
    public required string File { get; init; }
    public required string Route { get; init; }
    public required int Item { get; init; }
    public required int Generation { get; init; }
    public required string Snapshot { get; init; }
    public required string Connection { get; init; }
    public required string Action { get; init; }
    public required string Subject { get; init; }
    public required Lane Lane { get; init; }
    public required string State { get; init; }
    public string? Reason { get; init; }
    public string? Code { get; init; }
    public string? Error { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>When it was to go first: what the mapping says, or its creation.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When the hub looks at it again; later than due where the hub has held it, and never before.</summary>
    public required DateTimeOffset WakeAt { get; init; }

    public DateTimeOffset RetryAt { get; init; } = DateTimeOffset.UnixEpoch;
    public DateTimeOffset? EndedAt { get; init; }
    public bool IsTimed { get; init; }
    public required TimeSpan MaxLate { get; init; }
    public TimeSpan? MaxAge { get; init; }
    public int Attempts { get; init; }
    public int Begun { get; init; }
    public bool IsSuspect { get; init; }

    /// <summary>Whether it is being prepared, looked for or called.</summary>
    public bool IsInFlight { get; init; }

    public bool MustFind { get; init; }
    public string? Input { get; init; }
    public required string Bindings { get; init; }
    public string? LinkName { get; init; }
    public string? LinkLeft { get; init; }
    public string? LinkRight { get; init; }
    public string? AwaitsLink { get; init; }
    public byte[]? OnceKey { get; init; }
    public string? Slot { get; init; }
    public string? OutsideWindow { get; init; }
    public string? Customer { get; init; }
    public string? Thread { get; init; }
    public string? SeenCustomer { get; init; }
    public string? SeenThread { get; init; }
    public string? Followed { get; init; }
    public string FollowedOutcomes { get; init; } = "";
    public string? Result { get; init; }
    public string? VendorId { get; init; }
    public string? Shown { get; init; }

    /// <summary>The calendar within whose hours it goes.</summary>
    public string? Hours { get; init; }

    /// <summary>Its limit, as JSON.</summary>
    public string? Quota { get; init; }

    /// <summary>Whether its slot keeps the older of two.</summary>
    public bool SlotKeepsOldest { get; init; }

    /// <summary>What the name of a route is followed by in the name of its template that goes out while the window is closed.</summary>
    public const string OutsideWindowSuffix = "/outside_window";

    /// <summary>The route of the mapping file that it comes from: what is paused and resumed.</summary>
    public string PausedAs => Route.EndsWith(OutsideWindowSuffix, StringComparison.Ordinal) ? Route[..^OutsideWindowSuffix.Length] : Route;

    /// <summary>Whether an <c>after</c> route waits for an outcome.</summary>
    public bool IsFollowedBy(string outcome) => FollowedOutcomes.Split(' ').Contains(outcome);

    /// <summary>Whether its event is older than its route's <c>max_age</c>, and the vendor's holds, let it be.</summary>
    public bool IsExpired(DateTimeOffset now) => MaxAge is { } age && now - OccurredAt > age;

    /// <summary>Whether its time has passed by more than <c>max_late</c>. What the hub has held goes by the end of the hold.</summary>
    public bool IsTooLate(DateTimeOffset now) => IsTimed && now - WakeAt > MaxLate;

    /// <summary>The same command once more, after the vendor took it and then failed it. It may still be too old for the route's <c>max_age</c>.</summary>
    public CommandRow NextGeneration(string state, DateTimeOffset wakeAt, DateTimeOffset now) => this with
    {
        Id = Keys.Id("generation", Id),
        Generation = Generation + 1,
        State = state,
        CreatedAt = now,
        DueAt = now,
        WakeAt = wakeAt,
        IsTimed = false,
        OnceKey = null,
        Slot = null,
        LinkName = null,
        Reason = null,
    };

    /// <summary>The columns in the order of <see cref="Map"/>.</summary>
    public const string Columns =
        """
        seq, id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, reason, code, error,
        created_at, occurred_at, arrived_at, due_at, retry_at, ended_at, is_timed, max_late, max_age, attempts, begun, must_find, input, bindings,
        link_name, link_left, link_right, awaits_link, once_key, slot, outside_window, customer, thread, seen_customer, seen_thread,
        followed, followed_outcomes, result, vendor_id, shown, is_suspect, hours, quota, slot_keeps_oldest, in_flight, wake_at
        """;

    public static CommandRow Map(DbDataReader row) => new()
    {
        Seq = row.GetInt64(0),
        Id = row.GetString(1),
        Event = row.GetString(2),
        Root = row.GetString(3),
        File = row.GetString(4),
        Route = row.GetString(5),
        Item = row.GetInt32(6),
        Generation = row.GetInt32(7),
        Snapshot = row.GetString(8),
        Connection = row.GetString(9),
        Action = row.GetString(10),
        Subject = row.GetString(11),
        Lane = (Lane)row.GetInt32(12),
        State = row.GetString(13),
        Reason = row.GetStringOrNull(14),
        Code = row.GetStringOrNull(15),
        Error = row.GetStringOrNull(16),
        CreatedAt = row.GetTime(17),
        OccurredAt = row.GetTime(18),
        ArrivedAt = row.GetTime(19),
        DueAt = row.GetTime(20),
        RetryAt = row.GetTime(21),
        EndedAt = row.GetTimeOrNull(22),
        IsTimed = row.GetFlag(23),
        MaxLate = TimeSpan.FromMilliseconds(row.GetInt64(24)),
        MaxAge = row.GetInt64OrNull(25) is { } age ? TimeSpan.FromMilliseconds(age) : null,
        Attempts = row.GetInt32(26),
        Begun = row.GetInt32(27),
        MustFind = row.GetFlag(28),
        Input = row.GetStringOrNull(29),
        Bindings = row.GetString(30),
        LinkName = row.GetStringOrNull(31),
        LinkLeft = row.GetStringOrNull(32),
        LinkRight = row.GetStringOrNull(33),
        AwaitsLink = row.GetStringOrNull(34),
        OnceKey = row.GetBytesOrNull(35),
        Slot = row.GetStringOrNull(36),
        OutsideWindow = row.GetStringOrNull(37),
        Customer = row.GetStringOrNull(38),
        Thread = row.GetStringOrNull(39),
        SeenCustomer = row.GetStringOrNull(40),
        SeenThread = row.GetStringOrNull(41),
        Followed = row.GetStringOrNull(42),
        FollowedOutcomes = row.GetString(43),
        Result = row.GetStringOrNull(44),
        VendorId = row.GetStringOrNull(45),
        Shown = row.GetStringOrNull(46),
        IsSuspect = row.GetFlag(47),
        Hours = row.GetStringOrNull(48),
        Quota = row.GetStringOrNull(49),
        SlotKeepsOldest = row.GetFlag(50),
        IsInFlight = row.GetFlag(51),
        WakeAt = row.GetTime(52),
    };
}

/// <summary>How a command ends, or comes to be unknown.</summary>
/// <param name="State">The final state.</param>
/// <param name="Reason">Why, as a short code; null for done.</param>
/// <param name="Outcome">The outcome that <c>after</c> routes see.</param>
internal sealed record CommandEnd(string State, string? Reason, string Outcome)
{
    /// <summary>The code of what was parked because the store was put back from a copy.</summary>
    public const string PutBack = "put_back";

    /// <summary>The vendor's code, for failures.</summary>
    public string? Code { get; init; }

    /// <summary>One sentence.</summary>
    public string? Error { get; init; }

    /// <summary>The action's result, as JSON.</summary>
    public string? Result { get; init; }

    /// <summary>The vendor's id of what was made.</summary>
    public string? VendorId { get; init; }
}
