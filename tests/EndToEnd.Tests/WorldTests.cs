using Sandbox;

namespace EndToEnd.Tests;

public sealed class WorldTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-world-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task World_TellsHoldingsOnceNoticesTheEndOfItsHubAndKeepsDataOnRequest()
    {
        await using (var world = await World.StartAsync(new() { Seed = 1, Data = folder }, CancellationToken.None))
        {
            using var told = new StringWriter();
            var stage = new Stage(world, new Transcript(told), CancellationToken.None);
            var person = world.WhatsApp.State.Add("+4915100000001", "Ada");
            world.WhatsApp.State.Write(person, "Hello");
            stage.ShowHoldings();
            stage.ShowHoldings();
            Lines(told, "Hello").ShouldBe(1);
            world.WhatsApp.State.Write(person, "Hello");
            stage.ShowHoldings();
            Lines(told, "Hello").ShouldBe(2);
            world.Hub.KillNow();
            (await world.Hub.EndAsync(CancellationToken.None)).ShouldNotBe(0);
        }

        File.Exists(Path.Combine(folder, "data", "hub.db")).ShouldBeTrue();
    }

    private static int Lines(StringWriter told, string word) => told.ToString().Split('\n').Count(line => line.Contains(word, StringComparison.Ordinal));
}
