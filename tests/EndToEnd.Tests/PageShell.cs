using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Hub.Tests.Docs;
using Sandbox;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>Does what stands in a page's blocks: the few words of a shell that pages use, curl, and the hub's command line as a process.</summary>
/// <param name="folder">Where it begins.</param>
/// <param name="output">Hears each call of the hub.</param>
internal sealed class PageShell(string folder, ITestOutputHelper output)
{
    private const string EventId = "EVENT-ID-THAT-FIND-PRINTS";

    private static readonly string[] Here = ["hub", "dotnet run --project src/Hub --"];

    // They end with 1 where they find something.
    private static readonly string[] Finders = ["paused", "parked", "diff", "alerts", "approve"];

    private string here = folder;

    /// <summary>The world that calls of vendors and of a running hub mean; null before there is one.</summary>
    public World? World { get; set; }

    /// <summary>What the last call of the hub printed on standard output.</summary>
    public string Printed { get; private set; } = "";

    /// <summary>The lines of the blocks that are shell, or a mixture of calls without a language of its own.</summary>
    public static IEnumerable<string> Lines(string page)
    {
        string? language = null;
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) language = language is null ? line[3..].Trim() : null;
            else if (language is "sh" or "") yield return line.Trim();
        }
    }

    /// <summary>Where a path of the page leads to.</summary>
    public string At(string path) => Path.Combine(here, path.Trim());

    /// <summary>Does a line.</summary>
    /// <returns>What is wrong with it, "" for nothing; null for lines that are not played: what builds, and the Sandbox and the hub themselves.</returns>
    public async Task<string?> DoAsync(string line)
    {
        var id = "";
        if (World is { } world)
        {
            id = (string?)(await world.Api.EventsAsync("", CancellationToken.None)).FirstOrDefault(entry => (string?)entry["type"] is "whatsapp.message.received" or "shopify.fulfillment.created")?["id"] ?? "";
            line = line.Replace("http://127.0.0.1:5080", world.Hub.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
                .Replace("http://127.0.0.1:5081/", world.WhatsApp.Address.ToString(), StringComparison.Ordinal)
                .Replace("http://127.0.0.1:5082/", world.Zendesk.Address.ToString(), StringComparison.Ordinal)
                .Replace("http://127.0.0.1:5083/", world.Shopify.Address.ToString(), StringComparison.Ordinal)
                .Replace("http://127.0.0.1:5084/", world.HubSpot.Address.ToString(), StringComparison.Ordinal)
                .Replace("http://127.0.0.1:5085/", world.Zoho.Address.ToString(), StringComparison.Ordinal)
                .Replace("http://127.0.0.1:5086/", world.Square.Address.ToString(), StringComparison.Ordinal)
                .Replace("https://hub.internal.example", world.Hub.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
                .Replace("/run/secrets/admin-key", "key", StringComparison.Ordinal)
                .Replace("<key>", world.AdminKey, StringComparison.Ordinal).Replace("KEY-THAT-THE-SANDBOX-PRINTS", world.AdminKey, StringComparison.Ordinal).Replace(EventId, id, StringComparison.Ordinal);
        }

        if (Array.Find(Here, word => line.StartsWith(word + " ", StringComparison.Ordinal)) is { } hub)
        {
            // Ids that stand on a page as examples.
            var words = Documents.Words(line[hub.Length..].Split(" #")[0]).ConvertAll(word => word.Length == id.Length && word.All(char.IsAsciiHexDigitLower) ? id : word);
            return words[0] == "run" ? null : await CallAsync(words);
        }

        return Documents.Words(line) switch
        {
            ["curl", ..] when World is not null => await CurlAsync(Documents.Words(line)),
            ["cd", "my-hub"] => Enter("my-hub"),
            ["echo", var text, ">", var file] => Write(file, text + "\n"),
            ["mkdir", "-p", .. var folders] => Make(folders),
            ["cp", "-r", var from, var to] => Copy(At(from), At(to)),
            ["cp", .. var files, var to] when to.EndsWith('/') => string.Concat(files.Select(file => Copy(At(file), Path.Combine(At(to), Path.GetFileName(file))))),
            ["sed", var change, var from, ">", var to] when change.Split('/') is ["s", var old, var made, ""] => Write(to, File.ReadAllText(At(from)).Replace(old, made, StringComparison.Ordinal)),
            _ => null,
        };
    }

    /// <summary>Writes a file.</summary>
    public string Write(string path, string text)
    {
        File.WriteAllText(At(path), text);
        return "";
    }

    /// <summary>Copies a file, or a folder with all in it.</summary>
    public static string Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to, overwrite: true);
            return "";
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return "";
    }

    private string Enter(string name)
    {
        here = At(name);
        return "";
    }

    private string Make(IEnumerable<string> folders)
    {
        foreach (var name in folders) Directory.CreateDirectory(At(name));
        return "";
    }

    private async Task<string> CurlAsync(List<string> words)
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
        if (request.Method == HttpMethod.Post) await World!.SettleAsync(CancellationToken.None);
        return answer.IsSuccessStatusCode ? "" : $"answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
    }

    private async Task<string> CallAsync(List<string> words)
    {
        var isInit = words[0] == "init";
        // It asks at a terminal, and overwrites nothing: here it is always the first time, without questions.
        if (isInit && Directory.Exists(At(words[1]))) Directory.Delete(At(words[1]), recursive: true);
        if (isInit && !words.Contains("--yes")) words = [.. words, "--yes"];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [HubProcess.Assembly, .. words])
        {
            WorkingDirectory = here, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (World is { } world)
        {
            start.Environment["ASPNETCORE_URLS"] = world.Hub.Address.ToString();
            start.Environment["Hub__AdminKey"] = world.AdminKey;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (printed, told) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Printed = await printed;
        output.WriteLine($"{process.ExitCode} hub {string.Join(' ', words)}");
        return process.ExitCode == 0 || (process.ExitCode == 1 && Finders.Contains(words[0])) ? "" : $"ended with {process.ExitCode}\n{Printed}{await told}";
    }
}
