using System.Collections.Concurrent;

namespace Hub.Endpoints;

/// <summary>How many bytes of webhooks' bodies are held at once, over all requests. What has arrived counts, not what a request announces, so that announcing alone takes nobody's room.</summary>
/// <param name="bytes">The most that is held.</param>
internal sealed class BodyRoom(long bytes)
{
    /// <summary>The most that a hub holds: 256 MiB.</summary>
    public const long Usual = 256L * 1024 * 1024;

    private readonly long most = bytes;
    private readonly ConcurrentDictionary<string, Part> parts = new(StringComparer.Ordinal);
    private long held;

    /// <summary>What is held now, in bytes.</summary>
    public long Held => Interlocked.Read(ref held);

    /// <summary>Opens a request's part, with nothing in it.</summary>
    /// <param name="connection">Whose address was called: nobody is verified yet, so each has half of the room at most, and what floods one leaves the others theirs.</param>
    public Share Open(string connection) => new(this, parts.GetOrAdd(connection, _ => new()));

    /// <summary>The part of one request, given back when it is disposed. Not for use by several threads at once.</summary>
    /// <param name="room">The whole.</param>
    /// <param name="part">What its connection holds.</param>
    public sealed class Share(BodyRoom room, Part part) : IDisposable
    {
        private long mine;

        /// <summary>Makes the part so large.</summary>
        /// <param name="size">The size in bytes, not smaller than before.</param>
        /// <returns>False when there is no room; the part stays as it was.</returns>
        public bool TryHold(long size)
        {
            if (Interlocked.Add(ref part.Held, size - mine) > room.most / 2)
            {
                Interlocked.Add(ref part.Held, mine - size);
                return false;
            }

            if (Interlocked.Add(ref room.held, size - mine) > room.most)
            {
                Interlocked.Add(ref room.held, mine - size);
                Interlocked.Add(ref part.Held, mine - size);
                return false;
            }

            mine = size;
            return true;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Interlocked.Add(ref room.held, -mine);
            Interlocked.Add(ref part.Held, -mine);
            mine = 0;
        }
    }

    /// <summary>What the requests of one connection hold.</summary>
    internal sealed class Part
    {
        /// <summary>In bytes.</summary>
        internal long Held;
    }
}
