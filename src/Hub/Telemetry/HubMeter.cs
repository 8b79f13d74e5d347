using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace Hub.Telemetry;

/// <summary>A number of a metric.</summary>
/// <param name="Metric">The metric: a gauge or one that the store counts.</param>
/// <param name="Value">The number.</param>
/// <param name="Labels">The values of its labels, in the metric's order.</param>
internal sealed record Measured(Metric Metric, double Value, params IReadOnlyList<string> Labels);

/// <summary>The one meter of the hub. What happens is counted at once; how things stand is what was shown to it last.</summary>
internal sealed class HubMeter
{
    /// <summary>Its name.</summary>
    public const string Name = "Hub";

    /// <summary>The label of what came of a call without a failure.</summary>
    public const string Done = "done";

    private static readonly FrozenDictionary<string, IReadOnlyList<Measurement<double>>> Nothing = FrozenDictionary<string, IReadOnlyList<Measurement<double>>>.Empty;

    private readonly Counter<long> webhookRequests;
    private readonly Counter<long> attempts;
    private readonly Histogram<double> attemptDuration;
    private readonly Counter<long> reads;
    private readonly Counter<long> limitWaits;
    private readonly Counter<long> verdicts;
    private readonly Counter<long> mappingReloads;
    private readonly ConcurrentDictionary<string, long> refusals = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, IReadOnlyList<Measurement<double>>> shown = Nothing;
    private volatile bool areMappingsWrong;

    /// <summary>Makes the instruments of all metrics.</summary>
    public HubMeter(IMeterFactory factory)
    {
        Meter = factory.Create(Name);
        webhookRequests = Counter(Metrics.WebhookRequests);
        attempts = Counter(Metrics.Attempts);
        attemptDuration = Meter.CreateHistogram<double>(Metrics.AttemptDuration.Name, Metrics.AttemptDuration.Unit, Metrics.AttemptDuration.Description);
        reads = Counter(Metrics.Reads);
        limitWaits = Counter(Metrics.LimitWaits);
        verdicts = Counter(Metrics.Verdicts);
        mappingReloads = Counter(Metrics.MappingReloads);
        foreach (var metric in Metrics.All.Where(metric => metric.Kind is MetricKind.Gauge)) Meter.CreateObservableGauge(metric.Name, () => Shown(metric), metric.Unit, metric.Description);
        foreach (var metric in Metrics.All.Where(metric => metric.Kind is MetricKind.StoredCounter)) Meter.CreateObservableCounter(metric.Name, () => Shown(metric), metric.Unit, metric.Description);
    }

    /// <summary>The meter itself, for those who listen.</summary>
    public Meter Meter { get; }

    /// <summary>How many webhooks were refused at each connection's address since the start.</summary>
    public IReadOnlyDictionary<string, long> Refusals => refusals;

    /// <summary>A request at a webhook address was answered.</summary>
    /// <param name="connection">The connection; empty where there is none.</param>
    /// <param name="answer">The status, or <c>handshake</c>.</param>
    public void WebhookAnswered(string connection, string answer) => webhookRequests.Add(1, new("connection", connection), new("answer", answer));

    /// <summary>A webhook was answered 401, because its origin is not proved.</summary>
    public void WebhookRefused(string connection)
    {
        refusals.AddOrUpdate(connection, 1, static (_, count) => count + 1);
        WebhookAnswered(connection, "401");
    }

    /// <summary>A call that carries out commands ended.</summary>
    public void Attempted(string connection, string action, string outcome, TimeSpan took)
    {
        attempts.Add(1, new("connection", connection), new("action", action), new("outcome", outcome));
        attemptDuration.Record(took.TotalSeconds, new("connection", connection), new("action", action));
    }

    /// <summary>A question to a vendor ended.</summary>
    public void Asked(string connection, string operation, string outcome) => reads.Add(1, new("connection", connection), new("operation", operation), new("outcome", outcome));

    /// <summary>A line was put off by a limit, or a question or request to the vendor waited for one.</summary>
    public void LimitWaited(string connection) => limitWaits.Add(1, new KeyValuePair<string, object?>("connection", connection));

    /// <summary>The gate has judged.</summary>
    public void Judged(string connection, string verdict, int times = 1) => verdicts.Add(times, new("connection", connection), new("verdict", verdict));

    /// <summary>Mapping files were put in force, or not.</summary>
    /// <param name="outcome"><c>taken</c>, <c>published</c> or <c>wrong</c>.</param>
    public void MappingsLooked(string outcome) => mappingReloads.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Whether the folder holds mapping files that cannot be put in force, as it was shown last.</summary>
    public bool AreMappingsWrong => areMappingsWrong;

    /// <summary>Shows whether the folder holds mapping files that cannot be put in force.</summary>
    public void ShowMappings(bool isWrong) => areMappingsWrong = isWrong;

    /// <summary>Shows how things stand from now on; what was shown before is gone.</summary>
    public void Show(IEnumerable<Measured> measured) => Volatile.Write(
        ref shown,
        measured.GroupBy(one => one.Metric.Name, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, IReadOnlyList<Measurement<double>> (group) => [.. group.Select(ToMeasurement)], StringComparer.Ordinal));

    private IEnumerable<Measurement<double>> Shown(Metric metric) =>
        ReferenceEquals(metric, Metrics.MappingsWrong) ? [new(areMappingsWrong ? 1 : 0)] : Volatile.Read(ref shown).GetValueOrDefault(metric.Name, []);

    private static Measurement<double> ToMeasurement(Measured one) =>
        new(one.Value, one.Metric.Labels.Zip(one.Labels, (label, value) => new KeyValuePair<string, object?>(label, value)));

    private Counter<long> Counter(Metric metric) => Meter.CreateCounter<long>(metric.Name, metric.Unit, metric.Description);
}
