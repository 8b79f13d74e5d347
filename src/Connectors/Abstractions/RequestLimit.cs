namespace Hub.Connectors;

/// <summary>A limit that a vendor sets for single requests of an account, whatever asks: an action may make several, and so may a query, a completion, a comparison.</summary>
/// <param name="Name">Its name, of which the connector has one only.</param>
/// <param name="Burst">How many may go at once; at least 1.</param>
/// <param name="Refill">The time after which one more may go.</param>
/// <param name="Counts">Whether a request counts.</param>
public sealed record RequestLimit(string Name, int Burst, TimeSpan Refill, Func<HttpRequestMessage, bool> Counts);
