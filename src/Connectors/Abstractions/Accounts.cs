namespace Hub.Connectors;

/// <summary>Asks a vendor whose account a connection serves, where the configuration does not say. Until it has answered, none of the connection's webhooks is read.</summary>
public interface IAccountFinder
{
    /// <summary>Asks with the connection's own credentials.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Throws only what the HTTP client throws.</returns>
    Task<AccountAnswer> FindAsync(Connection connection, CancellationToken cancel);
}

/// <summary>What asking led to: a closed set.</summary>
public abstract record AccountAnswer
{
    private AccountAnswer()
    {
    }

    /// <summary>The account.</summary>
    /// <param name="Account">As the vendor's events name it.</param>
    public sealed record Known(string Account) : AccountAnswer;

    /// <summary>The vendor did not say.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(VendorFailure Failure) : AccountAnswer;
}
