using System.Globalization;
using System.Net;
using System.Text;
using Hub.Configuration;
using Hub.Connections;
using Hub.Coordination;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Alerting;

/// <summary>
/// Posts alerts and digests to the address of the settings, one after the other, each until it is taken: at least once, with the same id. What a receiver refuses for good, or has not
/// taken for a day, is given up.
/// </summary>
internal sealed partial class AlertPosting(IDatabase database, HubSettings settings, IClaims claims, Wakeups wakeups, Rounds rounds, TimeProvider time, ILogger<AlertPosting> logger) : BackgroundService
{
    /// <summary>The name of the signal that something waits to be posted.</summary>
    public const string Queue = "alert_post";

    private const string Duty = "posting";
    private const string MediaType = "application/json";
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)];

    // What is wrong with the post itself, and will be at every attempt.
    private static readonly HttpStatusCode[] ForGood = [HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnprocessableEntity];

    private bool isFailing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Alerts.Target is not { } target) return;
        using var http = Open(target);
        await rounds.RunAsync(
            "posting alerts",
            async cancel =>
            {
                if (!await PostFirstAsync(http, target, cancel)) await wakeups.WaitAsync(Queue, Poll, cancel);
            },
            Poll, time, stoppingToken);
    }

    private static HttpClient Open(AlertTarget target)
    {
        var sockets = VendorClient.Sockets(new VendorDialer(target.AllowPrivate ? target.Url.Host : null, TimeProvider.System, Dns.GetHostAddressesAsync));
        return new HttpClient(sockets) { Timeout = Patience, MaxResponseContentBufferSize = 64 * 1024 };
    }

    // False where nothing is due.
    private async Task<bool> PostFirstAsync(HttpClient http, AlertTarget target, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (await database.ReadAsync(AlertPosts.FirstAsync, cancel) is not { } post || post.DueAt > now || !await claims.TakeDutyAsync(Duty, cancel)) return false;
        claims.EnterDuty(Duty);
        var failure = await TryPostAsync(http, target, post, cancel);
        if (failure is null)
        {
            await database.WriteAsync(WriteKind.Housekeeping, sql => AlertPosts.RemoveAsync(sql, post.Id), CancellationToken.None);
            if (isFailing) LogTakenAgain(logger, target.Url.Host);
            isFailing = false;
            return true;
        }

        if (failure.IsForGood || now - post.At > GivenUpAfter)
        {
            LogGivenUp(logger, post.Id, target.Url.Host, failure.Reason);
            await database.WriteAsync(WriteKind.Housekeeping, sql => AlertPosts.RemoveAsync(sql, post.Id), CancellationToken.None);
            return true;
        }

        if (!isFailing) LogNotTaken(logger, target.Url.Host, failure.Reason);
        isFailing = true;
        await database.WriteAsync(WriteKind.Housekeeping, sql => AlertPosts.PutOffAsync(sql, post.Id, now + Waits[Math.Min(post.Attempts, Waits.Length - 1)]), CancellationToken.None);
        return false;
    }

    // Null when it was taken.
    private static async Task<Failure?> TryPostAsync(HttpClient http, AlertTarget target, AlertPost post, CancellationToken cancel)
    {
        // The receiver compares it with its own clock.
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new StringContent(post.Body, Encoding.UTF8, MediaType) };
        request.Headers.Add(StandardWebhook.IdHeader, post.Id);
        request.Headers.Add(StandardWebhook.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhook.SignatureHeader, StandardWebhook.Sign(target.Secret, post.Id, timestamp, post.Body));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return response.IsSuccessStatusCode ? null : new(string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}."), ForGood.Contains(response.StatusCode));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return new(e.InnerException is AddressRefusedException ? "it does not lead to a public address; Alerts:Webhook:AllowPrivate lets it." : "it does not answer.", false);
        }
    }

    private sealed record Failure(string Reason, bool IsForGood);
}
