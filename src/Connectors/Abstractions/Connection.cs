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

    /// <summary>The options of the connector.</summary>
    /// <typeparam name="T">The connector's options type.</typeparam>
    public T Options<T>() => (T)options;

    /// <summary>Something that is made once for this connection, for example the typed REST client.</summary>
    /// <typeparam name="T">Its type, by which it is found again.</typeparam>
    public T Shared<T>(Func<Connection, T> make)
        where T : class => (T)shared.GetOrAdd(typeof(T), static (_, state) => state.make(state.self), (make, self: this));
}
