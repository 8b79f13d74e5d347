using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Hub.Telemetry;

/// <summary>The numbers of one metric, one for each combination of its labels' values, as Prometheus is shown them.</summary>
internal sealed class PrometheusSeries(Metric metric)
{
    // From a fast answer to the time-out of a call, in seconds.
    private static readonly double[] Buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly ConcurrentDictionary<string, Cell> cells = new(StringComparer.Ordinal);

    /// <summary>Whether its numbers are what was shown last, and not added up.</summary>
    public bool IsShown { get; } = metric.Kind is MetricKind.Gauge or MetricKind.StoredCounter;

    /// <summary>Takes a number.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var cell = cells.GetOrAdd(Labels(labels), static (_, buckets) => new(buckets), metric.Kind == MetricKind.Histogram ? Buckets.Length : 0);
        lock (cell) cell.Take(value, IsShown);
    }

    /// <summary>Forgets what was shown.</summary>
    public void Clear() => cells.Clear();

    /// <summary>Writes all of it in the text format of Prometheus.</summary>
    public void Write(StringBuilder text)
    {
        var name = metric.PrometheusName;
        text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(metric.Kind switch { MetricKind.Gauge => "gauge", MetricKind.Histogram => "histogram", _ => "counter" }).Append('\n');
        foreach (var (labels, cell) in cells.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            lock (cell)
            {
                if (metric.Kind == MetricKind.Histogram) WriteHistogram(text, name, labels, cell);
                else Line(text, name, labels, cell.Sum);
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, string labels, Cell cell)
    {
        var below = 0L;
        for (var i = 0; i < Buckets.Length; i++)
        {
            below += cell.InBucket[i];
            Line(text, name + "_bucket", And(labels, $"le=\"{Number(Buckets[i])}\""), below);
        }

        Line(text, name + "_bucket", And(labels, "le=\"+Inf\""), cell.Count);
        Line(text, name + "_sum", labels, cell.Sum);
        Line(text, name + "_count", labels, cell.Count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string And(string labels, string more) => labels.Length == 0 ? more : $"{labels},{more}";

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    // In the metric's order, whatever order they came in.
    private string Labels(ReadOnlySpan<KeyValuePair<string, object?>> given)
    {
        if (metric.Labels.Count == 0) return "";
        var text = new StringBuilder();
        foreach (var label in metric.Labels)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(label).Append("=\"").Append(Escape(ValueOf(given, label))).Append('"');
        }

        return text.ToString();
    }

    private static string ValueOf(ReadOnlySpan<KeyValuePair<string, object?>> given, string label)
    {
        foreach (var pair in given)
        {
            if (pair.Key == label) return pair.Value as string ?? "";
        }

        return "";
    }

    private static string Escape(string value) =>
        value.AsSpan().IndexOfAny('\\', '"', '\n') < 0
            ? value
            : value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private sealed class Cell(int buckets)
    {
        public long[] InBucket { get; } = new long[buckets];

        public double Sum { get; private set; }

        public long Count { get; private set; }

        public void Take(double value, bool isShown)
        {
            Sum = isShown ? value : Sum + value;
            Count++;
            if (InBucket.Length == 0) return;
            var bucket = Array.FindIndex(Buckets, limit => value <= limit);
            if (bucket >= 0) InBucket[bucket]++;
        }
    }
}
