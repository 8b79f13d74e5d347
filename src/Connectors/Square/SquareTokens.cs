namespace Hub.Connectors.Square;

/// <summary>Access tokens of sellers (developer.squareup.com, OAuth API): good for 30 days; the vendor wants them renewed every 7 days or sooner.</summary>
internal static class SquareTokens
{
    private static readonly TimeSpan RenewAfter = TimeSpan.FromDays(7);

    // Where the answer does not say when it ends (from memory: 30 days).
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromDays(30);

    /// <summary>Asks for an access token. A refresh token of the code flow stays; one of PKCE is used up, and the answer brings the next: both are taken as they come.</summary>
    public static async Task<TokenAnswer> RefreshAsync(string refreshToken, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<SquareOptions>();
        var request = new TokenRequest(options.ClientId!, options.ClientSecret!.Current, "refresh_token", refreshToken);
        var answer = await SquareApi.Of(connection).AskAsNobodyAsync(rest => rest.TokenAsync(request, cancel));
        if (answer.Failure is { } failure) return new TokenAnswer.Failed(IsOfToken(failure) ? failure with { Kind = FailureKind.Unauthorized, Text = "Square refuses the refresh token: let the seller authorize the application again." } : failure);
        if (answer.Value is not { AccessToken: { Length: > 0 } token } given) return new TokenAnswer.Failed(SquareErrors.Unreadable);
        connection.Account ??= given.MerchantId;
        var lifetime = given.ExpiresAt is { } ends && ends > connection.Time.GetUtcNow() ? ends - connection.Time.GetUtcNow() : UsualLifetime;
        return new TokenAnswer.Given(new(token), lifetime)
        {
            RenewAfter = lifetime * 0.9 < RenewAfter ? lifetime * 0.9 : RenewAfter,
            RefreshToken = given.RefreshToken is { Length: > 0 } next && next != refreshToken ? next : null,
        };
    }

    // What is refused here for good is refused because of what it was asked with.
    private static bool IsOfToken(VendorFailure failure) => failure.Kind is FailureKind.Unauthorized or FailureKind.Rejected;
}
