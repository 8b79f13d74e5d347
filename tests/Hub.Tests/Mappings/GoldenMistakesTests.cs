namespace Hub.Tests.Mappings;

/// <summary>Every mistake of <c>Golden/*.txt</c> is answered by exactly the text that stands there. <c>HUB_GOLDEN=write</c> writes the answers of now into the files, to be read in the diff.</summary>
public sealed class GoldenMistakesTests
{
    public static TheoryData<string, string> All { get; } = Collected();

    [Theory]
    [MemberData(nameof(All))]
    public void Mistake_IsAnsweredByTheAgreedText(string file, string title)
    {
        var path = Path.Combine(GoldenMistakes.Folder, file);
        var mistakes = GoldenMistakes.Read(path);
        if (Environment.GetEnvironmentVariable("HUB_GOLDEN") == "write") GoldenMistakes.Write(path, mistakes);
        var mistake = mistakes.Single(candidate => candidate.Title == title);
        string.Join("\n", mistake.Answered()).ShouldBe(string.Join("\n", mistake.Answer));
    }

    [Fact]
    public void Collection_HoldsSixtyMistakesAndMore() => All.Count.ShouldBeGreaterThanOrEqualTo(60);

    [Fact]
    public void EveryAnswer_NamesFileLineAndColumn()
    {
        var answers = All.Select(row => (string)row[0]).Distinct().SelectMany(file => GoldenMistakes.Read(Path.Combine(GoldenMistakes.Folder, file)).SelectMany(mistake => mistake.Answer));
        foreach (var answer in answers) answer.ShouldMatch(@"^[\w-]+\.yaml:[1-9][0-9]*:[1-9][0-9]*: .+[.)?:]");
    }

    private static TheoryData<string, string> Collected()
    {
        var all = new TheoryData<string, string>();
        foreach (var path in Directory.EnumerateFiles(GoldenMistakes.Folder, "*.txt").Order(StringComparer.Ordinal))
        {
            foreach (var mistake in GoldenMistakes.Read(path)) all.Add(Path.GetFileName(path), mistake.Title);
        }

        return all;
    }
}
