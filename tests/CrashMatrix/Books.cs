using System.Globalization;
using Sandbox;

namespace CrashMatrix;

/// <summary>The books of a hub that has come to rest: what must add up whatever happened.</summary>
/// <param name="world">The hub and its vendors.</param>
internal sealed class Books(World world)
{
    private const int Unauthorized = 401;
    private const int Ok = 200;

    /// <summary>What does not add up, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> NotClosedAsync(CancellationToken cancel)
    {
        List<string> broken = [];
        var stats = await world.Api.StatsAsync(cancel);
        if (!stats.Closes) broken.Add("the counts do not close");
        var open = stats.Webhooks("pending") + stats.Events("pending") + stats.Commands("pending") + stats.Commands("unknown");
        if (open > 0) broken.Add(Say($"{open} entries are open still"));
        if (stats.Webhooks("parked") + stats.Events("parked") is > 0 and var parked) broken.Add(Say($"{parked} webhooks and events are parked"));
        broken.AddRange((await world.Api.CommandsAsync("state=parked", cancel)).Where(c => (string?)c["reason"] != "unknown").Select(c => $"{c["route"]} is parked: {c["reason"]}, {c["error"]}"));

        // Whoever was answered is stored; whoever was not may be, when the hub died before its answer.
        var tries = world.Vendors.SelectMany(vendor => vendor.Log.Tries).ToList();
        var genuine = tries.Where(t => !t.IsForged).ToList();
        var answered = genuine.Count(t => t.Status == Ok);
        var received = stats.Webhooks("received");
        if (received < answered || received > genuine.Count) broken.Add(Say($"{received} webhooks are stored, of {answered} that were answered and {genuine.Count} that were sent"));
        if (tries.Count(t => t is { IsForged: true, Status: not (null or Unauthorized) }) is > 0 and var taken) broken.Add(Say($"{taken} webhooks with a bad signature were taken"));
        if (!stats.Closes || broken.Count > 0) broken.Add(stats.Json.ToJsonString());
        return broken;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
