using System.Text.Json.Serialization;

namespace Hub.Connectors;

/// <summary>Why a vendor did not do what was asked: a closed set, decided by the vendor's own error table. Nothing else decides about retries.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>It may work later (5xx, connection refused before the request left): retry by the schedule.</summary>
    Transient,

    /// <summary>Too fast: wait as long as the vendor says, keep the place, cost no attempt.</summary>
    Throttled,

    /// <summary>The vendor changed it under us: read anew and retry.</summary>
    Conflict,

    /// <summary>The credentials are refused: the connection's deliveries pause, the command keeps its place.</summary>
    Unauthorized,

    /// <summary>The vendor says no to this input, now and later.</summary>
    Rejected,

    /// <summary>The target takes nothing more (a closed ticket).</summary>
    TargetClosed,

    /// <summary>The person cannot be reached on WhatsApp.</summary>
    NoWhatsApp,

    /// <summary>The 24-hour window is closed.</summary>
    WindowClosed,

    /// <summary>The person has opted out at the vendor.</summary>
    OptedOut,

    /// <summary>Not now: only after the given wait; the command leaves its line meanwhile, unless the whole account waits.</summary>
    Later,

    /// <summary>Whether it happened is not known: the request left, and no answer came.</summary>
    Unknown,
}

/// <summary>A failure with its evidence.</summary>
/// <param name="Kind">What it means for the command.</param>
/// <param name="Code">The vendor's code, or the HTTP status, or the name of the network error.</param>
/// <param name="Text">One sentence without personal data.</param>
/// <param name="Wait">How long to wait at least, where the vendor says so.</param>
public sealed record VendorFailure(FailureKind Kind, string Code, string Text, TimeSpan? Wait = null)
{
    /// <summary>For <see cref="FailureKind.Throttled"/> and <see cref="FailureKind.Later"/>: whether it holds for the whole account, so that no other call gets through before the wait
    /// is over. For <see cref="FailureKind.Later"/> the connection's deliveries pause so long, also across restarts, or until somebody resumes them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAccountWide { get; init; }

    /// <summary>For <see cref="FailureKind.Rejected"/> of a template send: whether the template may have been changed since it was fetched, so that it is worth fetching anew and trying once more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsTemplateStale { get; init; }
}

/// <summary>A code of the vendor's error table, for the reference.</summary>
/// <param name="Codes">The code, or a range: <c>200 to 299</c>.</param>
/// <param name="Kind">What it means for the command.</param>
/// <param name="Sentence">What is the matter and what to do about it, for whoever runs the shop.</param>
/// <param name="Doing">What the hub does by itself.</param>
public sealed record VendorCode(string Codes, FailureKind Kind, string Sentence, string Doing);

/// <summary>What one attempt of an action led to: a closed set.</summary>
public abstract record ActionOutcome
{
    private ActionOutcome()
    {
    }

    /// <summary>The vendor accepted it.</summary>
    /// <param name="Result">An instance of the action's result record; null where the action has none.</param>
    /// <param name="VendorId">The vendor's id of what was made (message id, ticket id), where there is one.</param>
    public sealed record Done(object? Result = null, string? VendorId = null) : ActionOutcome
    {
        /// <summary>The vendor's record that the action has found or made for a customer; null where it learned of none.</summary>
        public LearnedRecord? Learned { get; init; }

        /// <summary>The version that the record has after the action, as events report it; null where the vendor does not tell.</summary>
        public RecordVersion? Version { get; init; }

        /// <summary>True where all was so already and nothing was written: no event will tell of it.</summary>
        public bool ChangedNothing { get; init; }
    }

    /// <summary>The vendor did not do it.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(VendorFailure Failure) : ActionOutcome;
}

/// <summary>What a query led to: a closed set.</summary>
public abstract record QueryOutcome
{
    private QueryOutcome()
    {
    }

    /// <summary>The vendor answered.</summary>
    /// <param name="Result">An instance of the query's result record.</param>
    public sealed record Found(object Result) : QueryOutcome;

    /// <summary>The vendor did not answer.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(VendorFailure Failure) : QueryOutcome;
}
