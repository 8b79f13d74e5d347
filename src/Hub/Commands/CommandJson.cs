using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Endpoints;
using Hub.Mappings;
using Hub.Mappings.Explaining;
using Hub.Mappings.Scenarios;
using Hub.Storage;

namespace Hub.Commands;

/// <summary>What <c>pause</c>, <c>resume</c> and <c>merges undo</c> print as JSON.</summary>
/// <param name="Kind"><c>route</c>, <c>connection</c> or <c>merge</c>.</param>
/// <param name="Name">Its name or number.</param>
/// <param name="Order"><c>pause</c>, <c>resume</c> or <c>undo</c>.</param>
internal sealed record Ordered(string Kind, string Name, string Order);

/// <summary>What <c>parked replay</c> and <c>parked discard</c> print as JSON.</summary>
/// <param name="Order"><c>replay</c> or <c>discard</c>.</param>
/// <param name="Done">With how many entries it was done; in a dry run would be.</param>
/// <param name="Refused">The others.</param>
/// <param name="Previews">In a dry run, what would happen to each.</param>
/// <param name="IsWhole">False where it was ended before its end.</param>
internal sealed record ParkedDone(string Order, int Done, IReadOnlyList<ParkedRefusalEntry> Refused, IReadOnlyList<ParkedPreviewEntry> Previews, bool IsWhole);

/// <summary>Something that <c>lint</c> found.</summary>
/// <param name="Level"><c>error</c> or <c>warning</c>.</param>
/// <param name="File">The file.</param>
/// <param name="Line">Counted from 1; 0 for the whole file.</param>
/// <param name="Column">Counted from 1; 0 for the whole file.</param>
/// <param name="Message">What is wrong and what would be right.</param>
internal sealed record Finding(string Level, string File, int Line, int Column, string Message)
{
    /// <summary>A finding of the loader.</summary>
    public static Finding Of(string level, MappingError error) => new(level, error.File, error.Line, error.Column, error.Message);
}

/// <summary>What <c>test</c> prints as JSON.</summary>
/// <param name="Errors">What is wrong with the files themselves.</param>
/// <param name="Results">One for each scenario.</param>
/// <param name="Coverage">What the scenarios reach; null where nobody asked.</param>
internal sealed record Tested(IReadOnlyList<Finding> Errors, IReadOnlyList<ScenarioResult> Results, CoverageReport? Coverage)
{
    /// <summary>What came of a run.</summary>
    public static Tested Of(ScenarioRun run, CoverageReport? coverage) => new([.. run.Load.Errors.Concat(run.Errors).Select(error => Finding.Of("error", error))], run.Results, coverage);
}

/// <summary>What <c>backup</c> and <c>restore</c> print as JSON.</summary>
/// <param name="File">The copy.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Replaced">For <c>restore</c>: where the store that was there before is now; null where there was none.</param>
internal sealed record StoreCopied(string File, long Bytes, string? Replaced);

/// <summary>What a verb prints as JSON where the call is wrong.</summary>
/// <param name="Error">One sentence.</param>
internal sealed record Refused(string Error);

/// <summary>The JSON that verbs print.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Ordered))]
[JsonSerializable(typeof(ParkedList))]
[JsonSerializable(typeof(ParkedDetail))]
[JsonSerializable(typeof(ParkedDone))]
[JsonSerializable(typeof(IReadOnlyList<Pause>))]
[JsonSerializable(typeof(IReadOnlyList<Approval>))]
[JsonSerializable(typeof(ReconciliationList))]
[JsonSerializable(typeof(IReadOnlyList<ConnectionEntry>))]
[JsonSerializable(typeof(ConnectionStanding))]
[JsonSerializable(typeof(IReadOnlyList<MergeEntry>))]
[JsonSerializable(typeof(IReadOnlyList<AlertEntry>))]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
[JsonSerializable(typeof(Tested))]
[JsonSerializable(typeof(StoreCopied))]
[JsonSerializable(typeof(Refused))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(IReadOnlyList<Explanation>))]
[JsonSerializable(typeof(FolderDifferences))]
[JsonSerializable(typeof(Published))]
[JsonSerializable(typeof(Captured))]
[JsonSerializable(typeof(IReadOnlyList<Generated>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    // For a terminal, where letters of any language shall be read, not for a web page.
    private static readonly CommandJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static readonly CommandJson Short = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes a copy.</summary>
    public static string Write(StoreCopied copied) => JsonSerializer.Serialize(copied, Readable.StoreCopied);

    /// <summary>An order as text.</summary>
    public static string Write(Ordered ordered) => JsonSerializer.Serialize(ordered, Readable.Ordered);

    /// <summary>Pauses as text.</summary>
    public static string Write(IReadOnlyList<Pause> pauses) => JsonSerializer.Serialize(pauses, Readable.IReadOnlyListPause);

    /// <summary>What waits for an approval as text.</summary>
    public static string Write(IReadOnlyList<Approval> waiting) => JsonSerializer.Serialize(waiting, Readable.IReadOnlyListApproval);

    /// <summary>Comparisons with vendors as text.</summary>
    public static string Write(ReconciliationList list) => JsonSerializer.Serialize(list, Readable.ReconciliationList);

    /// <summary>Connections as text.</summary>
    public static string Write(IReadOnlyList<ConnectionEntry> connections) => JsonSerializer.Serialize(connections, Readable.IReadOnlyListConnectionEntry);

    /// <summary>What trying a connection has shown, as text.</summary>
    public static string Write(ConnectionStanding standing) => JsonSerializer.Serialize(standing, Readable.ConnectionStanding);

    /// <summary>Alerts as text.</summary>
    public static string Write(IReadOnlyList<AlertEntry> alerts) => JsonSerializer.Serialize(alerts, Readable.IReadOnlyListAlertEntry);

    /// <summary>Merges as text.</summary>
    public static string Write(IReadOnlyList<MergeEntry> merges) => JsonSerializer.Serialize(merges, Readable.IReadOnlyListMergeEntry);

    /// <summary>Any JSON on one line, its letters as they are read.</summary>
    public static string OneLine(JsonElement json) => JsonSerializer.Serialize(json, Short.JsonElement);

    /// <summary>A refusal as text.</summary>
    public static string Write(Refused refused) => JsonSerializer.Serialize(refused, Readable.Refused);

    /// <summary>Explanations as text.</summary>
    public static string Write(IReadOnlyList<Explanation> explanations) => JsonSerializer.Serialize(explanations, Readable.IReadOnlyListExplanation);

    /// <summary>What is parked as text.</summary>
    public static string Write(ParkedList list) => JsonSerializer.Serialize(list, Readable.ParkedList);

    /// <summary>A parked entry as text.</summary>
    public static string Write(ParkedDetail detail) => JsonSerializer.Serialize(detail, Readable.ParkedDetail);

    /// <summary>What an order about parked entries came to as text.</summary>
    public static string Write(ParkedDone done) => JsonSerializer.Serialize(done, Readable.ParkedDone);

    /// <summary>The results of scenarios as text.</summary>
    public static string Write(Tested tested) => JsonSerializer.Serialize(tested, Readable.Tested);

    /// <summary>Differences as text.</summary>
    public static string Write(FolderDifferences found) => JsonSerializer.Serialize(found, Readable.FolderDifferences);

    /// <summary>What was published as text.</summary>
    public static string Write(Published published) => JsonSerializer.Serialize(published, Readable.Published);

    /// <summary>What was captured as text.</summary>
    public static string Write(Captured captured) => JsonSerializer.Serialize(captured, Readable.Captured);

    /// <summary>Generated files as text.</summary>
    public static string Write(IReadOnlyList<Generated> files) => JsonSerializer.Serialize(files, Readable.IReadOnlyListGenerated);

    /// <summary>Names as text.</summary>
    public static string Write(IReadOnlyList<string> names) => JsonSerializer.Serialize(names, Readable.IReadOnlyListString);

    /// <summary>Findings as text.</summary>
    public static string Write(IReadOnlyList<Finding> findings) => JsonSerializer.Serialize(findings, Readable.IReadOnlyListFinding);
}
