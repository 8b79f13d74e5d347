using System.Text;
using Hub.Connectors;
using Hub.Mappings;

namespace Hub.Tests.Mappings;

/// <summary>One mistake that people make: the files as they wrote them, and the answer.</summary>
internal sealed record GoldenMistake(string Title, IReadOnlyList<MappingSource> Files, IReadOnlyList<string> Answer)
{
    /// <summary>What the hub answers, as the command line prints it.</summary>
    public IReadOnlyList<string> Answered()
    {
        var loaded = MappingFolder.Compile(Files, GoldenMistakes.Environment);
        return [.. loaded.Errors.Select(error => error.ToString()), .. loaded.Warnings.Select(warning => $"{warning} (warning)")];
    }
}

/// <summary>The collection in <c>Golden/*.txt</c>: lines that begin with <c>&gt;&gt;&gt;</c> divide it into mistakes, files and answers.</summary>
internal static class GoldenMistakes
{
    private const string Mistake = ">>> mistake: ";
    private const string File = ">>> file: ";
    private const string Answer = ">>> answer";

    /// <summary>The folder of the collection.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Hub.Tests", "Mappings", "Golden");

    /// <summary>The real connectors, and two templates that Meta has approved.</summary>
    public static MappingEnvironment Environment { get; } = MappingWorld.Environment with
    {
        Templates = new Dictionary<string, IReadOnlyList<MessageTemplate>>
        {
            ["whatsapp"] =
            [
                new() { Name = "order_shipped", Language = "en", Category = "utility", Status = "approved", Body = "Hi {{1}}, {{2}} is on its way: {{3}}", BodyParameters = ["1", "2", "3"] },
                new() { Name = "hello", Language = "en", Category = "utility", Status = "approved", Body = "Hello", BodyParameters = [] },
            ],
        },
    };

    /// <summary>All mistakes of one file of the collection.</summary>
    public static IReadOnlyList<GoldenMistake> Read(string path)
    {
        var mistakes = new List<GoldenMistake>();
        var lines = System.IO.File.ReadAllText(path).Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            if (!lines[i].StartsWith(Mistake, StringComparison.Ordinal))
            {
                i++;
                continue;
            }

            var title = lines[i++][Mistake.Length..];
            var files = new List<MappingSource>();
            while (lines[i] != Answer)
            {
                var name = lines[i].StartsWith(File, StringComparison.Ordinal) ? lines[i++][File.Length..] : "shop.yaml";
                var begin = i;
                while (!lines[i].StartsWith(">>>", StringComparison.Ordinal)) i++;
                files.Add(new(name, string.Concat(lines[begin..i].Select(line => line + "\n"))));
            }

            if (files.Count == 0) files.Add(new("shop.yaml", ""));
            var answer = lines[(i + 1)..].TakeWhile(line => line.Length > 0 && !line.StartsWith(">>>", StringComparison.Ordinal)).ToList();
            mistakes.Add(new(title, files, answer));
            i += answer.Count + 1;
        }

        return mistakes;
    }

    /// <summary>Writes a file of the collection with the answers that the hub gives now.</summary>
    public static void Write(string path, IReadOnlyList<GoldenMistake> mistakes)
    {
        var text = new StringBuilder();
        foreach (var mistake in mistakes)
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(Mistake).Append(mistake.Title).Append('\n');
            foreach (var file in mistake.Files)
            {
                if (mistake.Files.Count > 1) text.Append(File).Append(file.File).Append('\n');
                text.Append(file.Text);
            }

            text.Append(Answer).Append('\n');
            foreach (var line in mistake.Answered()) text.Append(line).Append('\n');
        }

        System.IO.File.WriteAllText(path, text.ToString());
    }
}
