using System.Net.Http.Headers;
using System.Threading.Channels;

namespace Hub.Benchmarks.Load;

/// <summary>
/// The least that a webhook needs until it is an effect at the vendor, in four durable operations: stored (T0), read and applied with its command (T1 and T2), attempt begun (T3), one call, attempt ended (T4).
/// Nothing is looked at: no mapping, no customer, no gate.
/// </summary>
internal sealed class FloorWork(FloorStore store, Uri vendor) : IDisposable
{
    private const string Count = "UPDATE counter SET value = value + 1 WHERE name = $1";

    // As many lines at once as the hub's deliverer has.
    private const int Parallel = 32;

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) }) { BaseAddress = vendor };
    private readonly Channel<(long Seq, string Text)> received = Channel.CreateUnbounded<(long, string)>();
    private long last;

    /// <summary>The tables, and the rows that are there from the start.</summary>
    public static IReadOnlyList<string> Tables { get; } =
    [
        "CREATE TABLE webhook (seq INTEGER PRIMARY KEY, endpoint TEXT, headers TEXT, body BLOB, arrived_at INTEGER, state TEXT)",
        "CREATE INDEX webhook_state ON webhook (state, seq)",
        "CREATE TABLE event (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, subject TEXT, data TEXT, state TEXT)",
        "CREATE INDEX event_state ON event (state, seq)",
        "CREATE TABLE event_key (key TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE message (seq INTEGER PRIMARY KEY, thread INTEGER, vendor_id TEXT UNIQUE, text TEXT)",
        "CREATE TABLE line (subject TEXT PRIMARY KEY, ready_at INTEGER) WITHOUT ROWID",
        "CREATE TABLE command (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, event TEXT, input TEXT, state TEXT)",
        "CREATE INDEX command_state ON command (state, seq)",
        "CREATE TABLE attempt (command TEXT PRIMARY KEY, started_at INTEGER, ended_at INTEGER, outcome TEXT) WITHOUT ROWID",
        "CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID",
        "INSERT INTO counter VALUES ('webhooks', 0), ('events', 0), ('commands', 0), ('done', 0)",
    ];

    /// <summary>T0: the webhook is durable when it ends.</summary>
    public async Task<long> AppendAsync(string headers, byte[] body)
    {
        var seq = Interlocked.Increment(ref last);
        await store.WriteAsync(
            new("INSERT INTO webhook VALUES ($1, 'wa', $2, $3, $4, 'pending')", seq, headers, body, Now()),
            new(Count, "webhooks"));
        return seq;
    }

    /// <summary>Puts a stored webhook before the rest of the way.</summary>
    public void Begin(long seq, string text) => received.Writer.TryWrite((seq, text));

    /// <summary>Goes the rest of the way with all that is put before it.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => ServeAsync(cancel)));

    public void Dispose() => http.Dispose();

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task ServeAsync(CancellationToken cancel)
    {
        await foreach (var (seq, text) in received.Reader.ReadAllAsync(cancel))
        {
            var id = text;
            await store.WriteAsync(
                new("INSERT INTO event_key VALUES ($1)", id),
                new("INSERT INTO event VALUES ($1, $2, $3, $4, 'applied')", seq, id, "wa/" + id, text),
                new("INSERT INTO message VALUES ($1, $2, $3, $4)", seq, seq % WebhookForm.People, id, text),
                new("INSERT INTO line VALUES ($1, $2)", "desk/" + id, Now()),
                new("INSERT INTO command VALUES ($1, $2, $3, $4, 'waiting')", seq, id, id, text),
                new("UPDATE webhook SET state = 'applied' WHERE seq = $1", seq),
                new(Count, "events"),
                new(Count, "commands"));
            await store.WriteAsync(
                new("INSERT INTO attempt VALUES ($1, $2, NULL, NULL)", id, Now()),
                new("UPDATE command SET state = 'started' WHERE seq = $1", seq));
            using var body = new ByteArrayContent("{\"tags\":[\"seen\"]}"u8.ToArray());
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await http.PutAsync(new Uri($"/api/v2/tickets/{text}/tags", UriKind.Relative), body, cancel);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(cancel);
            await store.WriteAsync(
                new("UPDATE attempt SET ended_at = $2, outcome = 'done' WHERE command = $1", id, Now()),
                new("UPDATE command SET state = 'done' WHERE seq = $1", seq),
                new("DELETE FROM line WHERE subject = $1", "desk/" + id),
                new(Count, "done"));
        }
    }
}
