namespace Hub.Connectors;

/// <summary>
/// A call to a vendor that the hub did not let leave: it may not be this node's to make any more, or a limit lets nothing through. What it was for waits, and no attempt is
/// counted: <see cref="VendorErrors.OfNetwork"/> calls it throttled.
/// </summary>
/// <param name="why">One sentence.</param>
/// <param name="wait">How long until it is worth a try.</param>
public sealed class CallWithheldException(string why, TimeSpan wait) : HttpRequestException(HttpRequestError.ConnectionError, why)
{
    /// <summary>The code of its failure.</summary>
    public const string Code = "withheld";

    /// <summary>How long until it is worth a try.</summary>
    public TimeSpan Wait { get; } = wait;
}
