namespace Hub.Benchmarks;

/// <summary>What the program can be asked for.</summary>
internal static class Usage
{
    public static int Show(TextWriter output)
    {
        output.WriteLine("""
            dotnet run -c Release --project tests/Benchmarks -- cel [--expressions FILE --event FILE]
                µs and bytes of one pass over the expressions of FILE (one a line) on the event of FILE (JSON); of a route; and of compiling it
            dotnet run -c Release --project tests/Benchmarks -- hostile
                time and bytes of each expression that is written to do harm
            dotnet run -c Release --project tests/Benchmarks -- fuzz [--minutes N] [--seed N]
                made and mutated expressions, until one gives something that is neither a value nor an error
            dotnet run -c Release --project tests/Benchmarks -- ingest [--seconds N] [--rate N] [--connections N]
                webhooks a second that the hub takes in a burst and for long, beside a bare end-point; --rate tries one rate instead of looking for the highest
            dotnet run -c Release --project tests/Benchmarks -- e2e [--seconds N] [--rate N] [--window N]
                messages a second that become a recorded call at a vendor, beside the least that such a thing takes; and how long one takes at --rate
            dotnet run -c Release --project tests/Benchmarks -- growth [--messages N]
                the same with ten thousand and with N stored messages (5,000,000)
            dotnet run -c Release --project tests/Benchmarks -- mappings [--routes N]
                the same with one and with N routes on the event (1,000)
            dotnet run -c Release --project tests/Benchmarks -- lanes [--queued N] [--rate N]
                how long a message waits for its answer with N commands of an import queued before it (100,000); exit code 1, too, where the 99th percentile is not below 1 s
            dotnet run -c Release --project tests/Benchmarks -- guard [--people N]
                that a changed route which would write to N people (20,000) sends 20 and waits, and that hub approve ROUTE --discard cancels the rest
                    all six take --connections N (64) and all but guard --seconds N (60); all but lanes and growth --store sqlite|postgres and, for postgres, --connection TEXT;
                    exit code 1 where anything is lost or done twice
            """);
        return 2;
    }

    /// <summary>The value after a name, or null.</summary>
    public static string? Option(IReadOnlyList<string> arguments, string name)
    {
        for (var i = 0; i < arguments.Count - 1; i++)
        {
            if (arguments[i] == name) return arguments[i + 1];
        }

        return null;
    }
}
