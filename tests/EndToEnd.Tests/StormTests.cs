using System.Security.Cryptography;
using Sandbox;
using Sandbox.Stories;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>The stories while each kind of fault strikes at each vendor in one of twenty cases. The seed stands in the output.</summary>
public class StormTests(ITestOutputHelper output)
{
    private const double OneInTwenty = 0.05;

    [Fact]
    public async Task Stories_HoldInAStorm()
    {
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        await using var world = await World.StartAsync(new() { Seed = seed, Faults = WorldSettings.Storm(OneInTwenty) }, CancellationToken.None);
        using var writer = new OutputWriter(output);
        var stage = new Stage(world, new Transcript(writer), CancellationToken.None);
        foreach (var story in AllStories.InOrder) await stage.PlayAsync(story);
        (await world.Api.StatsAsync(CancellationToken.None)).Closes.ShouldBeTrue();
    }
}
