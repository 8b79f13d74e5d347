using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Rules about the text of the files.</summary>
public sealed class SourceRulesTests
{
    private const int LongestFile = 300;

    // The borders at which any failure of what they call becomes an entry with a reason, and the loop goes on.
    private static readonly IReadOnlyList<(string File, string Reason)> Borders =
    [
        ("src/Hub/Storage/SqliteWriter.cs", "a failed piece of work fails its own caller, never the writer's thread"),
        ("src/Hub/Storage/PostgresWriter.cs", "a failed piece of work fails its own caller, never the writer's thread"),
        ("src/Hub/Storage/PostgresDatabase.cs", "only a failure of the server is caught; which one that is, is told in one place"),
        ("src/Hub/Storage/PostgresReader.cs", "a read that fails is run alone, and fails its own caller"),
        ("src/Hub/Storage/PostgresReading.cs", "a read that fails fails its own caller, never those that are answered with it"),
        ("src/Hub/Storage/PostgresBell.cs", "only a failure of the server is caught; which one that is, is told in one place"),
        ("src/Hub/Pipeline/Heartbeat.cs", "a word that fails is said again; a node that falls silent loses what it does"),
        ("src/Hub/Pipeline/VendorCalls.cs", "whatever an attempt throws, its outcome is unknown and must be stored"),
        ("src/Hub/Pipeline/EvaluationBorder.cs", "whatever an evaluation throws is its own route's failure, and the other routes go on"),
        ("src/Hub/Pipeline/Rounds.cs", "work that fails is logged and made again; a service that ends takes the process with it"),
        ("src/Hub/Pipeline/LineRunner.cs", "a line that breaks is logged and taken again, and the other lines go on"),
        ("src/Hub/Reloading/MappingReload.cs", "whatever files make go wrong as they are compiled, what is in force stays"),
        ("src/Hub/Reloading/MappingWatch.cs", "a look that fails is logged and taken again; a service that ends takes the process with it"),
        ("src/Hub/Pipeline/Prospects.cs", "what cannot be evaluated as it is read goes to its own line, where the failure is counted"),
        ("src/Hub/Pipeline/WebhookReading.cs", "a webhook that breaks its connector is parked, and the next one is read"),
    ];

    private static readonly Regex CatchesEverything = new(@"catch \(Exception\b|catch$|catch \{", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex NamesTypes = new(@"\bis (not )?\(?[A-Z]\w+Exception\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Condition = new(@"^(else )?(if|for|foreach|while) \(|^else$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Unwanted = new(@"^#pragma|^#region|\bTODO\b|\bFIXME\b|\bHACK\b|SuppressMessage", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void LongFile_SaysAtItsTopWhy(string folder) =>
        SourceTree.Files(folder)
            .Where(file => file.Code.Count() > LongestFile && !file.Lines[0].StartsWith("// ", StringComparison.Ordinal))
            .Select(file => $"{file.Path}: {file.Code.Count()} lines")
            .ShouldBeEmpty();

    [Fact]
    public void EveryFailure_IsCaughtAtTheNamedBordersOnly() =>
        Matching("src", CatchesEverything)
            .Where(hit => !NamesTypes.IsMatch(hit.Text) && !Rethrows(hit.File, hit.Number) && Borders.All(border => border.File != hit.File.Path))
            .Select(hit => hit.Place)
            .ShouldBeEmpty();

    [Fact]
    public void EveryNamedBorder_IsOneStill() =>
        Borders.Select(border => border.File)
            .Except(Matching("src", CatchesEverything).Where(hit => !NamesTypes.IsMatch(hit.Text)).Select(hit => hit.File.Path))
            .ShouldBeEmpty();

    [Fact]
    public void Rules_AreNotSwitchedOffInAFileAndNothingIsLeftForLater() => Matching("src", Unwanted).Select(hit => hit.Place).ShouldBeEmpty();

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void StatementWithoutBraces_StandsOnTheLineOfItsCondition(string folder) =>
        Matching(folder, Condition)
            .Where(hit => !hit.Text.EndsWith(';') && hit.File.Lines[hit.Number].EndsWith(';') && Indent(hit.File.Lines[hit.Number]) > Indent(hit.File.Lines[hit.Number - 1]))
            .Select(hit => hit.Place)
            .ShouldBeEmpty();

    [Fact]
    public void Namespace_IsThatOfTheFolder()
    {
        var wrong =
            from file in SourceTree.Files("src/Hub")
            let declared = file.Code.Select(line => line.Text).FirstOrDefault(text => text.StartsWith("namespace ", StringComparison.Ordinal))
            where declared is not null && declared != $"namespace {Path.GetDirectoryName(file.Path)!["src/".Length..].Replace('/', '.')};"
            select $"{file.Path}: {declared}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void TestsOfTheHub_LieWhereTheirSubjectLies()
    {
        // The documents are a subject too, and have no source.
        var subjects = SourceTree.Files("src/Hub").Select(file => FolderOf(file, "src/Hub")).Append("/Docs");
        SourceTree.Files("tests/Hub.Tests").Select(file => FolderOf(file, "tests/Hub.Tests")).Except(subjects).ShouldBeEmpty();
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    private static string FolderOf(SourceFile file, string root) => Path.GetDirectoryName(file.Path)![root.Length..];

    // A block that clears up and throws on catches nothing in the end.
    private static bool Rethrows(SourceFile file, int catchLine) =>
        file.Lines.Skip(catchLine + 1).TakeWhile(line => line.Trim() != "}").Any(line => line.Trim() == "throw;");

    private static IEnumerable<(SourceFile File, int Number, string Text, string Place)> Matching(string folder, Regex pattern) =>
        from file in SourceTree.Files(folder)
        from line in file.Code
        where pattern.IsMatch(line.Text)
        select (file, line.Number, line.Text, $"{file.Path}:{line.Number}: {line.Text}");
}
