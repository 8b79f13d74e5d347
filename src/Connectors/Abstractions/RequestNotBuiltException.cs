namespace Hub.Connectors;

/// <summary>
/// A call to a vendor that cannot be built, because a header of it, such as one with a credential, holds what no header may hold. Nothing of it has left, and it would fail
/// again in the same way: <see cref="VendorErrors.OfNetwork"/> calls it rejected.
/// </summary>
/// <param name="connection">The connection's name.</param>
public sealed class RequestNotBuiltException(string connection)
    : HttpRequestException($"A call for the connection {connection} cannot be built, and nothing of it left: a header holds letters that are not ASCII, or a line break. Check the connection's credentials.");
