using Hub.Connectors;

namespace Connectors.Tests;

/// <summary>Asks the vendor for an access token when there is none, or the one that there is was refused.</summary>
internal sealed class GivenTokens(Connection connection) : ITokenSource
{
    private AccessToken? token;

    /// <summary>How often it asked.</summary>
    public int Asked { get; private set; }

    public async ValueTask<AccessToken> CurrentAsync(CancellationToken cancel) => token ??= await AskAsync(cancel);

    public async ValueTask<AccessToken> OtherThanAsync(AccessToken refused, CancellationToken cancel) => token = token == refused ? await AskAsync(cancel) : token ?? await AskAsync(cancel);

    private async Task<AccessToken> AskAsync(CancellationToken cancel)
    {
        Asked++;
        var connector = (IOAuthConnector)connection.Connector;
        var options = connector.RefreshToken(connection.Options<object>())!;
        return await connector.RefreshAsync(options.Current, connection, cancel) switch
        {
            TokenAnswer.Given given => given.Token,
            TokenAnswer.Failed failed => throw new TokenMissingException(failed.Failure),
            _ => throw new InvalidOperationException("The answers are a closed set."),
        };
    }
}
