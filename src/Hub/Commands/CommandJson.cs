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

/// <summary>Parked entries that have one cause.</summary>
/// <param name="What"><c>commands</c>, <c>events</c> or <c>webhooks</c>.</param>
/// <param name="Route">The route; for events all routes that failed, or their type where none has looked; for webhooks the connection.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many.</param>
/// <param name="Sentence">What it means.</param>
/// <param name="Newest">The id of the newest one.</param>
internal sealed record ParkedGroup(string What, string Route, string Reason, int Count, string Sentence, string Newest);

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

/// <summary>What a verb prints as JSON where the call is wrong.</summary>
/// <param name="Error">One sentence.</param>
internal sealed record Refused(string Error);

/// <summary>The JSON that verbs print.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Ordered))]
[JsonSerializable(typeof(IReadOnlyList<ParkedGroup>))]
[JsonSerializable(typeof(IReadOnlyList<Pause>))]
[JsonSerializable(typeof(IReadOnlyList<MergeEntry>))]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
[JsonSerializable(typeof(Tested))]
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

    /// <summary>An order as text.</summary>
    public static string Write(Ordered ordered) => JsonSerializer.Serialize(ordered, Readable.Ordered);

    /// <summary>Pauses as text.</summary>
    public static string Write(IReadOnlyList<Pause> pauses) => JsonSerializer.Serialize(pauses, Readable.IReadOnlyListPause);

    /// <summary>Merges as text.</summary>
    public static string Write(IReadOnlyList<MergeEntry> merges) => JsonSerializer.Serialize(merges, Readable.IReadOnlyListMergeEntry);

    /// <summary>Any JSON on one line, its letters as they are read.</summary>
    public static string OneLine(JsonElement json) => JsonSerializer.Serialize(json, Short.JsonElement);

    /// <summary>A refusal as text.</summary>
    public static string Write(Refused refused) => JsonSerializer.Serialize(refused, Readable.Refused);

    /// <summary>Explanations as text.</summary>
    public static string Write(IReadOnlyList<Explanation> explanations) => JsonSerializer.Serialize(explanations, Readable.IReadOnlyListExplanation);

    /// <summary>Groups as text.</summary>
    public static string Write(IReadOnlyList<ParkedGroup> groups) => JsonSerializer.Serialize(groups, Readable.IReadOnlyListParkedGroup);

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
