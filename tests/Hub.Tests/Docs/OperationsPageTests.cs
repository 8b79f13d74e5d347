using Hub.Configuration;
using Hub.Telemetry;

namespace Hub.Tests.Docs;

/// <summary>The tables of metrics and alerts on the page of operations are those of the code.</summary>
public class OperationsPageTests
{
    private const string Page = "docs/operations.md";

    [Fact]
    public void Metrics_AreAllThere_WithTypeLabelsAndMeaning() =>
        Documents.Rows(Page).Where(row => row[0].StartsWith("`hub_", StringComparison.Ordinal)).Select(row => string.Join(" | ", row)).ShouldBe(Metrics.All.Select(metric => string.Join(
            " | ",
            $"`{metric.PrometheusName}`",
            metric.Kind switch { MetricKind.Gauge => "gauge", MetricKind.Histogram => "histogram", _ => "counter" },
            string.Join(" ", metric.Labels.Select(label => $"`{label}`")),
            metric.Description)));

    [Fact]
    public void Alerts_AreAllThere_WithLevelThresholdAndWhatToDo() =>
        Documents.Rows(Page).Where(row => AlertKind.Find(row[0].Trim('`')) is not null).Select(row => string.Join(" | ", row)).ShouldBe(AlertKind.All.Select(kind => string.Join(
            " | ", $"`{kind.Name}`", kind.Level, kind.Limit is null ? "" : kind.Usual is null ? $"`{kind.Limit}`: none" : $"`{kind.Limit}`: `{kind.Usual}`", kind.When, kind.WhatToDo)));
}
