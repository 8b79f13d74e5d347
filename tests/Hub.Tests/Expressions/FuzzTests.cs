using System.Globalization;
using System.Text.Json;
using Hub.Expressions;

namespace Hub.Tests.Expressions;

/// <summary>
/// Whatever the source, compiling and evaluating give a value or an error, and throw nothing. The seeds are few here; <c>HUB_FUZZ_ROUNDS</c> asks for
/// more, and the Benchmarks program runs as long as wanted.
/// </summary>
public class FuzzTests
{
    private const int PerRound = 2_000;
    private const int UsualRounds = 3;

    private static int Rounds { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("HUB_FUZZ_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : UsualRounds;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Rounds)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void MadeSource_GivesAValueOrAnError(int seed)
    {
        var sources = new ExpressionSource(seed);
        for (var i = 0; i < PerRound; i++)
        {
            var source = sources.Made();
            ExpressionFuzz.Fault(source, isDynamic: i % 2 == 0).ShouldBeNull(source);
            Template.Compile($"a ${{{source}}} b", Shop.Scope).Compiled?.Evaluate(Shop.Frame());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ChangedSource_GivesAValueOrAnError(int seed)
    {
        var (sources, other) = (new ExpressionSource(seed), new ExpressionSource(-seed));
        for (var i = 0; i < PerRound; i++)
        {
            var source = sources.Changed(sources.Made(), other.Made());
            ExpressionFuzz.Fault(source, isDynamic: i % 2 == 0).ShouldBeNull(source);
            Template.Compile(source, Shop.Scope).Compiled?.Evaluate(Shop.Frame());
        }
    }

    [SharedFact("cel/cases.jsonl")]
    public void ChangedCaseOfTheSuite_GivesAValueOrAnError()
    {
        var cases = File.ReadLines(Repository.Shared("cel/cases.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("expr").GetString()!).ToList();
        var sources = new ExpressionSource(Rounds);
        for (var i = 0; i < cases.Count * Rounds; i++)
        {
            var source = sources.Changed(cases[i % cases.Count], cases[i * 7 % cases.Count]);
            ExpressionFuzz.Fault(source, isDynamic: i % 2 == 0).ShouldBeNull(source);
        }
    }
}
