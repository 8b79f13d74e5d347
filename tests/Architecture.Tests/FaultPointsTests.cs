using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>The points at which the crash matrix kills the hub.</summary>
public sealed class FaultPointsTests
{
    private static readonly Regex Member = new("^[A-Z][A-Za-z]+,$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    // Of these the method that calls them passes the points.
    private static readonly string[] PassedByTheCaller = ["Receiver.cs AppendAsync", "Deliverer.cs OpenAsync", "Deliverer.cs RecoverAsync", "LoneClaims.cs BeginAsync", "OutcomeKeeping.cs TryKeepAsync"];

    private static readonly Regex Method = new(@"^    (private|public|internal|protected) .*?(?<name>[A-Za-z]+)(<[A-Za-z]+>)?\(", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static IReadOnlyList<string> Points => [.. SourceTree.Files("src/Hub/Faults").Single(file => file.Name == "FaultPoint.cs").Code.Where(line => Member.IsMatch(line.Text)).Select(line => line.Text.TrimEnd(','))];

    // That each is met too is seen when the matrix runs: a point at which the hub does not die is red.
    [Fact]
    public void Point_StandsInTheFlowOnceAtLeast()
    {
        var code = SourceTree.Files("src/Hub/Pipeline").Concat(SourceTree.Files("src/Hub/Upkeep")).SelectMany(file => file.Code).Select(line => line.Text).Where(text => text.Contains("faults.Pass(", StringComparison.Ordinal)).ToList();
        Points.Count.ShouldBeGreaterThan(50);
        Points.Where(point => !code.Exists(text => text.Contains($"faults.Pass(FaultPoint.{point});", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    // Whatever is stored may be the last thing that a process does, or the first that it does not.
    [Fact]
    public void Write_StandsBetweenTwoPoints()
    {
        var open = new List<string>();
        var writes = 0;
        foreach (var file in SourceTree.Files("src/Hub/Pipeline").Concat(SourceTree.Files("src/Hub/Upkeep").Where(file => file.Name == "AccessTokens.cs")))
        {
            var (name, texts) = ("", new List<string>());
            foreach (var text in file.Lines.Append("    private void End("))
            {
                if (Method.Match(text) is not { Success: true } method)
                {
                    texts.Add(text);
                    continue;
                }

                writes += Judge($"{file.Name} {name}", texts, open);
                (name, texts) = (method.Groups["name"].Value, [text]);
            }
        }

        writes.ShouldBeGreaterThan(40);
        open.Except(PassedByTheCaller).ShouldBeEmpty();
        PassedByTheCaller.Except(open).ShouldBeEmpty();
    }

    private static int Judge(string method, List<string> texts, List<string> open)
    {
        var writes = texts.Index().Where(line => line.Item.Contains("database.WriteAsync", StringComparison.Ordinal)).Select(line => line.Index).ToList();
        var passes = texts.Index().Where(line => line.Item.Contains("faults.Pass(", StringComparison.Ordinal) && !line.Item.Contains("FaultPoint.In", StringComparison.Ordinal)).Select(line => line.Index).ToList();
        if (writes.Exists(write => !passes.Exists(pass => pass < write) || !passes.Exists(pass => pass > write))) open.Add(method);
        return writes.Count;
    }

    // The sentence is what the table of a red run means.
    [Fact]
    public void Point_HasASentence()
    {
        var lines = SourceTree.Files("src/Hub/Faults").Single(file => file.Name == "FaultPoint.cs").Lines;
        Points.Where(point => !lines[lines.ToList().FindIndex(line => line.Trim() == $"{point},") - 1].Trim().StartsWith("/// <summary>", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
