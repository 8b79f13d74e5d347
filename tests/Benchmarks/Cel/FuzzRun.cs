using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hub.Expressions;
using Hub.Tests.Expressions;

namespace Hub.Benchmarks.Cel;

/// <summary>Made and changed expressions for as long as wanted. Every fault is printed with its source and seed.</summary>
internal static class FuzzRun
{
    private const int PerSeed = 1_000;
    private const int MostFaults = 20;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var minutes = double.Parse(Usage.Option(arguments, "--minutes") ?? "1", CultureInfo.InvariantCulture);
        var seed = int.Parse(Usage.Option(arguments, "--seed") ?? "1000", CultureInfo.InvariantCulture);
        var cases = Cases();
        var (clock, count, values, faults) = (Stopwatch.StartNew(), 0L, 0L, 0);
        for (; clock.Elapsed.TotalMinutes < minutes && faults < MostFaults; seed++)
        {
            var (sources, other) = (new ExpressionSource(seed), new ExpressionSource(-seed));
            for (var i = 0; i < PerSeed; i++, count++)
            {
                var source = (i % 4) switch
                {
                    0 or 1 => sources.Made(),
                    2 => sources.Changed(sources.Made(), other.Made()),
                    _ => cases.Count == 0 ? other.Made() : sources.Changed(cases[(seed + i) % cases.Count], cases[(seed + (i * 7)) % cases.Count]),
                };
                if (Fault(source, isDynamic: i % 2 == 0, ref values) is not { } fault) continue;
                faults++;
                output.WriteLine($"seed {seed.ToString(CultureInfo.InvariantCulture)}: {fault}\n    {source}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} sources in {clock.Elapsed.TotalMinutes:0.0} min, {values} compiled, {faults} faults; the next seed is {seed}"));
        return faults == 0 ? 0 : 1;
    }

    private static string? Fault(string source, bool isDynamic, ref long values)
    {
        try
        {
            if (Expression.Compile(source, Shop.Scope, new() { IsDynamic = isDynamic }).Compiled is not null) values++;
            Template.Compile(source, Shop.Scope).Compiled?.Evaluate(Shop.Frame());
            return ExpressionFuzz.Fault(source, isDynamic);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception.ToString();
        }
    }

    private static List<string> Cases()
    {
        var file = Path.Combine(Repository.Root, "..", "shared", "cel", "cases.jsonl");
        return File.Exists(file) ? [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("expr").GetString()!)] : [];
    }
}
