using Hub.Tests.Docs;
using Sandbox;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>Every call of the hub's command line and every curl that stands in a block of these pages works as it stands there, against a hub that runs.</summary>
public sealed class DocumentedCallsTests(ITestOutputHelper output) : IDisposable
{
    // Getting started is played by a test of its own. Further pages' calls of the hub are read by the parser alone, and those of docs/tools.md that need no hub are tested with what they print.
    private static readonly string[] Pages = ["docs/trying-by-hand.md", "docs/tools-running.md", "README.md", "docs/operations.md"];

    private readonly string folder = Directory.CreateTempSubdirectory("hub-documented-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task EveryCall_Works()
    {
        PageShell.Copy(Path.Combine(Repository.Root, "mappings"), Path.Combine(folder, "mappings"));
        // A page pauses a route of this name.
        await File.WriteAllTextAsync(Path.Combine(folder, "mappings", "parking.yaml"), "language: 1\nroutes:\n  - id: parking\n    on: whatsapp.message.received\n    if: mentions(event.summary, [\"park\"])\n    do: whatsapp.reply\n    with: {to: \"${thread}\", text: In the yard.}\n");
        await using var world = await World.StartAsync(new() { Seed = 1, Mappings = Path.Combine(folder, "mappings") }, CancellationToken.None);
        world.WhatsApp.State.Write(world.WhatsApp.State.Add("+61412345678", "Mara"), "Hello");
        await ProveTwoToBeOneAsync(world);
        await world.SettleAsync(CancellationToken.None);
        var shell = new PageShell(folder, output) { World = world };
        var done = 0;
        foreach (var (page, line) in Pages.SelectMany(page => PageShell.Lines(Documents.Read(page)).Select(line => (page, line))).Append(("docs/tools.md", "hub explain EVENT-ID-THAT-FIND-PRINTS --reveal")))
        {
            if (await shell.DoAsync(line) is not { } wrong) continue;
            wrong.ShouldBeEmpty($"{page}: {line}\n{wrong}");
            done++;
        }

        done.ShouldBeGreaterThan(25);
        world.WhatsApp.State.Messages.Select(message => message.Text).ShouldContain("In the yard.");
    }

    // A writer known by phone alone, one known by user id alone, then a message that names both.
    private static async Task ProveTwoToBeOneAsync(World world)
    {
        const string Phone = "+61412000111", UserId = "AU.1000200030004000";
        world.WhatsApp.State.Write(world.WhatsApp.State.Add(Phone, "Nina"), "Hello");
        await world.SettleAsync(CancellationToken.None);
        world.WhatsApp.State.Write(world.WhatsApp.State.Add(Phone, "Nina", userId: UserId, hidesPhone: true), "It is me again");
        await world.SettleAsync(CancellationToken.None);
        world.WhatsApp.State.Write(world.WhatsApp.State.Add(Phone, "Nina", userId: UserId), "And again");
    }
}
