namespace Sandbox.Vendors;

/// <summary>One webhook, before it is signed.</summary>
/// <param name="Id">The vendor's id of the delivery, the same in every try.</param>
/// <param name="Line">Webhooks of one line go out one after the other; different lines at the same time.</param>
/// <param name="Topic">What it tells, for the log.</param>
/// <param name="Path">Where to below the hub's address: <c>/webhooks/shop/orders/create</c>.</param>
/// <param name="Body">The body.</param>
/// <param name="Sign">Makes the headers, the signature among them, for a body at a time.</param>
internal sealed record Webhook(string Id, string Line, string Topic, string Path, byte[] Body, Func<byte[], DateTimeOffset, IReadOnlyDictionary<string, string>> Sign);

/// <summary>What a try of a webhook came to.</summary>
/// <param name="Try">1 for the first.</param>
/// <param name="Status">The hub's status; null for no answer (refused connection, time-out, lost on the way).</param>
/// <param name="RetryAfter">The wait that the hub asks for.</param>
internal sealed record TryResult(int Try, int? Status, TimeSpan? RetryAfter);

/// <summary>A vendor's rule of webhook retries.</summary>
/// <param name="result">The try that failed.</param>
/// <returns>How long until the next try; null when the vendor gives up.</returns>
internal delegate TimeSpan? RetryRule(TryResult result);
