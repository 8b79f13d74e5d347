using System.Buffers;

namespace Hub.Endpoints;

/// <summary>What became of the reading of a body: a closed set.</summary>
internal abstract record ReadBody
{
    private ReadBody()
    {
    }

    /// <summary>It is there.</summary>
    /// <param name="Bytes">The whole body.</param>
    public sealed record Whole(byte[] Bytes) : ReadBody;

    /// <summary>It is larger than the vendor may send.</summary>
    public sealed record TooLarge : ReadBody;

    /// <summary>The bodies of all requests together are larger than the hub holds at once.</summary>
    public sealed record NoRoom : ReadBody;
}

/// <summary>Reads the body of a webhook, never holding more of it than the vendor may send, and of all together than there is room for: whoever calls has proved nothing yet.</summary>
internal static class WebhookBody
{
    /// <summary>Reads the body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The largest size in bytes.</param>
    /// <param name="room">The request's part of the room; whoever opened it gives it back.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async ValueTask<ReadBody> ReadAsync(HttpRequest request, long limit, BodyRoom.Share room, CancellationToken cancel)
    {
        if (request.ContentLength > limit) return new ReadBody.TooLarge();
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancel);
            var length = read.Buffer.Length;
            var isTooLarge = length > limit;
            if (isTooLarge || !room.TryHold(length))
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return isTooLarge ? new ReadBody.TooLarge() : new ReadBody.NoRoom();
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return new ReadBody.Whole(body);
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
