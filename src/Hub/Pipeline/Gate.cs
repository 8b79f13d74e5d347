using Hub.BuiltIn;
using Hub.Calendars;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Customers;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>The template that a send would use.</summary>
/// <param name="Template">The approved one, or null.</param>
/// <param name="Problem">Why it cannot be sent; null where it can, or where the templates are not fetched yet.</param>
internal sealed record TemplateChoice(MessageTemplate? Template, string? Problem);

/// <summary>A command's limit, and how far it is used.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Keys">What it is counted under; then, of a person or thread, what those were counted under who merged into it.</param>
/// <param name="Uses">When others took theirs within the time, newest first, at most as many as the limit counts.</param>
internal sealed record LimitFacts(LimitDraft Limit, IReadOnlyList<byte[]> Keys, IReadOnlyList<DateTimeOffset> Uses);

/// <summary>The hours in which the person is not to be written to.</summary>
/// <param name="Opens">When they may be; not after the present where it is no such hour.</param>
/// <param name="By">By whose clock.</param>
/// <param name="Category">The category of the message.</param>
internal sealed record QuietFacts(DateTimeOffset Opens, string By, string Category);

/// <summary>How often a person is written to in a category.</summary>
/// <param name="Category">The category of the message.</param>
/// <param name="Caps">The bounds.</param>
/// <param name="Keys">What they are counted under: first the person, then who merged into them.</param>
/// <param name="Uses">When others took theirs, newest first.</param>
internal sealed record FrequencyFacts(string Category, IReadOnlyList<FrequencyCap> Caps, IReadOnlyList<byte[]> Keys, IReadOnlyList<DateTimeOffset> Uses)
{
    /// <summary>The longest time that counts.</summary>
    public TimeSpan Longest => Caps.Max(cap => cap.In);
}

/// <summary>What the gate knows of a command that is about to be delivered.</summary>
internal sealed record GateFacts
{
    /// <summary>The command.</summary>
    public required CommandRow Command { get; init; }

    /// <summary>Business time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Who owns the command's <c>once</c> key; null without a key.</summary>
    public OnceOwner? Once { get; init; }

    /// <summary>Whether the route is paused.</summary>
    public bool RoutePaused { get; init; }

    /// <summary>Until when the destination connection is paused: <see cref="Lines.Never"/> where only somebody ends it; null where it is not.</summary>
    public DateTimeOffset? ConnectionPausedUntil { get; init; }

    /// <summary>What it wants to send; null for anything but a message.</summary>
    public MessageIntent? Intent { get; init; }

    /// <summary>What the blast guard says; null where it does not guard the command.</summary>
    public GuardFacts? Guard { get; init; }

    /// <summary>Where it would go; null when there is no address.</summary>
    public MessageAddress? Address { get; init; }

    /// <summary>Whether sends are allowed to this address at all (<c>Hub:OnlyTo</c>).</summary>
    public bool OnTestList { get; init; } = true;

    /// <summary>The categories that the person has opted out of.</summary>
    public IReadOnlyList<string> OptedOut { get; init; } = [];

    /// <summary>The person's last message, by the vendor's time.</summary>
    public DateTimeOffset? LastInboundAt { get; init; }

    /// <summary>The template, for template sends.</summary>
    public TemplateChoice? Template { get; init; }

    /// <summary>The calendar that the command names; null where it names none, or one that is not configured any more.</summary>
    public Calendar? Hours { get; init; }

    /// <summary>The command's limit; null without one.</summary>
    public LimitFacts? Limit { get; init; }

    /// <summary>The connection's quiet hours; null where the message does not keep to any.</summary>
    public QuietFacts? Quiet { get; init; }

    /// <summary>How often the connection writes to people in the message's category; null where there is no bound.</summary>
    public FrequencyFacts? Frequency { get; init; }

    /// <summary>The reach of the business portfolio, for a template to a person whose window is closed; null where no limit is known.</summary>
    public TierFacts? Tier { get; init; }
}

/// <summary>The gate's answer: a closed set.</summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Deliver.</summary>
    public sealed record Pass : Verdict;

    /// <summary>Not now; it keeps its place and the line waits.</summary>
    /// <param name="Name">The verdict's name.</param>
    /// <param name="Until">When to look again.</param>
    /// <param name="BlockedBy">What makes the line ready earlier.</param>
    public sealed record HoldInPlace(string Name, DateTimeOffset Until, string? BlockedBy) : Verdict
    {
        /// <summary>One sentence that explains it, where its name does not.</summary>
        public string? Sentence { get; init; }
    }

    /// <summary>Not now; it leaves the line, which goes on.</summary>
    /// <param name="Name">The verdict's name.</param>
    public sealed record HoldOffLine(string Name) : Verdict;

    /// <summary>Not now; it leaves the line and takes a new place when this moment has come.</summary>
    /// <param name="Name">The verdict's name.</param>
    /// <param name="Until">When it is due again.</param>
    /// <param name="Sentence">One sentence that explains it.</param>
    public sealed record HoldUntil(string Name, DateTimeOffset Until, string Sentence) : Verdict
    {
        /// <summary>Whether it is the route's own limit that it waits for.</summary>
        public bool IsOfLimit { get; init; }
    }

    /// <summary>It cannot be judged: a person has to look.</summary>
    /// <param name="Name">The reason of the parking.</param>
    /// <param name="Sentence">One sentence that explains it.</param>
    public sealed record Park(string Name, string Sentence) : Verdict;

    /// <summary>The vendor has refused it, and what it wants now is not what the route fills in: it ends as rejected.</summary>
    /// <param name="Sentence">The difference.</param>
    public sealed record Misfit(string Sentence) : Verdict;

    /// <summary>No.</summary>
    /// <param name="Name">The verdict's name, which is the reason of the refusal.</param>
    /// <param name="Outcome">The outcome of that name in the language, else <c>refused</c>.</param>
    /// <param name="Sentence">One sentence that explains it.</param>
    public sealed record Refuse(string Name, string Outcome, string Sentence) : Verdict;

    /// <summary>The window is closed: the words wait, or are refused, as the route says.</summary>
    public sealed record WindowClosed : Verdict;
}

/// <summary>The hub's last check before a delivery, and the only way to a vendor. Its order is the order of the rules; the first that objects decides.</summary>
internal static class Gate
{
    /// <summary>The reason for which a command waits whose template the vendor has refused, until it was fetched anew.</summary>
    public const string TemplateChanged = "template_changed";

    /// <summary>So long a template is waited for.</summary>
    public static readonly TimeSpan TemplatesLater = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ApprovalsEnd = TimeSpan.FromSeconds(1);

    /// <summary>The name by which a verdict is counted.</summary>
    public static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.HoldInPlace hold => hold.Name,
        Verdict.HoldOffLine hold => hold.Name,
        Verdict.HoldUntil hold => hold.Name,
        Verdict.Park park => park.Name,
        Verdict.Refuse refuse => refuse.Name,
        Verdict.Misfit => RefuseReason.TemplateUnavailable,
        Verdict.WindowClosed => "window_closed",
        _ => "pass",
    };

    public static Verdict Judge(GateFacts facts)
    {
        var c = facts.Command;
        if (facts.Once is { } once && once.Command != c.Id) return Refuse(RefuseReason.Once, "refused", "Its once key was used by another command.");

        if (c.IsExpired(facts.Now))
        {
            return Refuse(RefuseReason.Expired, "refused", $"The event is older than the {c.MaxAge} that the route's max_age and the vendor's holds give it.");
        }

        if (c.IsTooLate(facts.Now))
        {
            return Refuse(RefuseReason.TooLate, "too_late", $"It was to go at {c.WakeAt:u}, more than {c.MaxLate} ago.");
        }

        if (facts.Intent is not null && !facts.OnTestList)
        {
            return Refuse(RefuseReason.NotOnTestList, "refused", "Hub:OnlyTo is set and does not name this person.");
        }

        if (facts.RoutePaused) return new Verdict.HoldOffLine("paused");
        if (facts.ConnectionPausedUntil is { } until) return new Verdict.HoldInPlace("paused", until, $"connection:{c.Connection}");
        if (facts.Guard is { Hold: not null } guard) return guard.IsEnding ? new Verdict.HoldInPlace(Approvals.Verdict, facts.Now + ApprovalsEnd, null) : new Verdict.HoldOffLine(Approvals.Verdict);
        var verdict = facts.Intent is null ? new Verdict.Pass() : JudgeMessage(facts, facts.Intent);
        if (verdict is Verdict.Pass) verdict = JudgeHours(facts);
        if (verdict is Verdict.Pass) verdict = JudgeLimit(facts);
        return verdict is Verdict.Pass ? JudgeTier(facts) : verdict;
    }

    private static Verdict JudgeHours(GateFacts facts)
    {
        if (facts.Command.Hours is not { } name) return JudgeQuiet(facts);
        if (facts.Hours is not { } calendar) return new Verdict.Park(ParkReason.NoCalendar, $"The calendar {name} is not configured any more.");
        if (calendar.OpensAt(facts.Now) is not { } opens) return Refuse(RefuseReason.OutOfHours, "refused", $"The calendar {name} does not open any more.");
        return opens > facts.Now ? new Verdict.HoldUntil("out_of_hours", opens, $"The calendar {name} is closed until {opens:u}.") : JudgeQuiet(facts);
    }

    private static Verdict JudgeQuiet(GateFacts facts) => facts.Quiet is { } quiet && quiet.Opens > facts.Now
        ? new Verdict.HoldUntil("out_of_hours", quiet.Opens, $"By the clock of {quiet.By} it is an hour in which the connection {facts.Command.Connection} sends no {quiet.Category} messages. It goes at {quiet.Opens:u}.")
        : new Verdict.Pass();

    private static Verdict JudgeFrequency(GateFacts facts)
    {
        if (facts.Frequency is not { } frequency) return new Verdict.Pass();
        var full = frequency.Caps.Where(cap => frequency.Uses.Count(use => use > facts.Now - cap.In) >= cap.Count).MaxBy(cap => frequency.Uses[cap.Count - 1] + cap.In);
        return full is null ? new Verdict.Pass() : new Verdict.HoldUntil(
            "capped", frequency.Uses[full.Count - 1] + full.In, $"The person has had the {full.Count} {frequency.Category} messages that the connection {facts.Command.Connection} sends to one person within {full.In.TotalHours} hours.");
    }

    private static Verdict JudgeLimit(GateFacts facts)
    {
        if (facts.Limit is not { Limit: var limit, Uses: var uses } || uses.Count < limit.Count) return JudgeFrequency(facts);
        var sentence = $"The route's limit of {limit.Count} in {limit.In} is used up.";
        return limit.Over == LimitOver.Drop ? Refuse(RefuseReason.Capped, "capped", sentence) : new Verdict.HoldUntil("capped", uses[limit.Count - 1] + limit.In, sentence) { IsOfLimit = true };
    }

    private static Verdict JudgeTier(GateFacts facts) => facts.Tier is { FullUntil: { } until } tier
        ? new Verdict.HoldInPlace("throttled", until, Lines.TierOf(tier.Portfolio))
        {
            Sentence = $"The business portfolio has written to {tier.People} people within 24 hours who had not written themselves, and the vendor lets it write to no more.",
        }
        : new Verdict.Pass();

    private static Verdict JudgeMessage(GateFacts facts, MessageIntent intent)
    {
        if (facts.Address is null) return Refuse(RefuseReason.Unreachable, "no_whatsapp", "The person has no WhatsApp address that the hub knows.");
        return intent switch
        {
            MessageIntent.OfTemplate => JudgeTemplate(facts, facts.Template!),
            _ => JudgeReply(facts),
        };
    }

    // The confirmation of STOP is the one reply that also goes to who wants none: the law asks for it.
    private static Verdict JudgeReply(GateFacts facts)
    {
        if (facts.OptedOut.Contains(ConsentCategories.Replies) && !ConsentConfirmation.Is(facts.Command.File, facts.Command.Route))
        {
            return Refuse(RefuseReason.OptedOut, "opted_out", "The person has opted out of replies.");
        }

        return MessageWindow.IsOpen(facts.LastInboundAt, facts.Now) ? new Verdict.Pass() : new Verdict.WindowClosed();
    }

    private static Verdict JudgeTemplate(GateFacts facts, TemplateChoice choice)
    {
        // The category is the vendor's live one: a template that was made a marketing one is judged as such, and so is one of a category unknown here.
        if (choice.Template is { } template && facts.OptedOut.Contains(ConsentCategories.Of(template.Category)))
        {
            return Refuse(RefuseReason.OptedOut, "opted_out", $"The person has opted out of {template.Category} messages.");
        }

        if (choice.Problem is { } misfit && facts.Command.Reason == TemplateChanged) return new Verdict.Misfit(misfit);
        if (choice.Problem is { } problem) return Refuse(RefuseReason.TemplateUnavailable, "refused", problem);
        return choice.Template is null
            ? new Verdict.HoldInPlace("template_unavailable", facts.Now + TemplatesLater, Lines.TemplatesOf(facts.Command.Connection))
            : new Verdict.Pass();
    }

    private static Verdict.Refuse Refuse(string name, string outcome, string sentence) => new(name, outcome, sentence);
}
