using System.Globalization;
using Sandbox;

namespace Hub.Benchmarks.Load;

/// <summary>One hub with the stand-in behind it, and what it was given.</summary>
internal sealed class Scale(LoadOptions options, VendorStandIn vendor, HubUnderLoad hub)
{
    private const int SampleMilliseconds = 250;

    /// <summary>How old the oldest webhook that waits may be for a rate to count as held.</summary>
    public static readonly TimeSpan OldestAllowed = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private readonly Tally statuses = new();
    private readonly Tally messages = new();

    /// <summary>The hub.</summary>
    public HubUnderLoad Hub => hub;

    private TimeSpan Time => TimeSpan.FromSeconds(options.Seconds);

    /// <summary>Lets both processes compile what they will run, and brings each person once, so that the hub knows them.</summary>
    public async Task WarmAsync(WebhookForm form, CancellationToken cancel)
    {
        var tally = form == WebhookForm.Status ? statuses : messages;
        if (form == WebhookForm.Message) await tally.SendAsync(hub.Address, form, options.Connections, plan => Throughput.Windowed(plan, vendor, options) with { Count = WebhookForm.People }, cancel);
        else await tally.SendAsync(hub.Address, form, options.Connections, plan => plan with { Time = WarmUp }, cancel);
        await hub.DrainAsync(cancel);
    }

    /// <summary>As many statuses as the hub takes; then it drains.</summary>
    public async Task<(LoadResult Burst, TimeSpan Drain)> BurstAsync(CancellationToken cancel)
    {
        var burst = await statuses.SendAsync(hub.Address, WebhookForm.Status, options.Connections, plan => plan with { Time = Time }, cancel);
        return (burst, await hub.DrainAsync(cancel));
    }

    /// <summary>So many statuses a second.</summary>
    /// <returns>What came of it, and the age of the oldest that waited at any moment.</returns>
    public async Task<(LoadResult Load, TimeSpan Oldest)> SteadyAsync(int rate, TimeSpan time, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watch = OldestAsync(over.Token);
        var load = await statuses.SendAsync(hub.Address, WebhookForm.Status, options.Connections, plan => plan with { Rate = rate, Time = time }, cancel);
        await over.CancelAsync();
        var oldest = await watch;
        await hub.DrainAsync(cancel);
        return (load, oldest);
    }

    /// <summary>How many messages a second become a call at the vendor; then it drains.</summary>
    public async Task<double> ThroughputAsync(CancellationToken cancel)
    {
        var each = await Throughput.OfAsync(hub.Address, vendor, messages, options, cancel);
        await hub.DrainAsync(cancel);
        return each;
    }

    /// <summary>Messages at a given rate.</summary>
    /// <returns>From the webhook to the call at the vendor.</returns>
    public async Task<Latencies> LatenciesAsync(int rate, CancellationToken cancel)
    {
        vendor.Latencies = new();
        await messages.SendAsync(hub.Address, WebhookForm.Message, options.Connections, plan => plan with { Rate = rate, Time = Time, Sending = vendor.Sending }, cancel);
        await hub.DrainAsync(cancel);
        return vendor.Latencies;
    }

    /// <summary>What all of it came to.</summary>
    /// <param name="from">The counts before anything was sent.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Sums> SumsAsync(HubStats? from, CancellationToken cancel)
    {
        var stats = await hub.StatsAsync(cancel);
        return new()
        {
            Acknowledged = statuses.Acknowledged + messages.Acknowledged,
            Unanswered = statuses.Unanswered + messages.Unanswered,
            Stored = stats.Webhooks("received") - (from?.Webhooks("received") ?? 0),
            Applied = stats.Webhooks("applied") - (from?.Webhooks("applied") ?? 0),
            Events = stats.Events("received") - (from?.Events("received") ?? 0),
            Distinct = (statuses.Acknowledged > 0 ? hub.MessagesWithStatus() : 0) + vendor.Distinct,
            Repeated = vendor.Repeated,
            Closes = stats.Closes && stats.Commands("created") - (from?.Commands("created") ?? 0) == messages.Acknowledged + messages.Unanswered && stats.Commands("done") == stats.Commands("created"),
        };
    }

    /// <summary>A part of a figure, as a difference in percent.</summary>
    public static string Difference(double of, double from) => string.Create(CultureInfo.InvariantCulture, $"{((of / from) - 1) * 100:+0;-0;0} %");

    private async Task<TimeSpan> OldestAsync(CancellationToken over)
    {
        var oldest = TimeSpan.Zero;
        while (!over.IsCancellationRequested)
        {
            var age = hub.OldestPending();
            if (age > oldest) oldest = age;
            await Task.Delay(TimeSpan.FromMilliseconds(SampleMilliseconds), TimeProvider.System, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return oldest;
    }
}
