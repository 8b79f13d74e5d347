using System.Globalization;

namespace Hub.Benchmarks.Load;

/// <summary>A table of figures, line by line as they come, and what did not hold.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly List<string> broken = [];

    /// <summary>Says what is measured, and on what.</summary>
    public void Begin(string what)
    {
        output.WriteLine(what);
        output.WriteLine(Machine.Describe());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-62} {"figure",22}   load"));
    }

    /// <summary>One figure, with the load of the machine over the minute before.</summary>
    public void Add(string what, FormattableString figure) => output.WriteLine($"{what,-62} {figure.ToString(CultureInfo.InvariantCulture),22}   {Machine.Load()}");

    /// <summary>A figure with its aim.</summary>
    public void Judge(string what, FormattableString figure, bool isReached, string aim) => Add($"{what} (aim {aim}{(isReached ? "" : ": MISSED")})", figure);

    /// <summary>A figure that has to reach its aim: where it does not, the run has failed.</summary>
    public void Demand(string what, FormattableString figure, bool isReached, string aim)
    {
        Judge(what, figure, isReached, aim);
        if (!isReached) broken.Add($"{what}: {figure.ToString(CultureInfo.InvariantCulture)}, and the aim is {aim}");
    }

    /// <summary>Compares a count with what it must be.</summary>
    public void Verify(string what, long found, long expected)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {found} of {expected}"));
        if (found != expected) broken.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {found} and not {expected}"));
    }

    /// <summary>Compares the sums.</summary>
    public void Verify(string where, Sums sums)
    {
        output.WriteLine($"{where}: {sums.Acknowledged} acknowledged, {sums.Stored} stored, {sums.Distinct} effects, {sums.Lost} lost, {sums.Doubled} doubled");
        broken.AddRange(sums.NotHeld().Select(sentence => $"{where}: {sentence}"));
    }

    /// <summary>The last line.</summary>
    /// <returns>0 where nothing is lost or doubled, all sums close and every demand is met; else 1.</returns>
    public int End()
    {
        output.WriteLine(broken.Count == 0 ? "nothing lost, nothing doubled, all sums close" : $"not held: {string.Join("; ", broken)}");
        return broken.Count == 0 ? 0 : 1;
    }
}
