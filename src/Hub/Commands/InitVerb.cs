using System.CommandLine;
using Hub.Configuration;
using Hub.Connectors;

namespace Hub.Commands;

/// <summary><c>hub init</c>: six questions, and from their answers settings, secrets, and a first mapping with its scenario.</summary>
internal static class InitVerb
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string GitIgnore = ".gitignore";
    private const int LongestAnswer = 500;

    private static readonly FirstAnswers Usual = new("My business", [], "https://hub.example.com", null, "hours", "We are here Monday to Friday, 9 to 17.");

    /// <summary>The verb.</summary>
    /// <param name="input">Where the answers come from.</param>
    /// <param name="isTerminal">Whether somebody sits there who can be asked.</param>
    /// <param name="connectors">The connectors of this build, for the editors' schemas.</param>
    public static Verb Of(TextReader input, Func<bool> isTerminal, Func<IReadOnlyList<IConnector>> connectors)
    {
        var folder = new Argument<string>("folder") { Description = "Where to begin; by default here", DefaultValueFactory = _ => "." };
        var yes = new Option<bool>("--yes") { Description = "Asks nothing and takes the usual answers" };
        var verb = new Verb("init", "Asks six questions and writes settings, secret files, and a first mapping with its scenario. It overwrites nothing.", "hub init", "hub init my-hub --yes");
        verb.Add(folder);
        verb.Add(yes);
        verb.AddJson();
        verb.SetAction(async (call, cancel) =>
        {
            var output = call.InvocationConfiguration.Output;
            var isJson = Verb.WantsJson(call);
            if (!call.GetValue(yes) && !isTerminal()) throw new WrongCallException("There is no terminal to ask at. Call hub init --yes for the usual answers, and change the files afterwards.");
            var answers = call.GetValue(yes) ? Usual : await AskAsync(input, isJson ? call.InvocationConfiguration.Error : output, cancel);
            if (answers is null) throw new WrongCallException("The questions were not answered; nothing is written.");
            var root = call.GetRequiredValue(folder);
            var files = FirstFiles.Of(answers, [.. DocsVerb.Files(connectors()).Where(file => file.Name != DocsVerb.ReferenceFile)]);
            try
            {
                if (files.FirstOrDefault(file => Path.Exists(Path.Combine(root, file.Path))) is { } there)
                {
                    throw new WrongCallException($"{Path.Combine(root, there.Path)} is there already. hub init overwrites nothing: call it in an empty folder.");
                }

                foreach (var file in files) Write(Path.Combine(root, file.Path), file);
                Ignore(Path.Combine(root, GitIgnore));
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                throw new WrongCallException($"The files cannot be written: {failed.Message}");
            }

            if (isJson) await output.WriteLineAsync(CommandJson.Write([.. files.Select(file => file.Path), GitIgnore]));
            else await TellAsync(root, files, output);
            return ExitCode.Fine;
        });
        return verb;
    }

    private static async Task<FirstAnswers?> AskAsync(TextReader input, TextWriter output, CancellationToken cancel)
    {
        var others = string.Join(", ", FirstFiles.Vendors.Skip(1));
        if (await AskAsync("What is the business called?", Usual.Business, text => text, "") is not { } business) return null;
        if (await AskAsync($"Which vendors besides {FirstFiles.Vendors[0]}: {others}? Several with commas", "none", VendorsIn, $"Answer with some of {others}, or none.") is not { } vendors) return null;
        if (await AskAsync("Under which https address do the vendors reach the hub?", Usual.PublicUrl, text => AddressIn(text), "Answer with an address such as https://hub.example.com.") is not { } address) return null;
        if (await AskAsync("To which number alone may it send at first, such as +61412345678?", "any", NumberIn, "Answer with a number in international form, or any.") is not { } number) return null;
        if (await AskAsync("Which word shall it answer?", Usual.Word, text => text.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-') && text.Any(char.IsLetter) ? text : null, "Answer with a word.") is not { } word) return null;
        if (await AskAsync("What shall the answer be?", Usual.Answer, text => text, "") is not { } answer) return null;
        return new(business, vendors, address, number.Length == 0 ? null : number, word, answer);

        async Task<T?> AskAsync<T>(string question, string usual, Func<string, T?> read, string hint)
            where T : class
        {
            while (true)
            {
                await output.WriteAsync($"{question} [{usual}] ");
                await output.FlushAsync(cancel);
                if (await input.ReadLineAsync(cancel) is not { } line) return null;
                var text = line.Trim() is { Length: > 0 } given ? given : usual;
                if (text.Length <= LongestAnswer && !text.Any(char.IsControl) && read(text) is { } answer) return answer;
                await output.WriteLineAsync(hint.Length > 0 ? hint : $"Answer with at most {LongestAnswer.ToString(null, null)} letters, on one line.");
            }
        }
    }

    private static IReadOnlyList<string>? VendorsIn(string text)
    {
        if (text == "none") return [];
        var names = text.ToLowerInvariant().Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.All(name => FirstFiles.Vendors.Contains(name, StringComparer.Ordinal)) ? names : null;
    }

    private static string? AddressIn(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && HttpAddress.IsAllowed(address) ? text : null;

    private static string? NumberIn(string text) =>
        text == "any" ? "" : text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] != '0' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9') ? text : null;

    private static void Write(string path, FirstFile file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (file.IsSecret && !OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(path, options);
        writer.Write(file.Text);
    }

    // A repository's own file stays; what lacks is put at its end.
    private static void Ignore(string path)
    {
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        var lacking = FirstFiles.Ignored.Except(text.Split('\n').Select(line => line.Trim()), StringComparer.Ordinal).ToList();
        if (lacking.Count > 0) File.AppendAllText(path, $"{(text.Length > 0 && !text.EndsWith('\n') ? "\n" : "")}{string.Join('\n', lacking)}\n");
    }

    private static async Task TellAsync(string root, IReadOnlyList<FirstFile> files, TextWriter output)
    {
        foreach (var file in files) await output.WriteLineAsync(Path.Combine(root, file.Path));
        await output.WriteLineAsync("Put the vendors' own secrets into:");
        foreach (var file in files.Where(file => file.Text == FirstFiles.ToReplace)) await output.WriteLineAsync($"  {Path.Combine(root, file.Path)}");
        await output.WriteLineAsync($"and their ids into appsettings.json. Then: hub lint, hub test, hub run. To try without any vendor, in a clone of the hub: dotnet run --project src/Sandbox -- --mappings {Path.GetFullPath(Path.Combine(root, "mappings"))}");
    }
}
