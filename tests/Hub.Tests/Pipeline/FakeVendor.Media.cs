using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <content>The files of messages.</content>
internal sealed partial class FakeVendor
{
    private int asked;

    /// <summary>The largest file that it lets the hub take, in bytes.</summary>
    public const long MostMediaBytes = 1000;

    /// <summary>What it answers who asks for a file, by how often it was asked (1 for the first time); null where it gives none.</summary>
    public Func<int, Task<MediaAnswer>>? OnMedia { get; set; }

    /// <summary>How often it was asked for a file.</summary>
    public int MediaAsked => Volatile.Read(ref asked);

    public IMediaSource? Media => OnMedia is null ? null : new Source(this);

    private sealed class Source(FakeVendor vendor) : IMediaSource
    {
        public long MostBytes(MediaFile file, object options) => MostMediaBytes;

        public Task<MediaAnswer> OpenAsync(MediaFile file, Connection connection, CancellationToken cancel) => vendor.OnMedia!(Interlocked.Increment(ref vendor.asked)).WaitAsync(cancel);
    }
}
