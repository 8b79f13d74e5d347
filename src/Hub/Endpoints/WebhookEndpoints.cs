using System.Globalization;
using Hub.Connections;
using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Telemetry;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>Stores a genuine webhook; it is durable when the task ends.</summary>
/// <exception cref="StoreBusyException">Too many wait already.</exception>
/// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
internal delegate Task WebhookSink(Connection endpoint, WebhookRequest request, CancellationToken cancel);

/// <summary>Where vendors deliver: verify, store, answer; nothing else happens in the request.</summary>
internal static class WebhookEndpoints
{
    private const int ShortestWait = 5;
    private const int LongestWait = 30;

    /// <summary>The routes.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        // Each is described by itself: a path that ends in a suffix which may be empty is none that the description can say.
        routes.MapWebhooks("/webhooks/{endpoint}");
        routes.MapWebhooks("/webhooks/{endpoint}/{**suffix}");
    }

    private static void MapWebhooks(this IEndpointRouteBuilder routes, string pattern) =>
        routes.MapMethods(pattern, [HttpMethods.Post, HttpMethods.Get], ReceiveAsync)
            .WithTags("webhooks")
            .WithSummary("Takes a delivery of a vendor, or answers the vendor's question whether this address is ours.")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok, ContentHttpResult, ProblemHttpResult>> ReceiveAsync(
        string endpoint, string? suffix, HttpContext context, ConnectionRegistry connections, WebhookSink accept, BodyRoom room, RequestCounters counters, RefusalNotes notes, HubMeter meter, RefusalLog log, TimeProvider time)
    {
        if (connections.Find(endpoint) is not { Connector.MaxWebhookBytes: > 0 } connection)
        {
            counters.Add(UnstoredRequest.Unknown404);
            meter.WebhookAnswered("", "404");
            return Problems.Unknown("There is no connection of this name.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = connection.Connector.MaxWebhookBytes + 1;
        // Held until the request ends: the body stays in memory while it is verified and stored.
        using var share = room.Open(endpoint);
        ReadBody read;
        try
        {
            read = await WebhookBody.ReadAsync(context.Request, connection.Connector.MaxWebhookBytes, share, context.RequestAborted);
        }
        catch (BadHttpRequestException wrong) when (wrong.StatusCode != StatusCodes.Status413PayloadTooLarge)
        {
            meter.WebhookAnswered(connection.Name, "400");
            return Problems.Wrong("The body broke off or came too slowly.");
        }
        catch (BadHttpRequestException)
        {
            read = new ReadBody.TooLarge();
        }

        if (read is ReadBody.NoRoom)
        {
            notes.Note(connection.Name, time.GetUtcNow());
            return Busy(connection, context, counters, meter, "The hub holds as many deliveries as it can now. Send it again later.");
        }

        if (read is not ReadBody.Whole body)
        {
            counters.Add(UnstoredRequest.TooLarge413);
            meter.WebhookAnswered(connection.Name, "413");
            return Problems.TooLarge(connection.Connector.MaxWebhookBytes);
        }

        var request = Describe(context.Request, suffix ?? "", body.Bytes, time.GetUtcNow());
        switch (connection.Connector.Verify(request, connection.Options<object>(), request.ArrivedAt))
        {
            case Verification.Handshake handshake:
                counters.Add(UnstoredRequest.Handshakes);
                meter.WebhookAnswered(connection.Name, "handshake");
                return TypedResults.Text(handshake.Answer);
            case Verification.Refused refused:
                counters.Add(UnstoredRequest.Refused401);
                meter.WebhookRefused(connection.Name);
                log.Refused(connection.Name, refused.Reason);
                return Problems.Unproved("The origin of this delivery is not proved.");
            default:
                return await StoreAsync(connection, request, context, accept, notes, counters, meter);
        }
    }

    private static async Task<Results<Ok, ContentHttpResult, ProblemHttpResult>> StoreAsync(
        Connection connection, WebhookRequest request, HttpContext context, WebhookSink accept, RefusalNotes notes, RequestCounters counters, HubMeter meter)
    {
        try
        {
            await accept(connection, request, context.RequestAborted);
            meter.WebhookAnswered(connection.Name, "200");
            return TypedResults.Ok();
        }
        catch (Exception cause) when (cause is StoreBusyException or StoreUnavailableException)
        {
            notes.Note(connection.Name, request.ArrivedAt);
            return Busy(connection, context, counters, meter, "The hub cannot store this delivery now. Send it again later.");
        }
    }

    private static ProblemHttpResult Busy(Connection connection, HttpContext context, RequestCounters counters, HubMeter meter, string detail)
    {
        counters.Add(UnstoredRequest.Overloaded503);
        meter.WebhookAnswered(connection.Name, "503");
        // Spread, so that what was refused together does not come again together.
        context.Response.Headers.RetryAfter = Random.Shared.Next(ShortestWait, LongestWait + 1).ToString(CultureInfo.InvariantCulture);
        return Problems.Busy(detail);
    }

    private static WebhookRequest Describe(HttpRequest request, string suffix, byte[] body, DateTimeOffset now) => new()
    {
        Method = request.Method,
        Suffix = suffix,
        Query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
        Headers = request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        Body = body,
        ArrivedAt = now,
    };
}
