using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Hub.Tests.Docs;
using Sandbox;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>Every call of the hub's command line and every curl that stands in a block of these pages works as it stands there, against a hub that runs.</summary>
public sealed class DocumentedCallsTests(ITestOutputHelper output) : IDisposable
{
    private const string GettingStarted = "docs/getting-started.md";
    private const string EventId = "EVENT-ID-THAT-FIND-PRINTS";

    // Further pages' calls of the hub are read by the parser alone, and those of docs/tools.md that need no hub are tested with what they print.
    private static readonly string[] Pages = [GettingStarted, "docs/tools-running.md", "README.md", "docs/operations.md"];
    private static readonly string[] Here = ["hub", "dotnet run --project src/Hub --"];

    // They end with 1 where they find something.
    private static readonly string[] Finders = ["paused", "parked"];

    private readonly string folder = Directory.CreateTempSubdirectory("hub-documented-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task EveryCall_Works()
    {
        Copy(Path.Combine(Repository.Root, "mappings"), Path.Combine(folder, "mappings"));
        await using var world = await World.StartAsync(new() { Seed = 1, Mappings = Path.Combine(folder, "mappings") }, CancellationToken.None);
        world.WhatsApp.State.Write(world.WhatsApp.State.Add("+61412345678", "Mara"), "Hello");
        await ProveTwoToBeOneAsync(world);
        await world.SettleAsync(CancellationToken.None);
        var snapshot = await HashAsync(world);
        var written = Documents.Blocks(GettingStarted, "yaml");
        await File.WriteAllTextAsync(Path.Combine(folder, "mappings", "parking.test.yaml"), written[1]);
        await File.WriteAllTextAsync(Path.Combine(folder, "mappings", "parking.yaml"), written[0]);
        await world.UntilAsync("the file that the page has written is in force", async () => await HashAsync(world) != snapshot, CancellationToken.None);
        var done = 0;
        foreach (var (page, line) in Pages.SelectMany(page => Lines(page).Select(line => (page, line))).Append(("docs/tools.md", $"hub explain {EventId} --reveal")))
        {
            if (await DoAsync(world, line) is not { } wrong) continue;
            wrong.ShouldBeEmpty($"{page}: {line}\n{wrong}");
            done++;
        }

        done.ShouldBeGreaterThan(25);
        var answer = written[0].Split('\n').Single(text => text.TrimStart().StartsWith("answer:", StringComparison.Ordinal)).Split(": ", 2)[1];
        world.WhatsApp.State.Messages.Select(message => message.Text).ShouldContain(answer);
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

    // What is wrong with a line, "" for nothing; null for lines that are not played here: the Sandbox and the hub themselves run already.
    private async Task<string?> DoAsync(World world, string line)
    {
        var id = (string)(await world.Api.EventsAsync("", CancellationToken.None)).First(entry => (string?)entry["type"] == "whatsapp.message.received")["id"]!;
        line = line.Replace("http://127.0.0.1:5080", world.Hub.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("http://127.0.0.1:5081/", world.WhatsApp.Address.ToString(), StringComparison.Ordinal)
            .Replace("http://127.0.0.1:5082/", world.Zendesk.Address.ToString(), StringComparison.Ordinal)
            .Replace("http://127.0.0.1:5083/", world.Shopify.Address.ToString(), StringComparison.Ordinal)
            .Replace("https://hub.internal.example", world.Hub.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("/run/secrets/admin-key", "key", StringComparison.Ordinal)
            .Replace("<key>", world.AdminKey, StringComparison.Ordinal).Replace("KEY-THAT-THE-SANDBOX-PRINTS", world.AdminKey, StringComparison.Ordinal).Replace(EventId, id, StringComparison.Ordinal);
        if (line.StartsWith("curl ", StringComparison.Ordinal)) return await CurlAsync(world, Documents.Words(line));
        if (line.StartsWith("echo ", StringComparison.Ordinal) && line.Split('>') is [var text, var file])
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file.Trim()), text["echo ".Length..].Trim());
            return "";
        }

        if (Array.Find(Here, word => line.StartsWith(word + " ", StringComparison.Ordinal)) is not { } hub) return null;
        var words = Documents.Words(line[hub.Length..].Split(" #")[0]).ConvertAll(word => word.Length == id.Length && word.All(char.IsAsciiHexDigitLower) ? id : word);
        return words[0] == "run" ? null : await CallAsync(world, words);
    }

    private static async Task<string> CurlAsync(World world, List<string> words)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, words.First(word => word.StartsWith("http", StringComparison.Ordinal)));
        if (words.IndexOf("-d") is > 0 and var data)
        {
            request.Method = HttpMethod.Post;
            request.Content = new StringContent(words[data + 1], Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        if (words.IndexOf("-H") is > 0 and var header && words[header + 1].Split(": ", 2) is [var name, var value]) request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request);
        if (request.Method == HttpMethod.Post) await world.SettleAsync(CancellationToken.None);
        return answer.IsSuccessStatusCode ? "" : $"answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
    }

    private async Task<string> CallAsync(World world, List<string> words)
    {
        var isInit = words[0] == "init";
        // It asks at a terminal, and overwrites nothing: here it is always the first time, without questions.
        if (isInit && Directory.Exists(Path.Combine(folder, words[1]))) Directory.Delete(Path.Combine(folder, words[1]), recursive: true);
        if (isInit && !words.Contains("--yes")) words = [.. words, "--yes"];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [HubProcess.Assembly, .. words])
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = world.Hub.Address.ToString();
        start.Environment["Hub__AdminKey"] = world.AdminKey;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (printed, told) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        output.WriteLine($"{process.ExitCode} hub {string.Join(' ', words)}");
        return process.ExitCode == 0 || (process.ExitCode == 1 && Finders.Contains(words[0])) ? "" : $"ended with {process.ExitCode}\n{await printed}{await told}";
    }

    // The lines of the blocks that are shell, or a mixture of calls without a language of its own.
    private static IEnumerable<string> Lines(string page)
    {
        string? language = null;
        foreach (var line in Documents.Read(page).Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) language = language is null ? line[3..].Trim() : null;
            else if (language is "sh" or "") yield return line.Trim();
        }
    }

    private static async Task<string?> HashAsync(World world)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new("Bearer", world.AdminKey);
        using var json = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri(world.Hub.Address, "/api/v1/mappings")));
        return json.RootElement.GetProperty("hash").GetString();
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
