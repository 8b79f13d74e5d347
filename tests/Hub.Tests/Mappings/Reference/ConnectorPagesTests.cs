using System.Text.RegularExpressions;

namespace Hub.Tests.Mappings.Reference;

/// <summary>The pages of the connectors, which people write, against the code.</summary>
public sealed partial class ConnectorPagesTests
{
    public static TheoryData<string> Vendors => [.. MappingWorld.Environment.Connections.Select(connection => connection.Connector.Name).Where(name => File.Exists(PageOf(name)))];

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task RowOfAnActionOrQuery_NamesEachOfItsInputs(string vendor)
    {
        var connector = MappingWorld.Environment.Connections.Select(connection => connection.Connector).First(one => one.Name == vendor);
        var inputs = connector.Actions.Select(action => (action.Name, action.Input)).Concat(connector.Queries.Select(query => (query.Name, query.Input))).ToDictionary(pair => pair.Name, pair => pair.Input, StringComparer.Ordinal);
        List<string> wrong = [];
        var rows = 0;
        foreach (var row in await File.ReadAllLinesAsync(PageOf(vendor)))
        {
            if (FirstCell().Match(row) is not { Success: true } first || inputs.GetValueOrDefault(first.Groups["name"].Value) is not { } input) continue;
            rows++;
            var words = Word().Matches(row).Select(word => word.Value).ToHashSet(StringComparer.Ordinal);
            wrong.AddRange(input.Properties.Where(property => !words.Contains(property.Name)).Select(property => $"{first.Groups["name"].Value} lacks {property.Name}"));
        }

        rows.ShouldBeGreaterThan(0);
        wrong.ShouldBeEmpty();
    }

    private static string PageOf(string vendor) => Path.Combine(Repository.Root, "docs", "connectors", $"{vendor}.md");

    [GeneratedRegex(@"^\| `(?<name>[a-z]+\.[a-z_]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex FirstCell();

    [GeneratedRegex("[a-z0-9_]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
