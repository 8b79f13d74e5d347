using Hub.Connectors;

namespace Hub.BuiltIn;

/// <summary>How a command stands when it has ended.</summary>
/// <param name="State"><c>refused</c>, <c>cancelled</c>, <c>parked</c> or <c>unknown</c>.</param>
/// <param name="Reason">Why, as a short code; null for unknown.</param>
/// <param name="Outcome">The outcome that <c>after</c> routes see.</param>
internal sealed record Settled(string State, string? Reason, string Outcome)
{
    /// <summary>It ends without effect, and its outcome has the name of its reason.</summary>
    public static Settled Refused(string reason) => new(Settlement.Refused, reason, reason);

    /// <summary>It is set aside.</summary>
    public static Settled Parked(string reason) => new(Settlement.Parked, reason, Settlement.Parked);

    /// <summary>Nobody wants it any more.</summary>
    public static Settled Cancelled(string reason) => new(Settlement.Cancelled, reason, Settlement.Cancelled);
}

/// <summary>What becomes of a <c>once</c> key when its owner has ended.</summary>
internal enum KeyFate
{
    /// <summary>It is used: whoever waits for it is refused.</summary>
    Spent,

    /// <summary>It stays with its owner, which may run again.</summary>
    Kept,

    /// <summary>Who waits for it inherits it; else it is free.</summary>
    Freed,
}

/// <summary>The rules by which commands end. The hub follows them, and the scenarios in which mappings are tried.</summary>
internal static class Settlement
{
    public const string Done = "done";
    public const string Refused = "refused";
    public const string Cancelled = "cancelled";
    public const string Parked = "parked";
    public const string Unknown = "unknown";

    /// <summary>How long an unknown effect is waited for before its command is parked.</summary>
    public static readonly TimeSpan UnknownParks = TimeSpan.FromMinutes(10);

    /// <summary>The first wait of the usual retry schedule, which is also that of a vendor that asks to wait without saying how long.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);

    /// <summary>How long a vendor that says "later" is left alone where it does not say how long.</summary>
    public static readonly TimeSpan LaterByDefault = TimeSpan.FromHours(24);

    /// <summary>A failure's kind as reasons and outcomes name it.</summary>
    public static string NameOf(FailureKind kind) => kind switch
    {
        FailureKind.TargetClosed => "target_closed",
        FailureKind.NoWhatsApp => "no_whatsapp",
        FailureKind.WindowClosed => "window_closed",
        FailureKind.OptedOut => "opted_out",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Where a vendor's failure leaves a command after its last attempt.</summary>
    /// <param name="kind">The failure.</param>
    /// <param name="effect">What the action's effect is like.</param>
    /// <param name="isRejectionFollowed">Whether an <c>after</c> route takes the outcome <c>rejected</c>.</param>
    public static Settled Of(FailureKind kind, EffectClass effect, bool isRejectionFollowed) => kind switch
    {
        FailureKind.NoWhatsApp or FailureKind.WindowClosed or FailureKind.OptedOut or FailureKind.TargetClosed => Settled.Refused(NameOf(kind)),
        FailureKind.Rejected when isRejectionFollowed => Settled.Refused(NameOf(kind)),

        // Only of a blind effect it stays unknown whether it happened: any other is looked for, or done again, when it is replayed.
        FailureKind.Unknown => effect is EffectClass.Blind ? new(Unknown, null, Unknown) : Settled.Parked(ParkReason.NoAnswer),
        _ => Settled.Parked(NameOf(kind)),
    };

    /// <summary>What a failed question is to the command that asks: nothing was sent, so it is no news of the target, the person or the effect.</summary>
    public static FailureKind OfQuestion(FailureKind kind) => kind switch
    {
        FailureKind.Unknown => FailureKind.Transient,
        FailureKind.TargetClosed or FailureKind.NoWhatsApp or FailureKind.OptedOut or FailureKind.WindowClosed => FailureKind.Rejected,
        _ => kind,
    };

    /// <summary>What becomes of a command's <c>once</c> key.</summary>
    public static KeyFate KeyAfter(string state, string? reason) => state switch
    {
        Done or Unknown => KeyFate.Spent,
        Parked when reason == ParkReason.Unknown => KeyFate.Spent,
        Parked => KeyFate.Kept,
        _ => KeyFate.Freed,
    };

    /// <summary>Whether the link that a command has reserved will not come.</summary>
    public static bool BreaksLink(string state) => state is Refused or Parked or Cancelled;
}
