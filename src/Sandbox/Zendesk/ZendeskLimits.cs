using System.Globalization;
using Sandbox.Vendors;

namespace Sandbox.Zendesk;

/// <summary>The vendor's rate limits: 30 updates in 10 minutes for a ticket, 300 in a minute for the account (with the add-on), 5 in a minute for a user, 10 exports in a minute.</summary>
/// <param name="time">The vendor's time.</param>
internal sealed class ZendeskLimits(TimeProvider time)
{
    private const int PerTicket = 30;
    private const int PerAccount = 300;
    private const int PerUser = 5;
    private const int Exports = 10;
    private const string TicketHeader = "zendesk-ratelimit-per-ticket-updates";
    private static readonly TimeSpan TicketSpan = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Queue<DateTimeOffset> account = new();
    private readonly Queue<DateTimeOffset> exports = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> users = [];

    /// <summary>The refusal of an update, or null where it may go.</summary>
    public Answer? RefuseUpdate(Ticket ticket)
    {
        if (Wait(ticket.Updates, PerTicket, TicketSpan) is { } wait) return ZendeskErrors.TooMany(wait, TicketHeader);
        return Wait(account, PerAccount, Minute) is { } whole ? ZendeskErrors.TooMany(whole) : null;
    }

    /// <summary>The refusal of a write to a user, or null where it may go; it is counted.</summary>
    public Answer? RefuseUser(string email)
    {
        if (!users.TryGetValue(email, out var times)) users[email] = times = new();
        if (Wait(times, PerUser, Minute) is { } wait) return ZendeskErrors.TooMany(wait);
        times.Enqueue(time.GetUtcNow());
        return null;
    }

    /// <summary>The refusal of an export, or null where it may go; it is counted.</summary>
    public Answer? RefuseExport()
    {
        if (Wait(exports, Exports, Minute) is { } wait) return ZendeskErrors.TooMany(wait, "zendesk-ratelimit-incremental-exports");
        exports.Enqueue(time.GetUtcNow());
        return null;
    }

    /// <summary>Counts an update.</summary>
    public void Count(Ticket ticket)
    {
        ticket.Updates.Enqueue(time.GetUtcNow());
        account.Enqueue(time.GetUtcNow());
    }

    /// <summary>What the vendor says about its limits in an answer.</summary>
    public Dictionary<string, string> Headers(Ticket ticket) => new()
    {
        [TicketHeader] = Text(PerTicket, ticket.Updates, TicketSpan),
        ["zendesk-ratelimit-tickets-update"] = Text(PerAccount, account, Minute),
    };

    private TimeSpan? Wait(Queue<DateTimeOffset> times, int total, TimeSpan span)
    {
        var now = time.GetUtcNow();
        while (times.TryPeek(out var oldest) && now - oldest >= span) times.Dequeue();
        return times.Count < total ? null : times.Peek() + span - now;
    }

    private string Text(int total, Queue<DateTimeOffset> times, TimeSpan span)
    {
        var resets = times.TryPeek(out var oldest) ? oldest + span - time.GetUtcNow() : TimeSpan.Zero;
        return string.Create(CultureInfo.InvariantCulture, $"total={total}; remaining={total - times.Count}; resets={(int)Math.Ceiling(resets.TotalSeconds)}");
    }
}
