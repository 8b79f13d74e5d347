using System.Text.RegularExpressions;

namespace Hub.Tests.Docs;

/// <summary>The project's own documents.</summary>
internal static partial class Documents
{
    /// <summary>The folder of <c>Hub.sln</c>.</summary>
    public static string Root { get; } = Repository.Root;

    /// <summary>All documents, by their paths from the root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a document.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The fenced blocks of one language in a document.</summary>
    public static IReadOnlyList<string> Blocks(string path, string language) =>
        [.. Fence().Matches(Read(path)).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value)];

    /// <summary>The calls of the command line in a document's shell blocks, without <c>hub</c> and without what a comment says.</summary>
    public static IEnumerable<string> Calls(string path) =>
        from block in Blocks(path, "sh")
        from line in block.Split('\n')
        let call = Call().Match(line)
        where call.Success
        select call.Groups["words"].Value.Trim();

    /// <summary>The words of a line of shell: quotes hold together what stands between them.</summary>
    public static List<string> Words(string line) => [.. Word().Matches(line).Select(match => match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Value)];

    /// <summary>The endpoints that a document names with their method.</summary>
    public static IEnumerable<(string Method, string Path)> Endpoints(string path) =>
        Endpoint().Matches(Read(path)).Select(match => (match.Groups["method"].Value, match.Groups["path"].Value)).Distinct();

    /// <summary>The rows of a document's tables, as cells without the marks of code.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(string path) =>
        Read(path).Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split('|').Select(cell => cell.Trim()).ToList());

    /// <summary>The targets of a document's links inside the project, with the part behind <c>#</c>.</summary>
    public static IEnumerable<(string File, string Anchor)> Links(string path) =>
        Link().Matches(Read(path)).Select(match => match.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Select(target => target.Split('#', 2)).Select(parts => (parts[0].Length == 0 ? Path.GetFileName(path) : parts[0], parts.Length > 1 ? parts[1] : ""));

    /// <summary>The anchors that a document's headings make.</summary>
    public static IEnumerable<string> Anchors(string path) =>
        File.ReadLines(path).Where(line => line.StartsWith('#'))
            .Select(line => string.Concat(line.TrimStart('#').Trim().ToLowerInvariant().Where(sign => char.IsLetterOrDigit(sign) || sign is ' ' or '-')).Replace(' ', '-'));

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<text>(?:[^`\n][^\n]*\n|\n)*)```$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Fence();

    [GeneratedRegex("^(hub|dotnet run --project src/Hub --|dotnet /opt/hub/Hub.dll) (?<words>[^#\n]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex("'(?<quoted>[^']*)'|\"(?<quoted>[^\"]*)\"|[^'\" ]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex("`(?<method>GET|POST|PUT|DELETE) (?<path>/(api|health|openapi|webhooks)[^`? ]*)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
