using System.Collections.Concurrent;

namespace Hub.Connectors;

/// <summary>One configured account of a connector: what a connector, which holds no state, gets to work with.</summary>
/// <param name="name">The connection's name in the configuration, also the segment of its webhook address.</param>
/// <param name="connector">The connector.</param>
/// <param name="options">The bound and validated options record.</param>
/// <param name="http">The HTTP client: base address, time-outs and address checks are the hub's; it sends no credentials by itself and follows no redirect.</param>
/// <param name="time">The clock: business time.</param>
public sealed class Connection(string name, IConnector connector, object options, HttpClient http, TimeProvider time)
{
    private readonly ConcurrentDictionary<Type, object> shared = new();

    /// <summary>The connection's name in the configuration.</summary>
    public string Name { get; } = name;

    /// <summary>The connector.</summary>
    public IConnector Connector { get; } = connector;

    /// <summary>The HTTP client with the vendor's base address.</summary>
    public HttpClient Http { get; } = http;

    /// <summary>Business time.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>The vendor account that this connection serves, once known; null where the webhook secret alone decides.</summary>
    public string? Account { get; set; }

    /// <summary>Who hears what the vendor tells of its limits; the hub sets it.</summary>
    public Action<Budget>? Hears { get; set; }

    /// <summary>Tells what an answer of the vendor says about a limit, while the call that was answered is under way.</summary>
    public void Tell(Budget budget) => Hears?.Invoke(budget);

    /// <summary>Gives the access tokens of a connection that has to ask for them; the hub sets it.</summary>
    public ITokenSource? Tokens { get; set; }

    /// <summary>Calls with an access token, and once more with another one where the vendor refuses the first: it has done nothing then.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="call">Calls.</param>
    /// <param name="isRefused">Whether the answer says that the token is not good, or not any more; the answer is given up then.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TokenMissingException">There is no token.</exception>
    public async Task<T> WithTokenAsync<T>(Func<AccessToken, Task<T>> call, Func<T, bool> isRefused, CancellationToken cancel)
        where T : IDisposable
    {
        var tokens = Tokens ?? throw new InvalidOperationException($"The connection {Name} has no tokens.");
        var token = await tokens.CurrentAsync(cancel);
        var answer = await call(token);
        if (!isRefused(answer)) return answer;
        using (answer) token = await tokens.OtherThanAsync(token, cancel);
        return await call(token);
    }

    /// <summary>The options of the connector.</summary>
    /// <typeparam name="T">The connector's options type.</typeparam>
    public T Options<T>() => (T)options;

    /// <summary>Something that is made once for this connection, for example the typed REST client.</summary>
    /// <typeparam name="T">Its type, by which it is found again.</typeparam>
    public T Shared<T>(Func<Connection, T> make)
        where T : class => (T)shared.GetOrAdd(typeof(T), static (_, state) => state.make(state.self), (make, self: this));
}
