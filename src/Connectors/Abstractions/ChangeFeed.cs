namespace Hub.Connectors;

/// <summary>A vendor's list of what has changed, by which the hub finds what no webhook has brought.</summary>
public interface IChangeFeed
{
    /// <summary>The cursor that begins at a moment: what changed before it is not told.</summary>
    /// <param name="moment">The vendor's time.</param>
    string CursorAt(DateTimeOffset moment);

    /// <summary>Asks for a page of what has changed. The events are those that webhooks would have brought, with the same <see cref="IncomingEvent.FactKey"/>, and lack nothing but what <see cref="IncomingEvent.LacksFields"/> or their type says.</summary>
    /// <param name="cursor">Where the page begins: from <see cref="CursorAt"/>, or from the page before.</param>
    /// <param name="until">What changed later is left to the next time: its webhook may be on its way.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Throws only what the HTTP client throws.</returns>
    Task<ChangePage> ChangedSinceAsync(string cursor, DateTimeOffset until, Connection connection, CancellationToken cancel);
}

/// <summary>What asking for a page led to: a closed set.</summary>
public abstract record ChangePage
{
    private ChangePage()
    {
    }

    /// <summary>A page.</summary>
    /// <param name="Events">The changes as events, oldest first; a change may be on two pages.</param>
    /// <param name="Cursor">Where the next page begins, now or at the next time.</param>
    /// <param name="IsMore">Whether there is a next page now.</param>
    public sealed record Found(IReadOnlyList<IncomingEvent> Events, string Cursor, bool IsMore) : ChangePage;

    /// <summary>The vendor did not answer.</summary>
    /// <param name="Failure">Why, and so when to ask again.</param>
    public sealed record Failed(VendorFailure Failure) : ChangePage;
}
