using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks.Load;

/// <summary>Answers as Zendesk does when tags are added to a ticket, and as WhatsApp does when a message is sent, and remembers each ticket and each message.</summary>
internal sealed class VendorStandIn : IAsyncDisposable
{
    private const string Start = "/api/v2/tickets/1";
    private static readonly byte[] Tagged = "{\"tags\":[\"seen\"]}"u8.ToArray();
    private static readonly byte[] None = "{\"data\":[]}"u8.ToArray();
    private static readonly byte[] NotFound = "{\"error\":\"RecordNotFound\",\"description\":\"Not found\"}"u8.ToArray();

    private readonly Effects tags = new();
    private readonly WebApplication app;

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
    public long Distinct => tags.Distinct;

    /// <summary>Tickets that were tagged once more.</summary>
    public long Repeated => tags.Repeated;

    /// <summary>From the webhook to the ticket's tag.</summary>
    public Latencies Latencies
    {
        get => tags.Latencies;
        set => tags.Latencies = value;
    }

    /// <summary>The messages that were sent: each ends with the number of the webhook that it answers.</summary>
    public Effects Replies { get; } = new();

    /// <summary>Begins to listen.</summary>
    public static async Task<VendorStandIn> StartAsync(CancellationToken cancel)
    {
        var standIn = new VendorStandIn();
        await standIn.app.StartAsync(cancel);
        return standIn;
    }

    /// <summary>Notes when the webhook of a ticket is sent.</summary>
    public void Sending(long number) => tags.Sending(number);

    /// <summary>Forgets which tickets were tagged.</summary>
    public void Clear() => tags.Clear();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        context.Response.ContentType = "application/json";
        if (path.StartsWith(Start, StringComparison.Ordinal) && path.EndsWith("/tags", StringComparison.Ordinal) && int.TryParse(path.AsSpan(Start.Length, path.Length - Start.Length - 5), out var ticket))
        {
            tags.Note(ticket);
            await SendAsync(context, Tagged);
        }
        else if (path.EndsWith("/messages", StringComparison.Ordinal))
        {
            var number = await NumberOfAsync(context);
            Replies.Note(number);
            await SendAsync(context, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"messages\":[{{\"id\":\"wamid.REPLY{number}\"}}]}}")));
        }
        else if (path.EndsWith("/message_templates", StringComparison.Ordinal))
        {
            await SendAsync(context, None);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await SendAsync(context, NotFound);
        }
    }

    private static async Task<int> NumberOfAsync(HttpContext context)
    {
        using var json = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        return int.Parse(json.RootElement.GetProperty("text").GetProperty("body").GetString()!.AsSpan()[^WebhookForm.Digits..], CultureInfo.InvariantCulture);
    }

    private static Task SendAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
