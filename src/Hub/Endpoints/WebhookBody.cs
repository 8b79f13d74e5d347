using System.Buffers;

namespace Hub.Endpoints;

/// <summary>Reads the body of a webhook, never holding more of it than the vendor may send.</summary>
internal static class WebhookBody
{
    /// <summary>The body; null when it is larger than the limit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The largest size in bytes.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, long limit, CancellationToken cancel)
    {
        if (request.ContentLength > limit) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancel);
            if (read.Buffer.Length > limit)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
