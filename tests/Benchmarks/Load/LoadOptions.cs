using System.Globalization;

namespace Hub.Benchmarks.Load;

/// <summary>How a benchmark of the whole hub is run.</summary>
internal sealed record LoadOptions
{
    private static readonly Dictionary<string, Func<LoadOptions, string, LoadOptions?>> Words = new(StringComparer.Ordinal)
    {
        ["--seconds"] = Number(3600, (read, seconds) => read with { Seconds = seconds }),
        ["--rate"] = Number(1_000_000, (read, rate) => read with { Rate = rate }),
        ["--connections"] = Number(4096, (read, connections) => read with { Connections = connections }),
        ["--messages"] = Number(1_000_000_000, (read, messages) => read with { Messages = messages }),
        ["--queued"] = Number(10_000_000, (read, queued) => read with { Queued = queued }),
        ["--people"] = Number(WebhookForm.People, (read, people) => read with { People = people }),
        ["--routes"] = Number(100_000, (read, routes) => read with { Routes = routes }),
        ["--window"] = Number(100_000, (read, window) => read with { Window = window }),
        ["--store"] = (read, store) => store is "sqlite" or "postgres" ? read with { Store = store } : null,
        ["--connection"] = (read, connection) => connection.Length > 0 ? read with { Connection = connection } : null,
    };

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

    /// <summary>How many commands <c>lanes</c> has queued.</summary>
    public int Queued { get; init; } = 100_000;

    /// <summary>To how many people <c>guard</c> has a mistake write; each is another one of <see cref="WebhookForm.People"/>.</summary>
    public int People { get; init; } = WebhookForm.People;

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
            if (Words.GetValueOrDefault(words[i])?.Invoke(read, value) is not { } next)
            {
                error = $"{words[i]} {value}".TrimEnd() + " is not understood.";
                return null;
            }

            read = next;
        }

        if (read is { Store: "postgres", Connection: null }) error = "--store postgres needs --connection with the connection string of an empty database.";
        else if (read is { Store: "sqlite", Connection: not null }) error = "--connection is for --store postgres.";
        return error.Length == 0 ? read : null;
    }

    private static Func<LoadOptions, string, LoadOptions?> Number(int most, Func<LoadOptions, int, LoadOptions> set) => (read, text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? set(read, number) : null;
}
