using System.Text.RegularExpressions;
using Hub.Tests.Docs;
using Sandbox;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>A newcomer does what docs/getting-started.md says, line by line, from an empty folder, and sees what it promises.</summary>
public sealed partial class GettingStartedTests(ITestOutputHelper output) : IDisposable
{
    private const string Page = "docs/getting-started.md";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-started-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task EveryStep_WorksAndShowsWhatThePagePromises()
    {
        PageShell.Copy(Path.Combine(Repository.Root, "mappings"), Path.Combine(folder, "mappings"));
        var shell = new PageShell(folder, output);
        World? world = null;
        try
        {
            var (said, played) = ("", 0);
            foreach (var part in Parts().Matches(Documents.Read(Page)).Cast<Match>())
            {
                var (language, text) = (part.Groups["language"].Value, part.Groups["text"].Value);
                if (part.Groups["prose"] is { Success: true, Value: { Length: > 0 } prose }) said = prose;
                else if (language is "yaml" or "json") Keep(shell, said, text);
                else if (language == "text") shell.Printed.ReplaceLineEndings("\n").ShouldBe(text);
                else if (language.Length == 0) foreach (var promised in text.Split('\n')) shell.Printed.ShouldContain(promised);
                if (language != "sh") continue;
                foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (line.StartsWith("dotnet run --project src/Sandbox", StringComparison.Ordinal)) world = shell.World = await World.StartAsync(new() { Seed = 1, Mappings = shell.At("mappings") }, CancellationToken.None);
                    var before = world is null ? null : await HashAsync(world);
                    if (await shell.DoAsync(line) is not { } wrong) continue;
                    wrong.ShouldBeEmpty($"{line}\n{wrong}");
                    played++;
                    if (world is not null && line.StartsWith("cp ", StringComparison.Ordinal) && line.EndsWith(" mappings/", StringComparison.Ordinal)) await world.UntilAsync("the changed file is in force", async () => await HashAsync(world) != before, CancellationToken.None);
                }
            }

            played.ShouldBeGreaterThan(25);
            ShouldHaveHappened(world.ShouldNotBeNull());
        }
        finally
        {
            if (world is not null) await world.DisposeAsync();
        }
    }

    private static void ShouldHaveHappened(World world)
    {
        var orders = world.Shopify.State.Orders;
        orders.Select(order => string.Join(' ', world.Shopify.State.TagsOf(order))).ShouldBe(["whatsapp-sent", "whatsapp-failed", "told-by-whatsapp"]);
        var told = world.WhatsApp.State.Messages.Where(message => message.Template == "order_shipped").ToList();
        told.Count.ShouldBe(3);
        told.ShouldAllBe(message => message.Language == "de" && message.Text.StartsWith("Hallo Ada, deine Bestellung #100", StringComparison.Ordinal));
    }

    // A file stands under the sentence that names it; a further scenario goes below those that are there.
    private static void Keep(PageShell shell, string said, string text)
    {
        if (said.Contains("Write it below", StringComparison.Ordinal)) shell.Write("mappings/shipping.test.yaml", File.ReadAllText(shell.At("mappings/shipping.test.yaml")) + "\n" + text);
        else shell.Write(FileName().Matches(said)[^1].Groups["name"].Value, text);
    }

    private static async Task<string?> HashAsync(World world)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new("Bearer", world.AdminKey);
        using var json = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri(world.Hub.Address, "/api/v1/mappings")));
        return json.RootElement.GetProperty("hash").GetString();
    }

    // A block, or a line of prose.
    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<text>(?:[^`\n][^\n]*\n|\n)*)```$|^(?<prose>[^`\n].*|`[^`].*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parts();

    [GeneratedRegex("`(?<name>mappings/[a-z./]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FileName();
}
