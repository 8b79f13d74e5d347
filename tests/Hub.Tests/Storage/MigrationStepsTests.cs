using System.Text.RegularExpressions;
using Hub.Storage;

namespace Hub.Tests.Storage;

/// <summary>A node of an older build may work beside newer ones: each step only adds, but for those that say so.</summary>
public partial class MigrationStepsTests
{
    // What was taken away or rewritten, by the step that did it; each says that no older build can work with the store any more.
    private static readonly Dictionary<int, string[]> Rewritten = new()
    {
        [4] = ["ALTER TABLE message DROP COLUMN consumed_by"],
        [18] = ["DROP TABLE event_route", "ALTER TABLE event_route_in_order RENAME TO event_route", "DROP TABLE attempt", "ALTER TABLE attempt_in_order RENAME TO attempt"],
    };

    public static TheoryData<int> Versions => [.. Migrations.OfHub().Steps.Select(step => step.Version)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Step_OnlyAdds_OrSaysThatOlderBuildsCannotGoOn(int version)
    {
        var step = Migrations.OfHub().Steps[version - 1];
        string[] others = [.. Statements(step.Sql).Where(statement => !Adds().IsMatch(statement))];
        others.ShouldBe(Rewritten.GetValueOrDefault(version, []));
        if (others.Length > 0) step.MinApp.ShouldBe(version);
    }

    // An older build does not know the column, and stores rows without it.
    [Theory]
    [MemberData(nameof(Versions))]
    public void AddedColumn_MayBeLeftOut(int version) =>
        Statements(Migrations.OfHub().Steps[version - 1].Sql).Where(statement => statement.Contains("ADD COLUMN")).ShouldAllBe(statement => !statement.Contains("NOT NULL") || statement.Contains("DEFAULT"));

    // A number that others refer to is never given twice, whatever retention has deleted.
    [Theory]
    [MemberData(nameof(Versions))]
    public void NumberOfARow_IsNeverGivenTwice(int version) =>
        Statements(Migrations.OfHub().Steps[version - 1].Sql).Where(statement => Numbered().IsMatch(statement)).ShouldAllBe(statement => statement.Contains("INTEGER PRIMARY KEY AUTOINCREMENT"));

    private static IEnumerable<string> Statements(string sql) => string
        .Join('\n', sql.Split('\n').Select(line => line.Replace("-- postgres: ", "", StringComparison.Ordinal)).Select(line => line.Contains("--", StringComparison.Ordinal) ? line[..line.IndexOf("--", StringComparison.Ordinal)] : line))
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^(CREATE TABLE|CREATE (UNIQUE )?INDEX|DROP INDEX|ALTER TABLE \w+ ADD COLUMN|UPDATE|INSERT INTO)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Adds();

    [GeneratedRegex(@"\b(seq|id) INTEGER PRIMARY KEY(?! NOT NULL)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbered();
}
