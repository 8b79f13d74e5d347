using System.Buffers;
using System.IO.Compression;
using System.Numerics;
using System.Text.Json;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>T0: takes a genuine webhook and answers when it is durable. Nothing else is done in the request.</summary>
internal sealed class Receiver(IDatabase database, Intake intake, Rush rush, Wakeups wakeups, Tracing tracing, FaultTrigger faults, TimeProvider time)
{
    /// <summary>The name of the signal that a webhook waits to be read.</summary>
    public const string Queue = "webhook";

    /// <summary>A sender waits no longer for a store that does not answer: the strictest of the vendors gives five seconds (Shopify, webhooks).</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    // Of Brotli (RFC 7932, section 9.1): windows of 2^10 to 2^24 bytes; quality 0 takes half the time of 1, which was half of the time of a request, for a body of the usual kilobyte.
    private const int SmallestWindow = 10;
    private const int LargestWindow = 22;
    private const int Quality = 0;

    /// <summary>Stores a webhook.</summary>
    /// <exception cref="StoreBusyException">Too many wait already, or the disk is nearly full: answer 503.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be written: answer 503.</exception>
    public async Task AcceptAsync(Connection endpoint, WebhookRequest request, CancellationToken cancel)
    {
        if (intake.Obstacle is not null) throw new StoreBusyException();
        var began = TimeProvider.System.GetTimestamp();
        var webhook = new NewWebhook(
            endpoint.Name,
            request.Method,
            request.Suffix,
            JsonSerializer.Serialize(new(request.Query), PipelineJson.Default.DictionaryStringString),
            JsonSerializer.Serialize(StoredHeaders.Of(request.Headers, endpoint.Connector), PipelineJson.Default.DictionaryStringString),
            Compress(request.Body),
            request.ArrivedAt);
        faults.Pass(FaultPoint.BeforeAppend);
        var seq = await AppendAsync(webhook, cancel);
        faults.Pass(FaultPoint.AfterAppend);
        wakeups.Signal(Queue);
        tracing.Received(endpoint.Name, seq, request.ArrivedAt, began);
    }

    /// <summary>A stored webhook as the connector reads it.</summary>
    public static WebhookRequest Restore(UnreadWebhook webhook) => new()
    {
        Method = webhook.Method,
        Suffix = webhook.Suffix,
        Query = JsonSerializer.Deserialize(webhook.Query, PipelineJson.Default.DictionaryStringString)!,
        Headers = new Dictionary<string, string>(
            JsonSerializer.Deserialize(webhook.Headers, PipelineJson.Default.DictionaryStringString)!, StringComparer.OrdinalIgnoreCase),
        Body = Decompress(webhook.Body),
        ArrivedAt = webhook.ArrivedAt,
    };

    private async Task<long> AppendAsync(NewWebhook webhook, CancellationToken cancel)
    {
        rush.Enter();
        try
        {
            var seq = 0L;
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var append = database.WriteAsync(
                WriteKind.Append,
                async sql =>
                {
                    await Webhooks.AppendAsync(sql, webhook, stored => seq = stored);
                    faults.Pass(FaultPoint.InAppend);
                    return true;
                },
                enough.Token).AsTask();
            await AnsweredAsync(append, enough, cancel);
            rush.Accepted(seq);
            return seq;
        }
        finally
        {
            rush.Leave();
        }
    }

    // What has begun by then may be stored still: whoever sends it again sends a duplicate.
    private async Task AnsweredAsync(Task append, CancellationTokenSource enough, CancellationToken cancel)
    {
        try
        {
            await append.WaitAsync(AnswerWithin, time, cancel);
        }
        catch (TimeoutException)
        {
            // A store that hangs fails later, when nobody asks any more.
            _ = append.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await enough.CancelAsync();
            throw new StoreUnavailableException("The store does not answer.");
        }
    }

    // At once and with a window no larger than the body: a stream would set up one of megabytes for each webhook.
    private static byte[] Compress(ReadOnlyMemory<byte> body)
    {
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(body.Length));
        try
        {
            var window = Math.Clamp(BitOperations.Log2((uint)body.Length | 1) + 1, SmallestWindow, LargestWindow);
            return BrotliEncoder.TryCompress(body.Span, packed, out var length, Quality, window)
                ? packed[..length]
                : throw new InvalidOperationException("A body has no compressed form.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private static byte[] Decompress(byte[] packed)
    {
        using var body = new MemoryStream();
        using (var zip = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress)) zip.CopyTo(body);
        return body.ToArray();
    }
}
