using RestEase;

namespace Hub.Connectors.Square;

/// <summary>Calls Square for one connection: with the token of the seller or of the application, and sorts the answers.</summary>
internal sealed class SquareApi
{
    private readonly Connection connection;
    private readonly SquareOptions options;
    private readonly ISquareApi rest;

    private SquareApi(Connection connection)
    {
        this.connection = connection;
        options = connection.Options<SquareOptions>();
        rest = RestJson.Client<ISquareApi>(connection.Http, SquareWire.Default);
        rest.Version = options.ApiVersion;
        Locations = new(this, connection);
    }

    /// <summary>The seller's locations.</summary>
    public SquareLocations Locations { get; }

    /// <summary>The connection.</summary>
    public Connection Connection => connection;

    /// <summary>The calls of a connection.</summary>
    public static SquareApi Of(Connection connection) => connection.Shared(static self => new SquareApi(self));

    /// <summary>Calls as the seller.</summary>
    public async Task<Answer<T>> AskAsync<T>(Func<ISquareApi, string, Task<Response<T>>> call, CancellationToken cancel)
        where T : SquareAnswer
    {
        using var reply = options.RefreshToken is null
            ? new Reply<T>(await call(rest, Bearer(options.AccessToken!.Current)))
            : await connection.WithTokenAsync(async token => new Reply<T>(await call(rest, Bearer(token.Value))), reply => SquareErrors.IsTokenRefused(reply.Response), cancel);
        return SquareErrors.Read(reply.Response, connection);
    }

    /// <summary>Calls as the application, where its token is configured.</summary>
    public async Task<Answer<T>> AskAsApplicationAsync<T>(Func<ISquareApi, string, Task<Response<T>>> call)
        where T : SquareAnswer
    {
        using var reply = new Reply<T>(await call(rest, Bearer(options.ApplicationToken!.Current)));
        return SquareErrors.Read(reply.Response, connection);
    }

    /// <summary>Calls as nobody.</summary>
    public async Task<Answer<T>> AskAsNobodyAsync<T>(Func<ISquareApi, Task<Response<T>>> call)
        where T : SquareAnswer
    {
        using var reply = new Reply<T>(await call(rest));
        return SquareErrors.Read(reply.Response, connection);
    }

    private static string Bearer(string token) => $"Bearer {token}";

    // What the REST client gives does not dispose of what it holds.
    private sealed class Reply<T>(Response<T> response) : IDisposable
    {
        public Response<T> Response { get; } = response;

        public void Dispose() => Response.ResponseMessage.Dispose();
    }
}
