using System.Globalization;
using Hub.Faults;

namespace CrashMatrix;

/// <summary>What the crash matrix was asked for.</summary>
internal sealed record MatrixArguments
{
    public const string Usage =
        """
        dotnet run --project tests/CrashMatrix                             the short form: each point once, 15 random moments
        dotnet run -c Release --project tests/CrashMatrix -- --whole       the whole form: each point at its first and a later passing, each alone, 200 random moments

          --seed N         what all chance follows from; printed at every start
          --point NAME     that point only, without random moments
          --hits N         with --point: at which passing of it
          --scene N        only the scene of that number, with the same --seed as before
          --moments N      how many random moments
          --together N     how many crashes after one another strike one hub (default 5; with --whole 1 at points)
          --lanes N        how many hubs run side by side (default 2)
          --store postgres on the server of HUB_TEST_POSTGRES, a database for each hub, instead of SQLite
        """;

    public int? Seed { get; init; }

    public bool IsWhole { get; init; }

    public FaultPoint? Point { get; init; }

    public int? Hits { get; init; }

    public int? Scene { get; init; }

    public int Moments { get; init; } = 15;

    public int Together { get; init; } = 5;

    /// <summary>The whole form has each point alone.</summary>
    public int TogetherAtPoints => IsWhole ? 1 : Together;

    public int Lanes { get; init; } = 2;

    public bool OnPostgres { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <returns>The arguments; null where they are not understood.</returns>
    public static MatrixArguments? Read(IReadOnlyList<string> words)
    {
        var read = new MatrixArguments();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "--whole")
            {
                read = read with { IsWhole = true, Moments = 200 };
                continue;
            }

            var next = i + 1 < words.Count ? words[i + 1] : "";
            int? number = int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
            switch (words[i])
            {
                case "--seed" when number is not null:
                    read = read with { Seed = number };
                    break;
                case "--point" when number is null && Enum.TryParse<FaultPoint>(next, out var point):
                    read = read with { Point = point, Moments = 0 };
                    break;
                case "--hits" when number >= 1:
                    read = read with { Hits = number };
                    break;
                case "--store" when next is "postgres" or "sqlite":
                    read = read with { OnPostgres = next == "postgres" };
                    break;
                case "--scene" when number is not null:
                    read = read with { Scene = number };
                    break;
                case "--moments" when number is not null:
                    read = read with { Moments = number.Value };
                    break;
                case "--together" when number >= 1:
                    read = read with { Together = number.Value };
                    break;
                case "--lanes" when number >= 1:
                    read = read with { Lanes = number.Value };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return read;
    }
}
