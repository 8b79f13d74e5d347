namespace Hub.Telemetry;

/// <summary>What kind of number a metric is.</summary>
internal enum MetricKind
{
    /// <summary>It only grows, in this process: 0 again after a start.</summary>
    Counter,

    /// <summary>It only grows, in the store: a start changes nothing.</summary>
    StoredCounter,

    /// <summary>How something stands now.</summary>
    Gauge,

    /// <summary>How long things took, in ranges.</summary>
    Histogram,
}

/// <summary>A metric. Its labels hold names of the settings and of the hub's own closed sets, never anything of people.</summary>
/// <param name="Name">Its name in words with dots, as OpenTelemetry has them.</param>
/// <param name="Kind">What kind of number it is.</param>
/// <param name="Unit">The unit by UCUM: <c>s</c>, <c>By</c>, or what is counted, in braces.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Labels">The names of its labels.</param>
internal sealed record Metric(string Name, MetricKind Kind, string Unit, string Description, params IReadOnlyList<string> Labels)
{
    /// <summary>Its name in Prometheus: with underscores, the unit in words, and <c>_total</c> where it only grows.</summary>
    public string PrometheusName => Name.Replace('.', '_') + Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" } + (Kind is MetricKind.Counter or MetricKind.StoredCounter ? "_total" : "");
}
