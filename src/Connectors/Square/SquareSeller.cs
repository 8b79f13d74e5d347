namespace Hub.Connectors.Square;

/// <summary>Whose the access token is: one application may serve many sellers, whose webhooks all come to one address by one key.</summary>
internal sealed class SquareSeller : IAccountFinder
{
    /// <inheritdoc />
    public async Task<AccountAnswer> FindAsync(Connection connection, CancellationToken cancel)
    {
        var api = SquareApi.Of(connection);
        var status = await api.AskAsync((rest, token) => rest.TokenStatusAsync(token, cancel), cancel);
        if (status.Value?.MerchantId is { Length: > 0 } seller) return new AccountAnswer.Known(seller);
        if (status.Failure is { Kind: not FailureKind.Rejected } failure) return new AccountAnswer.Failed(failure);

        // Where Square does not say it of the token, its main location does.
        var main = await api.Locations.FindAsync(SquareLocations.Main, cancel);
        return main.Value?.MerchantId is { Length: > 0 } owner ? new AccountAnswer.Known(owner) : new AccountAnswer.Failed(main.Failure ?? SquareErrors.Unreadable);
    }
}
