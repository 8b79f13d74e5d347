using Hub.BuiltIn;

namespace Hub.Storage;

/// <summary>What it means that an entry is parked for a reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Means">One sentence.</param>
/// <param name="WhatToDo">One sentence.</param>
internal sealed record ParkedMeaning(string Reason, string Means, string WhatToDo)
{
    /// <summary>The reason under which a webhook is told that could not be read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>All reasons, of commands, events and webhooks.</summary>
    public static IReadOnlyList<ParkedMeaning> All { get; } =
    [
        new(ParkReason.Rejected, "The vendor said no, or the input is such that the vendor was not asked.", "Mend what the error names, then replay; with --mappings current where the mapping file was wrong."),
        new(ParkReason.Transient, "The vendor did not work at any of the attempts.", "Replay when it works again."),
        new(ParkReason.Conflict, "Somebody else changed the record at each of the attempts.", "Replay."),
        new(ParkReason.Unknown, "Nobody knows whether it was sent, and nobody can find out.", "Ask the customer, then discard it, or replay with --resend, which may send it twice."),
        new(ParkReason.NoAnswer, "No answer came at any of the attempts.", "Replay: what may have happened is looked for first, or does no harm twice."),
        new(ParkReason.Dependency, "What it needs was parked, refused or cancelled.", "Replay the command that makes it, together with this one."),
        new(ParkReason.Poison, "It was begun three times without an end, or failed three times inside the hub.", "Report it, and replay once the hub is mended."),
        new(ParkReason.RouteFailed, "An expression of a route failed.", "Mend the mapping file, then replay: an event by itself, a command with --mappings current."),
        new(ParkReason.NoConnection, "Its connection is not configured any more.", "Configure the connection again and replay, or discard."),
        new(ParkReason.NoCalendar, "Its calendar is not configured any more.", "Configure the calendar again and replay, or discard."),
        new("ambiguous", "Several customers hold the phone or address that the route looks for.", "Decide which one is meant, put that right at the vendor, then replay."),
        new("fetch_failed", "The vendor did not give the record that the event is about.", "Replay when the vendor gives it again."),
        new("no_snapshot", "The mapping files that made the command followed cannot be loaded any more.", "Discard."),
        new("contended", "What it relies on kept changing while it was evaluated.", "Replay."),
        new(Unreadable, "The webhook could not be read.", "Replay once its connector is mended: the bytes are kept as they came."),
    ];

    /// <summary>What a reason means; of one that is not in the list, that.</summary>
    public static ParkedMeaning Of(string reason) => All.FirstOrDefault(meaning => meaning.Reason == reason) ?? new(reason, "It is set aside.", "Replay or discard it.");
}
