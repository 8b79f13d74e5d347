using System.Globalization;
using Sandbox.Square;

namespace Sandbox.Stories;

/// <summary>A Square booking is confirmed, reminded of, moved and cancelled in the chat.</summary>
internal sealed class BookingStory : IStory
{
    private const string Confirmed = "booking_confirmed";
    private const string Reminder = "booking_reminder";
    private static readonly TimeSpan TwoDays = TimeSpan.FromHours(48);
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    public string Title => "A booking is confirmed, reminded of 48 and 2 hours before by the clock of its place, moved, and cancelled in the chat";

    public IReadOnlyList<string> MappingFiles => ["examples/bookings.yaml"];

    public async Task PlayAsync(Stage stage)
    {
        var (world, chats, salon) = (stage.World, stage.World.WhatsApp.State, stage.World.Square.State);
        var place = salon.Locations[0];
        var zone = TimeZoneInfo.FindSystemTimeZoneById(place.TimeZone);
        var somebody = world.People.New();
        var person = chats.Add(somebody.Phone, somebody.Name);
        var customer = salon.Add(somebody.FirstName, somebody.LastName, somebody.Phone);

        // Monday at ten, a day after the clocks have changed.
        var change = NextChange(zone, world.Clock.GetUtcNow());
        var start = At(zone, change.AddDays(1), 10);
        await stage.PassAsync($"Time passes until six days before {change:d MMMM}, when the clocks change in {place.TimeZone}.", start - TimeSpan.FromDays(6) - world.Clock.GetUtcNow());

        await stage.ActAsync("Somebody books with another seller who uses the same Square application.", () => salon.BookElsewhere(start));
        await stage.HoldsAsync("that is none of this hub's business", world.WhatsApp.State.Messages.Count == 0 && (await world.Api.EventsAsync("", stage.Cancel)).Any(e => (string?)e["type"] == "square.booking.created" && (string?)e["reason"] == "foreign"));

        Booking? booking = null;
        await stage.ActAsync($"{person.Name} books for {Told(start, zone)}.", () => booking = salon.Book(customer, start, place));
        await stage.HoldsAsync("the confirmation goes out at once, with the time of the place", chats.SentTo(person) is [{ Template: Confirmed } sent] && sent.Parameters[^1] == Told(start, zone));
        await stage.HoldsAsync("the reminders wait for exactly 48 and 2 hours before", (await WaitingAsync(stage)).SequenceEqual([start - TwoDays, start - TwoHours]));

        await stage.PassUntilAsync("Time passes until 50 hours before.", start - TimeSpan.FromHours(50));
        await stage.HoldsAsync("nothing more has gone out", chats.SentTo(person).Count == 1);
        await stage.PassUntilAsync("Time passes until 48 hours before.", start - TwoDays);
        await stage.HoldsAsync("the first reminder goes out then, and tells the time of the place after the change", chats.SentTo(person) is [_, { Template: Reminder } first] && first.Parameters[^1] == Told(start, zone) && stage.IsPunctual(first, start - TwoDays));
        await stage.PassUntilAsync("Time passes until two hours before, and the clocks change meanwhile.", start - TwoHours);
        await stage.HoldsAsync("the second reminder goes out then", chats.SentTo(person) is [_, _, { Template: Reminder } second] && second.Parameters[^1] == Told(start, zone) && stage.IsPunctual(second, start - TwoHours));

        var later = At(zone, change.AddDays(5), 11);
        await stage.ActAsync($"The salon moves the booking to {Told(later, zone)}.", () => salon.Move(booking!, later));
        await stage.HoldsAsync("the new time is confirmed", chats.SentTo(person) is [_, _, _, { Template: Confirmed } moved] && moved.Parameters[^1] == Told(later, zone));
        await stage.HoldsAsync("the reminders have moved, though both had gone out", (await WaitingAsync(stage)).SequenceEqual([later - TwoDays, later - TwoHours]));

        var sooner = At(zone, change.AddDays(2), 15);
        await stage.ActAsync($"The salon moves it to within 48 hours, to {Told(sooner, zone)}.", () => salon.Move(booking!, sooner));
        await stage.HoldsAsync("the new time is confirmed", chats.SentTo(person) is [.., { Template: Confirmed } again] && again.Parameters[^1] == Told(sooner, zone));
        await stage.HoldsAsync("the first reminder is gone, the second has moved", (await WaitingAsync(stage)).SequenceEqual([sooner - TwoHours]));

        var count = chats.SentTo(person).Count;
        await stage.ActAsync($"{person.Name} presses “Cancel”.", () => chats.Press(person, $"cancel/{booking!.Id}", "Cancel"));
        await stage.HoldsAsync("Square holds the booking cancelled", booking!.Status == "CANCELLED_BY_SELLER");
        await stage.HoldsAsync("the reminders are gone", (await WaitingAsync(stage)).Count == 0);
        await stage.HoldsAsync("the customer is told, once: what comes back from Square was the hub's own write", chats.SentTo(person).Skip(count).Select(message => message.Text).SequenceEqual(["Your appointment is cancelled."]));

        Booking? near = null;
        var soon = world.Clock.GetUtcNow() + TimeSpan.FromMinutes(140);
        soon = soon.AddTicks(-(soon.Ticks % TimeSpan.TicksPerSecond));
        await stage.ActAsync($"{person.Name} books for {Told(soon, zone)}, in less than three hours.", () => near = salon.Book(customer, soon, place));
        await stage.ActAsync($"{person.Name} presses “Cancel”, too late.", () => chats.Press(person, $"cancel/{near!.Id}", "Cancel"));
        await stage.HoldsAsync("Square holds the booking as it was", near!.Status == "ACCEPTED");
        await stage.HoldsAsync("the customer is told that it is too late", chats.SentTo(person) is [.., { Text: var told }] && told.Contains("too late", StringComparison.Ordinal));

        await stage.PassUntilAsync("Time passes until two hours before.", soon - TwoHours);
        var reminders = chats.SentTo(person).Count(message => message.Template == Reminder && message.Parameters[^1] == Told(soon, zone) && message.At >= soon - TwoHours);
        await stage.HoldsAsync("the reminder of that booking has gone out too, not before its time", reminders == 1 || (reminders == 0 && world.IsStormy && await IsTooLateAsync(stage, soon - TwoHours)));
        stage.ShowHoldings();
    }

    private static async Task<IReadOnlyList<DateTimeOffset>> WaitingAsync(Stage stage) =>
        [.. (await stage.World.Api.CommandsAsync("state=scheduled", stage.Cancel)).Select(command => Stage.DueOf(command)!.Value).Order()];

    // Where Square's word of a booking comes after the reminder's time, there is none, and that is told.
    private static async Task<bool> IsTooLateAsync(Stage stage, DateTimeOffset due) =>
        (await stage.World.Api.CommandsAsync("reason=too_late", stage.Cancel)).Any(command => (string?)command["route"] == "two-hours-before" && (DateTimeOffset?)command["dueAt"] == due);

    private static string Told(DateTimeOffset time, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(time, zone).ToString("dddd d MMMM, HH:mm", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(TimeZoneInfo zone, DateOnly day, int hour)
    {
        var local = day.ToDateTime(new(hour, 0));
        return new(local, zone.GetUtcOffset(local));
    }

    // The next day whose evening has another distance from UTC than the one before, far enough ahead for the story.
    private static DateOnly NextChange(TimeZoneInfo zone, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(8);
        while (zone.GetUtcOffset(day.ToDateTime(new(20, 0))) == zone.GetUtcOffset(day.AddDays(-1).ToDateTime(new(20, 0)))) day = day.AddDays(1);
        return day;
    }
}
