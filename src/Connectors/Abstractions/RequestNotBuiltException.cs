namespace Hub.Connectors;

/// <summary>
/// A call to a vendor that cannot be built, for example because a credential in a header holds a letter that is not ASCII. Nothing of it has left, and it would fail again in
/// the same way: <see cref="VendorErrors.OfNetwork"/> calls it rejected.
/// </summary>
/// <param name="connection">The connection's name.</param>
/// <param name="cause">What the HTTP client threw.</param>
public sealed class RequestNotBuiltException(string connection, Exception cause)
    : HttpRequestException($"A call for the connection {connection} cannot be built, so that nothing left: {cause.Message} Check the connection's credentials and settings.", cause);
