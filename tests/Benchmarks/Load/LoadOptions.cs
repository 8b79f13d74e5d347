using System.Globalization;

namespace Hub.Benchmarks.Load;

/// <summary>How a benchmark of the whole hub is run.</summary>
internal sealed record LoadOptions
{
    /// <summary>How long each measurement lasts, in seconds.</summary>
    public int Seconds { get; init; } = 60;

    /// <summary>Webhooks a second; null to find the most that the hub takes.</summary>
    public int? Rate { get; init; }

    /// <summary>Connections of the load generator.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>The store of the hub: <c>sqlite</c> or <c>postgres</c>.</summary>
    public string Store { get; init; } = "sqlite";

    /// <summary>The connection string of PostgreSQL; its database must be empty.</summary>
    public string? Connection { get; init; }

    /// <summary>How many stored messages <c>growth</c> compares with ten thousand.</summary>
    public int Messages { get; init; } = 5_000_000;

    /// <summary>How many routes <c>mappings</c> compares with one.</summary>
    public int Routes { get; init; } = 1_000;

    /// <summary>How many webhooks <c>e2e</c> has on their way at once.</summary>
    public int Window { get; init; } = 1_000;

    /// <summary>The settings of the hub that follow from the store.</summary>
    public IReadOnlyDictionary<string, string> StoreSettings => Store == "sqlite"
        ? new Dictionary<string, string>()
        : new Dictionary<string, string> { ["Storage:Provider"] = Store, ["Storage:ConnectionString"] = Connection! };

    /// <summary>Reads the command line.</summary>
    /// <returns>The options, or null with a sentence that says what is wrong.</returns>
    public static LoadOptions? Read(IReadOnlyList<string> words, out string error)
    {
        var read = new LoadOptions();
        error = "";
        for (var i = 0; i < words.Count; i += 2)
        {
            var value = i + 1 < words.Count ? words[i + 1] : "";
            switch (words[i])
            {
                case "--seconds" when Number(value, 3600) is { } seconds:
                    read = read with { Seconds = seconds };
                    break;
                case "--rate" when Number(value, 1_000_000) is { } rate:
                    read = read with { Rate = rate };
                    break;
                case "--connections" when Number(value, 4096) is { } connections:
                    read = read with { Connections = connections };
                    break;
                case "--messages" when Number(value, 1_000_000_000) is { } messages:
                    read = read with { Messages = messages };
                    break;
                case "--routes" when Number(value, 100_000) is { } routes:
                    read = read with { Routes = routes };
                    break;
                case "--window" when Number(value, 100_000) is { } window:
                    read = read with { Window = window };
                    break;
                case "--store" when value is "sqlite" or "postgres":
                    read = read with { Store = value };
                    break;
                case "--connection" when value.Length > 0:
                    read = read with { Connection = value };
                    break;
                default:
                    error = $"{words[i]} {value}".TrimEnd() + " is not understood.";
                    return null;
            }
        }

        if (read is { Store: "postgres", Connection: null }) error = "--store postgres needs --connection with the connection string of an empty database.";
        else if (read is { Store: "sqlite", Connection: not null }) error = "--connection is for --store postgres.";
        return error.Length == 0 ? read : null;
    }

    private static int? Number(string text, int most) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;
}
