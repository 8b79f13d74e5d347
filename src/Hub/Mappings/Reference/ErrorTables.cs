using System.Text;
using Hub.Connectors;

namespace Hub.Mappings.Reference;

/// <summary>The vendors' error tables on the pages of the connectors, between two marks: the rest of a page is written by hand.</summary>
internal static class ErrorTables
{
    /// <summary>Where the pages are.</summary>
    public const string Folder = "docs/connectors";

    private const string Begin = "<!-- codes: written by hub docs -->";
    private const string End = "<!-- end of codes -->";

    /// <summary>The pages that have the marks, with the tables in them as the code has them.</summary>
    public static async Task<IReadOnlyList<(string Name, string Text)>> InAsync(string folder, IReadOnlyList<IConnector> connectors, CancellationToken cancel)
    {
        var pages = new List<(string Name, string Text)>();
        foreach (var connector in connectors.Where(connector => connector.Codes.Count > 0).OrderBy(connector => connector.Name, StringComparer.Ordinal))
        {
            var name = $"{Folder}/{connector.Name}.md";
            var path = Path.Combine(folder, name);
            if (File.Exists(path) && Put(await File.ReadAllTextAsync(path, cancel), connector.Codes) is { } text) pages.Add((name, text));
        }

        return pages;
    }

    /// <summary>A page with the table between its marks; null where it has none.</summary>
    public static string? Put(string page, IReadOnlyList<VendorCode> codes)
    {
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) return null;
        var table = new StringBuilder(Begin).Append("\n\n| code | what it means | the hub |\n|---|---|---|\n");
        foreach (var code in codes) table.Append("| ").Append(code.Codes).Append(" | ").Append(code.Sentence).Append(" | ").Append(code.Doing).Append(" |\n");
        return page[..begin] + table.Append('\n') + page[end..];
    }
}
