using System.Net;

namespace Hub.Connections;

/// <summary>The body of a call, which notes when it began to be sent: as long as it has not, the vendor cannot have acted on it.</summary>
internal sealed class SentContent : HttpContent
{
    private readonly HttpContent inner;
    private readonly Action leaving;
    private volatile bool hasBegun;

    /// <summary>Takes the place of a body.</summary>
    /// <param name="inner">The body; it is disposed with this.</param>
    /// <param name="leaving">Called just before it leaves; what it throws keeps it back.</param>
    public SentContent(HttpContent inner, Action leaving)
    {
        this.inner = inner;
        this.leaving = leaving;
        foreach (var (name, values) in inner.Headers.NonValidated) Headers.TryAddWithoutValidation(name, values);
    }

    /// <summary>Whether any of it may have left, in this attempt or one before.</summary>
    public bool HasBegun => hasBegun;

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        leaving();
        hasBegun = true;
        return inner.CopyToAsync(stream, context, cancellationToken);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = inner.Headers.ContentLength ?? 0;
        return inner.Headers.ContentLength is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
