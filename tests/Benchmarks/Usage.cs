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
