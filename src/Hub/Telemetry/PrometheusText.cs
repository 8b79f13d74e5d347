using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Text;

namespace Hub.Telemetry;

/// <summary>The hub's metrics in the text format of Prometheus, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).</summary>
internal sealed class PrometheusText : IDisposable
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener listener = new();
    private readonly FrozenDictionary<string, PrometheusSeries> series = Metrics.All.ToFrozenDictionary(metric => metric.Name, metric => new PrometheusSeries(metric), StringComparer.Ordinal);
    private readonly Lock writing = new();

    /// <summary>Listens to the meter from now on.</summary>
    public PrometheusText(HubMeter meter)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter, meter.Meter) && series.TryGetValue(instrument.Name, out var one)) listening.EnableMeasurementEvents(instrument, one);
        };
        listener.SetMeasurementEventCallback<long>(static (_, value, labels, to) => ((PrometheusSeries)to!).Take(value, labels));
        listener.SetMeasurementEventCallback<double>(static (_, value, labels, to) => ((PrometheusSeries)to!).Take(value, labels));
        listener.Start();
    }

    /// <summary>All metrics as they stand now.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        lock (writing)
        {
            foreach (var one in series.Values.Where(one => one.IsShown)) one.Clear();
            listener.RecordObservableInstruments();
            foreach (var metric in Metrics.All) series[metric.Name].Write(text);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();
}
