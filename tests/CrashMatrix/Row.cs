using System.Globalization;

namespace CrashMatrix;

/// <summary>A row of the table: one crash and what became of the effects that its round asked for.</summary>
/// <param name="Label">Where the hub was killed.</param>
/// <param name="Hits">At which passing.</param>
/// <param name="Effects">The effects.</param>
/// <param name="Seed">What its scene followed from.</param>
internal sealed record Row(string Label, int Hits, Effects Effects, int Seed)
{
    public const string Head = "| point | hits | expected/held/unknown | lost | doubled | order | seed |\n|---|---|---|---|---|---|---|";

    /// <summary>Whether all is as it must be.</summary>
    public bool Holds => Effects.Broken.Count == 0;

    /// <summary>A row for what is wrong with the hub as a whole.</summary>
    public static Row OfScene(IReadOnlyList<string> broken, int seed)
    {
        var effects = new Effects();
        foreach (var sentence in broken) effects.Break(sentence);
        return new("the books of these", 1, effects, seed);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Label} | {Hits} | {Effects.Expected}/{Effects.Held}/{Effects.Unknown} | {Effects.Lost} | {Effects.Doubled} | {(Effects.IsOrderKept ? "kept" : "BROKEN")} | {Seed} |{(Holds ? "" : " ✗")}");
}
