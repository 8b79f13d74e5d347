using System.Text.RegularExpressions;
using Hub.Configuration;
using Hub.Storage;
using Hub.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Docs;

/// <summary>The tables of metrics and alerts on the page of operations are those of the code.</summary>
public partial class OperationsPageTests
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

    // What is kept of people, and for how long, is nothing to forget in a document.
    [Fact]
    public async Task TablesOfTheStore_AreAllInWhatIsKept_EachOnce()
    {
        var folder = Directory.CreateTempSubdirectory("hub-tables-").FullName;
        await using (var database = SqliteDatabase.Open(Path.Combine(folder, "hub.db"), Migrations.OfHub(), TimeProvider.System, NullLogger.Instance))
        {
            var tables = await database.ReadAsync(
                sql => sql.ListAsync("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema'", row => row.GetString(0)), CancellationToken.None);
            var section = Documents.Read(Page).Split("### What is kept, and for how long")[1].Split("\n### ")[0];
            var told = section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) || line.Contains("keys of `once` |", StringComparison.Ordinal)).SelectMany(line => Name().Matches(line.Split('|')[1])).Select(match => match.Groups[1].Value).ToList();

            // Spent keys and reserved ones go at different times.
            told.Remove("once").ShouldBeTrue();
            told.Order().ShouldBe(tables.Order());
        }

        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex("`(?<name>\\w+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [Fact]
    public void Alerts_AreAllThere_WithLevelThresholdAndWhatToDo() =>
        Documents.Rows(Page).Where(row => AlertKind.Find(row[0].Trim('`')) is not null).Select(row => string.Join(" | ", row)).ShouldBe(AlertKind.All.Select(kind => string.Join(
            " | ", $"`{kind.Name}`", kind.Level, kind.Limit is null ? "" : kind.Usual is null ? $"`{kind.Limit}`: none" : $"`{kind.Limit}`: `{kind.Usual}`", kind.When, kind.WhatToDo)));
}
