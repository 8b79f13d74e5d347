using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>The points at which the crash matrix kills the hub.</summary>
public sealed class FaultPointsTests
{
    private static readonly Regex Member = new("^[A-Z][A-Za-z]+,$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static IReadOnlyList<string> Points => [.. SourceTree.Files("src/Hub/Faults").Single(file => file.Name == "FaultPoint.cs").Code.Where(line => Member.IsMatch(line.Text)).Select(line => line.Text.TrimEnd(','))];

    // That each is met too is seen when the matrix runs: a point at which the hub does not die is red.
    [Fact]
    public void Point_StandsInTheFlowOnceAtLeast()
    {
        var code = SourceTree.Files("src/Hub/Pipeline").SelectMany(file => file.Code).Select(line => line.Text).Where(text => text.Contains("faults.Pass(", StringComparison.Ordinal)).ToList();
        Points.Count.ShouldBeGreaterThan(50);
        Points.Where(point => !code.Exists(text => text.Contains($"faults.Pass(FaultPoint.{point});", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    // The sentence is what the table of a red run means.
    [Fact]
    public void Point_HasASentence()
    {
        var lines = SourceTree.Files("src/Hub/Faults").Single(file => file.Name == "FaultPoint.cs").Lines;
        Points.Where(point => !lines[lines.ToList().FindIndex(line => line.Trim() == $"{point},") - 1].Trim().StartsWith("/// <summary>", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
