using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Telemetry;

/// <summary>
/// The one source of the hub's spans. A trace is found by what it is about, not handed on: its id comes from the webhook that began it, so that it survives the store, a restart and
/// another node without a column. Its spans are siblings below one that nobody writes.
/// </summary>
internal sealed class HubActivities : IDisposable
{
    /// <summary>Its name.</summary>
    public const string SourceName = "Hub";

    private const int TraceBytes = 16;
    private const int SpanBytes = 8;

    /// <summary>The source itself, for those who listen.</summary>
    public ActivitySource Source { get; } = new(SourceName);

    /// <summary>Whether anybody listens. Nothing is looked up for traces otherwise.</summary>
    public bool IsWanted => Source.HasListeners();

    /// <summary>The trace that belongs to something.</summary>
    /// <param name="kind">What kind of thing it is.</param>
    /// <param name="id">Its id.</param>
    public static ActivityContext TraceOf(string kind, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"trace\u001f{kind}\u001f{id}"), hash);
        return new(
            ActivityTraceId.CreateFromBytes(hash[..TraceBytes]), ActivitySpanId.CreateFromBytes(hash.Slice(TraceBytes, SpanBytes)), ActivityTraceFlags.Recorded, isRemote: true);
    }

    /// <summary>Begins a span.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="kind">Who calls whom.</param>
    /// <param name="trace">The trace that it belongs to.</param>
    /// <param name="links">Other traces that have to do with it.</param>
    /// <param name="since">When it began, by the real clock; null for now.</param>
    /// <returns>The span, which ends when it is disposed of; null where nobody wants it.</returns>
    public Activity? Start(string name, ActivityKind kind, ActivityContext trace, IEnumerable<ActivityLink>? links = null, DateTimeOffset? since = null) =>
        Source.StartActivity(name, kind, trace, links: links, startTime: since ?? default);

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}
