using System.Globalization;

namespace Sandbox;

/// <summary>Has a connection compared with its vendor.</summary>
/// <param name="world">The hub and its vendors.</param>
internal sealed class Comparing(World world)
{
    /// <summary>Compares.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How many changes of the last day no webhook had brought.</returns>
    public async Task<long> RunAsync(string connection, CancellationToken cancel)
    {
        // The two clocks differ by a little, and the comparison before must not be taken for this one.
        await world.MoveAsync(TimeSpan.FromSeconds(5), cancel);
        var asked = world.Clock.GetUtcNow() - TimeSpan.FromSeconds(2);
        await world.Api.ReconcileAsync(connection, "24h", cancel);
        long repaired = 0;
        await world.UntilAsync(
            $"{connection} is compared with its vendor",
            async () =>
            {
                // A vendor's limit of calls may hold it up.
                await world.MoveAsync(TimeSpan.FromSeconds(1), cancel);
                var row = (await world.Api.ReconciliationsAsync(cancel)).FirstOrDefault(one => (string?)one["connection"] == connection && (string?)one["kind"] == "asked");
                if (row?["endedAt"] is not { } ended || DateTimeOffset.Parse(ended.GetValue<string>(), CultureInfo.InvariantCulture) < asked) return false;
                repaired = (long)row["repaired"]!;
                return true;
            },
            cancel);
        return repaired;
    }
}
