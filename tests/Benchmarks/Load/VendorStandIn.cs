using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks.Load;

/// <summary>Answers as Zendesk does when tags are added to a ticket, and remembers each ticket: one bit, and how long after its webhook it came.</summary>
internal sealed class VendorStandIn : IAsyncDisposable
{
    private const int Tickets = 1 << 26;
    private const string Start = "/api/v2/tickets/1";
    private static readonly byte[] Tagged = "{\"tags\":[\"seen\"]}"u8.ToArray();
    private static readonly byte[] None = "{\"data\":[]}"u8.ToArray();
    private static readonly byte[] NotFound = "{\"error\":\"RecordNotFound\",\"description\":\"Not found\"}"u8.ToArray();

    private readonly int[] seen = new int[Tickets / 32];
    private readonly long[] sentAt = new long[1 << 20];
    private readonly WebApplication app;
    private long received;
    private long repeated;

    private VendorStandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Tickets that were tagged, each counted once.</summary>
    public long Distinct => Interlocked.Read(ref received) - Interlocked.Read(ref repeated);

    /// <summary>Tickets that were tagged once more.</summary>
    public long Repeated => Interlocked.Read(ref repeated);

    /// <summary>From the webhook to the call.</summary>
    public Latencies Latencies { get; set; } = new();

    /// <summary>Begins to listen.</summary>
    public static async Task<VendorStandIn> StartAsync(CancellationToken cancel)
    {
        var standIn = new VendorStandIn();
        await standIn.app.StartAsync(cancel);
        return standIn;
    }

    /// <summary>Notes when the webhook of a ticket is sent.</summary>
    public void Sending(long number) => Volatile.Write(ref sentAt[number % sentAt.Length], Stopwatch.GetTimestamp());

    /// <summary>Forgets what came.</summary>
    public void Clear()
    {
        Array.Clear(seen);
        (received, repeated, Latencies) = (0, 0, new());
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        context.Response.ContentType = "application/json";
        if (path.StartsWith(Start, StringComparison.Ordinal) && path.EndsWith("/tags", StringComparison.Ordinal) && int.TryParse(path.AsSpan(Start.Length, path.Length - Start.Length - 5), out var ticket))
        {
            Note(ticket);
            return SendAsync(context, Tagged);
        }

        if (path.EndsWith("/message_templates", StringComparison.Ordinal)) return SendAsync(context, None);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return SendAsync(context, NotFound);
    }

    private void Note(int ticket)
    {
        var bit = 1 << (ticket & 31);
        if ((Interlocked.Or(ref seen[(ticket % Tickets) >> 5], bit) & bit) != 0) Interlocked.Increment(ref repeated);
        Interlocked.Increment(ref received);
        Latencies.Add(Stopwatch.GetElapsedTime(Volatile.Read(ref sentAt[ticket % sentAt.Length])));
    }

    private static Task SendAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
