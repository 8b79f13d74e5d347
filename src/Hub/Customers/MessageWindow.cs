namespace Hub.Customers;

/// <summary>The customer service window: free text may be sent for 24 h after the customer's last message, by the vendor's timestamp
/// (Meta, "Customer service windows"; violation is error 131047).</summary>
internal static class MessageWindow
{
    private static readonly TimeSpan Length = TimeSpan.FromHours(24);

    // Clocks differ and calls take time: a reply that leaves in the last moment would arrive outside.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    /// <summary>When a customer wrote: by the vendor's timestamp, but never after the message was there, whatever a vendor's clock says.</summary>
    /// <param name="stamped">The vendor's timestamp.</param>
    /// <param name="arrived">When the hub received it.</param>
    public static DateTimeOffset WroteAt(DateTimeOffset stamped, DateTimeOffset arrived) => stamped < arrived ? stamped : arrived;

    /// <summary>Until when the hub sends free text; null when the customer never wrote.</summary>
    public static DateTimeOffset? OpenUntil(DateTimeOffset? lastInbound) => lastInbound + Length - Margin;

    /// <summary>Whether free text may be sent at this moment.</summary>
    public static bool IsOpen(DateTimeOffset? lastInbound, DateTimeOffset now) => OpenUntil(lastInbound) is { } until && now < until;
}
