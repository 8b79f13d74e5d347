using System.Globalization;

namespace Hub.Storage;

/// <summary>More webhooks wait to be stored than the queue may hold; the sender is told to come again (503).</summary>
internal sealed class StoreBusyException()
    : Exception("More webhooks wait to be stored than the queue holds. Send this one again later.");

/// <summary>The store cannot be opened or written: in use elsewhere, of a newer version, full, or failing. Nothing of the work was stored.</summary>
internal sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>A read took longer than a read may.</summary>
internal sealed class StoreTimeoutException(TimeSpan limit, Exception? cause = null)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"The read was stopped because it took longer than {limit.TotalSeconds:0.###} s."), cause);

/// <summary>Another node has what the work held: nothing of the work was stored, and it is given up.</summary>
internal sealed class ClaimLostException() : Exception("Another node has taken over what this one was working on.");
