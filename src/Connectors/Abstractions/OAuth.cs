namespace Hub.Connectors;

/// <summary>A connector whose vendor gives access tokens that end, and new ones for a refresh token (RFC 6749, section 6). The hub keeps them, and asks for each new one once, however many calls and nodes need it.</summary>
public interface IOAuthConnector : IConnector
{
    /// <summary>The refresh token of the configuration; null where the access token itself is configured and does not end.</summary>
    Secret? RefreshToken(object options);

    /// <summary>Asks the vendor for an access token. Throws only what the HTTP client throws.</summary>
    /// <param name="refreshToken">The refresh token: the vendor's latest, else that of the configuration.</param>
    /// <param name="connection">The connection; it has no token yet.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<TokenAnswer> RefreshAsync(string refreshToken, Connection connection, CancellationToken cancel);
}

/// <summary>An access token that the hub was given.</summary>
/// <param name="Value">What goes into the header.</param>
public sealed record AccessToken(string Value)
{
    /// <summary>Where the vendor says that the account is served; null where that is the same for all.</summary>
    public Uri? Address { get; init; }

    /// <summary>Three stars, whatever the value.</summary>
    public override string ToString() => "***";
}

/// <summary>What asking for an access token led to: a closed set.</summary>
public abstract record TokenAnswer
{
    private TokenAnswer()
    {
    }

    /// <summary>The vendor gave one.</summary>
    /// <param name="Token">The token.</param>
    /// <param name="Lifetime">How long it is good for.</param>
    public sealed record Given(AccessToken Token, TimeSpan Lifetime) : TokenAnswer
    {
        /// <summary>When the next one is asked for; shortly before its end, where the vendor wants nothing else.</summary>
        public TimeSpan RenewAfter { get; init; } = Lifetime * 0.9;

        /// <summary>The refresh token that takes the place of the one that was used; null where that stays.</summary>
        public string? RefreshToken { get; init; }

        /// <summary>Names neither token.</summary>
        public override string ToString() => "Given";
    }

    /// <summary>It did not.</summary>
    /// <param name="Failure">Why; <see cref="FailureKind.Unauthorized"/> where the refresh token is no longer good.</param>
    public sealed record Failed(VendorFailure Failure) : TokenAnswer;
}

/// <summary>Gives a connection its access token.</summary>
public interface ITokenSource
{
    /// <summary>The token to call with now.</summary>
    /// <exception cref="TokenMissingException">There is none.</exception>
    ValueTask<AccessToken> CurrentAsync(CancellationToken cancel);

    /// <summary>Another token than one that the vendor has refused.</summary>
    /// <exception cref="TokenMissingException">There is none.</exception>
    ValueTask<AccessToken> OtherThanAsync(AccessToken refused, CancellationToken cancel);
}

/// <summary>A call to a vendor has no access token to go with, so that it has not left: <see cref="VendorErrors.OfNetwork"/> gives its failure.</summary>
/// <param name="failure">Why there is none.</param>
public sealed class TokenMissingException(VendorFailure failure) : HttpRequestException(failure.Text)
{
    /// <summary>Why there is none.</summary>
    public VendorFailure Failure { get; } = failure;
}
