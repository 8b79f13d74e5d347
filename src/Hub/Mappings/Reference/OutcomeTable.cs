namespace Hub.Mappings.Reference;

/// <summary>What a command can come to, as <c>outcome</c> names it.</summary>
/// <param name="Name">The word.</param>
/// <param name="Description">When it comes.</param>
internal sealed record Outcome(string Name, string Description);

/// <summary>All outcomes, and the word for all but the first.</summary>
internal static class OutcomeTable
{
    /// <summary>In the order of <see cref="Vocabulary.Outcomes"/>.</summary>
    public static IReadOnlyList<Outcome> All { get; } =
    [
        new("done", "The vendor has accepted it."),
        new("no_whatsapp", "There is no address, or nobody is there: a null to, the vendor's answer, or a status that comes later."),
        new("window_closed", "Free text outside the 24-hour window. With outside_window it is reported when the words are first kept, and done may follow."),
        new("opted_out", "The person has opted out of such messages."),
        new("capped", "A limit on how many may go was reached."),
        new("too_late", "Its time (at) had passed by more than max_late."),
        new("target_closed", "What it acts on is closed for good."),
        new("refused", "The hub refused it for another reason: the code of failure says which."),
        new("rejected", "The vendor refused the input; it is parked only where no route waits for this outcome."),
        new("parked", "It is set aside with a reason, and can be run again."),
        new("unknown", "The answer never came, and it is not known whether it took effect."),
        new("failed", "All but done."),
    ];
}
