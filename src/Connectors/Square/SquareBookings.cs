using System.ComponentModel;
using System.Globalization;

namespace Hub.Connectors.Square;

/// <summary>What changing a booking would mean for it as it stands: a closed set.</summary>
internal abstract record BookingChange
{
    private BookingChange()
    {
    }

    /// <summary>It is as it should be.</summary>
    public sealed record Nothing : BookingChange;

    /// <summary>It takes no change any more.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Refused(VendorFailure Failure) : BookingChange;

    /// <summary>Square is to change it.</summary>
    /// <param name="Call">Calls, with the current version and a key that is this version's.</param>
    public sealed record Wanted(Func<ISquareApi, string, long, string, Task<RestEase.Response<BookingAnswer>>> Call) : BookingChange;
}

/// <summary>What the actions on bookings give.</summary>
/// <param name="BookingId">The booking's id.</param>
/// <param name="Version">Its version after the action.</param>
/// <param name="Status">Its status after the action.</param>
/// <param name="StartAt">When it begins.</param>
internal sealed record BookingResult(
    [property: Description("The booking's id")] string BookingId,
    [property: Description("The booking's version after the action")] long Version,
    [property: Description("The booking's status after the action")] [property: KnownValues("pending", "accepted", "declined", "cancelled_by_customer", "cancelled_by_seller", "no_show")] string Status,
    [property: Description("When the booking begins")] DateTimeOffset? StartAt);

/// <summary>What is the same for all changes of a booking.</summary>
internal static class SquareBookings
{
    /// <summary>The code of a booking that cannot be changed any more because it is too near, or past.</summary>
    public const string TooLate = "too_late";

    /// <summary>The properties in the write ledger; who cancelled makes no difference there, because Square may name the seller or the application.</summary>
    public const string StatusProperty = "status";

    /// <inheritdoc cref="StatusProperty"/>
    public const string StartProperty = "start_at";

    /// <inheritdoc cref="StatusProperty"/>
    public const string MemberProperty = "team_member";

    /// <inheritdoc cref="StatusProperty"/>
    public const string CustomerNoteProperty = "customer_note";

    /// <inheritdoc cref="StatusProperty"/>
    public const string SellerNoteProperty = "seller_note";

    /// <summary>The status of what was cancelled, by whomever, in the write ledger.</summary>
    public const string CancelledStatus = "cancelled";

    private const int Tries = 2;
    private const string Cancelled = "cancelled_";

    /// <summary>Whether a booking was cancelled, by whomever.</summary>
    public static bool IsCancelled(BookingBody booking) => StatusOf(booking).StartsWith(Cancelled, StringComparison.Ordinal);

    /// <summary>The status in lower case.</summary>
    public static string StatusOf(BookingBody booking) => SquareMapProfile.Lower(booking.Status) ?? "";

    /// <summary>The action's result for a booking.</summary>
    public static ActionOutcome.Done Done(BookingBody booking) =>
        new(new BookingResult(booking.Id ?? "", booking.Version ?? 0, StatusOf(booking), booking.StartAt), booking.Id) { Version = booking is { Id: { } id, Version: { } version } ? new(RecordOf(id), version) : null };

    /// <summary>The name of a booking among the seller's records.</summary>
    public static string RecordOf(string id) => $"booking/{id}";

    /// <summary>What the actions may write to a booking, as it stands.</summary>
    public static RecordState StateOf(BookingBody booking, string id) => new(RecordOf(id), new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        [StatusProperty] = IsCancelled(booking) ? CancelledStatus : StatusOf(booking),
        [StartProperty] = TimeOf(booking.StartAt),
        [MemberProperty] = string.Join(',', (booking.AppointmentSegments ?? []).Select(segment => segment.TeamMemberId).Distinct(StringComparer.Ordinal)),
        [CustomerNoteProperty] = NoteOf(booking.CustomerNote),
        [SellerNoteProperty] = NoteOf(booking.SellerNote),
    }) { IsWhole = true };

    /// <summary>A note in the form of the write ledger: Square leaves out an empty one.</summary>
    public static string? NoteOf(string? note) => string.IsNullOrEmpty(note) ? null : note;

    /// <summary>A time in the form of the write ledger.</summary>
    public static string? TimeOf(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The refusal of a change to a booking that has an end or comes too soon; null where it may be changed.</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="noticeMinutes">How long before its beginning at the latest; null for until it begins.</param>
    /// <param name="now">Business time.</param>
    public static VendorFailure? RefusalOf(BookingBody booking, int? noticeMinutes, DateTimeOffset now)
    {
        var status = StatusOf(booking);
        if (status is "declined" or "no_show" || IsCancelled(booking)) return new(FailureKind.TargetClosed, status, $"The booking has ended: {status.Replace('_', ' ')}.");
        if (booking.StartAt is not { } start) return null;
        if (start <= now) return Late("The booking has begun already.");
        return start - now < TimeSpan.FromMinutes(noticeMinutes ?? 0) ? Late(string.Create(CultureInfo.InvariantCulture, $"The booking begins in less than {noticeMinutes} minutes.")) : null;
    }

    /// <summary>Changes a booking of the proven customer: with its current version, and once more after a change that came between.</summary>
    /// <param name="id">The booking.</param>
    /// <param name="customer">Whose it must be.</param>
    /// <param name="call">The command.</param>
    /// <param name="change">What is to become of it as it stands.</param>
    /// <param name="api">The calls.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<ActionOutcome> ChangeAsync(string id, CustomerRef customer, ActionCall call, Func<BookingBody, BookingChange> change, SquareApi api, CancellationToken cancel)
    {
        if (SquareId.Malformed("booking", id) is { } malformed) return new ActionOutcome.Failed(malformed);
        for (var attempt = 1; ; attempt++)
        {
            var found = await ProvenAsync(id, customer, api, cancel);
            if (found.Failure is not null) return new ActionOutcome.Failed(found.Failure);
            var booking = found.Value!;
            switch (change(booking))
            {
                case BookingChange.Nothing:
                    return Done(booking) with { ChangedNothing = true };
                case BookingChange.Refused refused:
                    return new ActionOutcome.Failed(refused.Failure);
                case BookingChange.Wanted wanted:
                    var version = booking.Version ?? 0;
                    var key = string.Create(CultureInfo.InvariantCulture, $"{call.CommandId}-{version}");
                    var changed = await api.AskAsync((rest, token) => wanted.Call(rest, token, version, key), cancel);
                    if (changed.Failure is { Kind: FailureKind.Conflict } && attempt < Tries) continue;
                    if (changed.Failure is not null) return new ActionOutcome.Failed(changed.Failure);
                    return changed.Value?.Booking is { } after ? Done(after) : new ActionOutcome.Failed(SquareErrors.Unreadable);
            }
        }
    }

    /// <summary>A booking, if it is the customer's own.</summary>
    private static async Task<Answer<BookingBody>> ProvenAsync(string id, CustomerRef person, SquareApi api, CancellationToken cancel)
    {
        var found = await api.AskAsync((rest, token) => rest.BookingAsync(token, id, cancel), cancel);
        if (found.IsMissing) return new(null, new(FailureKind.TargetClosed, SquareErrors.NotFound, "Square has no such booking."));
        if (found.Failure is not null) return new(null, found.Failure);
        if (found.Value?.Booking is not { } booking) return new(null, SquareErrors.Unreadable);
        if (!SquareId.IsValid(booking.CustomerId)) return new(null, NotTheirs());
        var owner = await api.AskAsync((rest, token) => rest.CustomerAsync(token, booking.CustomerId!, cancel), cancel);
        if (owner.Failure is not null) return new(null, owner.IsMissing ? NotTheirs() : owner.Failure);
        if (owner.Value?.Customer is not { } customer) return new(null, SquareErrors.Unreadable);
        var location = await api.Locations.FindAsync(SquareId.IsValid(booking.LocationId) ? booking.LocationId! : SquareLocations.Main, cancel);
        if (location.Failure is { Kind: not FailureKind.Rejected } failure) return new(null, failure);
        return SquareCustomers.Is(customer, person, location.Value?.Country) ? new(booking, null) : new(null, NotTheirs());
    }

    private static VendorFailure NotTheirs() => new(FailureKind.Rejected, "not_the_customers", "The booking is not one of this customer's: neither phone number nor reference id says so.");

    private static VendorFailure Late(string text) => new(FailureKind.TargetClosed, TooLate, text);
}

/// <summary>When a booking ends, which Square does not say.</summary>
internal static class BookingTimes
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The end of a booking: its services after one another, with the time between them.</summary>
    public static DateTimeOffset EndOf(BookingBody booking)
    {
        var minutes = (booking.AppointmentSegments ?? []).Sum(segment => Math.Clamp(segment.DurationMinutes ?? 0, 0, (long)Day.TotalMinutes * 31) + Math.Clamp(segment.IntermissionMinutes ?? 0, 0, (long)Day.TotalMinutes));
        return (booking.StartAt ?? default) + TimeSpan.FromMinutes(minutes);
    }
}
