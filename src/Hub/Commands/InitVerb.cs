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

    private const string AnyNumber = "any";
    private const string NoVendors = "none";

    private static readonly string Others = string.Join(", ", FirstFiles.Vendors.Skip(1));
    private static readonly string OneLine = $"Answer with at most {LongestAnswer.ToString(null, null)} letters, on one line.";

    // Options belong to one verb: each gets its own.
    private static List<Question> Questions() =>
    [
        new(new("--business") { Description = "What the business is called" }, "What is the business called?", "My business", _ => true, OneLine),
        new(new("--vendors") { Description = $"The vendors besides {FirstFiles.Vendors[0]}, with commas: {Others}; or {NoVendors}" }, $"Which vendors besides {FirstFiles.Vendors[0]}: {Others}? Several with commas", NoVendors,
            text => VendorsIn(text) is not null, $"Answer with some of {Others}, or {NoVendors}."),
        new(new("--public-url") { Description = "The https address under which the vendors reach the hub" }, "Under which https address do the vendors reach the hub?", "https://hub.example.com", IsAddress, "Answer with an address such as https://hub.example.com."),
        new(new("--only-to") { Description = $"The number to which alone it may send at first; or {AnyNumber}" }, "To which number alone may it send at first, such as +61412345678?", AnyNumber, IsNumber, $"Answer with a number in international form, or {AnyNumber}."),
        new(new("--word") { Description = "The word that it answers" }, "Which word shall it answer?", "hours", IsWord, "Answer with a word."),
        new(new("--answer") { Description = "The answer to that word" }, "What shall the answer be?", "We are here Monday to Friday, 9 to 17.", _ => true, OneLine),
    ];

    /// <summary>The verb.</summary>
    /// <param name="input">Where the answers come from.</param>
    /// <param name="isTerminal">Whether somebody sits there who can be asked.</param>
    /// <param name="connectors">The connectors of this build, for the editors' schemas.</param>
    public static Verb Of(TextReader input, Func<bool> isTerminal, Func<IReadOnlyList<IConnector>> connectors)
    {
        var folder = new Argument<string>("folder") { Description = "Where to begin; by default here", DefaultValueFactory = _ => "." };
        var yes = new Option<bool>("--yes") { Description = "Asks nothing and takes the usual answers where none is given" };
        var verb = new Verb(
            "init", "Asks six questions and writes settings, secret files, and a first mapping with its scenario. What an option answers is not asked. It overwrites nothing.",
            "hub init", "hub init my-hub --yes", "hub init my-hub --business Kairos --public-url https://hub.example.com --only-to +61412345678 --word park --answer 'In the yard.'");
        verb.Add(folder);
        verb.Add(yes);
        var questions = Questions();
        foreach (var question in questions) verb.Add(question.Option);
        verb.AddJson();
        verb.SetAction(async (call, cancel) =>
        {
            var output = call.InvocationConfiguration.Output;
            var isJson = Verb.WantsJson(call);
            var asks = !call.GetValue(yes);
            var given = questions.Select(question => (Question: question, Text: call.GetValue(question.Option))).ToList();
            foreach (var (question, text) in given.Where(pair => pair.Text is { } answer && !IsAnswer(pair.Question, answer))) throw new WrongCallException($"{question.Option.Name} {text}: {question.Hint}");
            if (asks && given.Exists(pair => pair.Text is null) && !isTerminal())
            {
                var lacking = string.Join(", ", given.Where(pair => pair.Text is null).Select(pair => pair.Question.Option.Name));
                throw new WrongCallException($"There is no terminal to ask at. Answer by {lacking}, or call hub init --yes for the usual answers, and change the files afterwards.");
            }

            var answers = await AnswersAsync(given, asks, input, isJson ? call.InvocationConfiguration.Error : output, cancel);
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

    // In the order in which they are asked; what is not given is asked, or taken as usual.
    private static async Task<FirstAnswers?> AnswersAsync(List<(Question Question, string? Text)> given, bool asks, TextReader input, TextWriter output, CancellationToken cancel)
    {
        var texts = new List<string>();
        foreach (var (question, text) in given)
        {
            if ((text ?? (asks ? await AskAsync(question, input, output, cancel) : question.Usual)) is not { } answer) return null;
            texts.Add(answer);
        }

        return new(texts[0], VendorsIn(texts[1])!, texts[2], texts[3] == AnyNumber ? null : texts[3], texts[4], texts[5]);
    }

    private static async Task<string?> AskAsync(Question question, TextReader input, TextWriter output, CancellationToken cancel)
    {
        while (true)
        {
            await output.WriteAsync($"{question.Text} [{question.Usual}] ");
            await output.FlushAsync(cancel);
            if (await input.ReadLineAsync(cancel) is not { } line) return null;
            var text = line.Trim() is { Length: > 0 } given ? given : question.Usual;
            if (IsAnswer(question, text)) return text;
            await output.WriteLineAsync(question.Hint);
        }
    }

    private static bool IsAnswer(Question question, string text) => text.Length is > 0 and <= LongestAnswer && !text.Any(char.IsControl) && question.IsRight(text);

    private static IReadOnlyList<string>? VendorsIn(string text)
    {
        if (text == NoVendors) return [];
        var names = text.ToLowerInvariant().Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.All(name => FirstFiles.Vendors.Contains(name, StringComparer.Ordinal)) ? names : null;
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && HttpAddress.IsAllowed(address);

    private static bool IsNumber(string text) =>
        text == AnyNumber || (text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] != '0' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9'));

    private static bool IsWord(string text) => text.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-') && text.Any(char.IsLetter);

    /// <summary>A question, and the option that answers it.</summary>
    private sealed record Question(Option<string?> Option, string Text, string Usual, Func<string, bool> IsRight, string Hint);

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
