using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zoho;

/// <summary>What <c>zoho.list_related</c> needs.</summary>
internal sealed record ListRelatedInput
{
    [Description("The module of the record")]
    [KnownValues("lead", "contact", "deal", "case")]
    public required string Module { get; init; }

    [Description("The record's id")]
    public required string Record { get; init; }

    [Description("The API name of the related list: Deals, Cases, Notes, Attachments, Tasks or one of your own")]
    public required string List { get; init; }

    [Description("The fields to fetch, by API names, 50 at most; the usual ones of Deals, Cases, Notes and Attachments when left out")]
    public IReadOnlyList<string>? Fields { get; init; }

    [Description("How many at most; 20 when left out")]
    public int? Limit { get; init; }
}

/// <summary>What <c>zoho.list_related</c> gives.</summary>
/// <param name="Records">The records, the newest first.</param>
internal sealed record ListRelatedResult([property: Description("The records, the newest first")] IReadOnlyList<ZohoRecordView> Records);

/// <summary>Lists what belongs to a record.</summary>
internal sealed class ListRelated : IQuery<ListRelatedInput>
{
    private const int UsualLimit = 20;
    private const int PageSize = 200;
    private const string Times = "Created_Time,Modified_Time";

    public string Name => "zoho.list_related";

    public string Description => "Lists the deals, cases, notes or other records that belong to a record, the newest first.";

    public JsonTypeInfo Input => ZohoJson.Default.ListRelatedInput;

    public JsonTypeInfo Result => ZohoJson.Default.ListRelatedResult;

    public async Task<QueryOutcome> RunAsync(ListRelatedInput input, Connection connection, CancellationToken cancel)
    {
        if (GetRecord.Refused(input.Module, input.Record, out var module) is { } refused) return new QueryOutcome.Failed(refused);
        if (!ZohoName.IsValid(input.List) || input.Fields?.Any(field => !ZohoName.IsValid(field)) == true) return new QueryOutcome.Failed(new(FailureKind.Rejected, "invalid_name", "List and fields are given by their API names."));
        var fields = input.Fields is { Count: > 0 } asked ? string.Join(',', asked) : UsualFields(input.List);
        List<ZohoRecordView> records = [];
        var limit = input.Limit ?? UsualLimit;
        for (var page = 1; records.Count < limit; page++)
        {
            var number = page;
            var answer = await connection.AskAsync(api => api.RelatedAsync(module.ApiName, input.Record, input.List, fields, "Created_Time", "desc", Math.Clamp(limit, 1, PageSize), number, cancel), cancel);
            if (answer.Failure is { Code: not ZohoErrors.Gone } failure) return new QueryOutcome.Failed(failure);
            records.AddRange((answer.Value?.Data ?? []).Select(row => ZohoRecordView.Of(row, connection.Options<ZohoOptions>())));
            if (answer.Value is not { Info.MoreRecords: true, Data.Count: > 0 }) break;
        }

        // The order that Zoho was asked for is not given by all of its lists.
        return new QueryOutcome.Found(new ListRelatedResult([.. records.OrderByDescending(record => record.CreatedAt).Take(limit)]));
    }

    private static string UsualFields(string list) => list switch
    {
        "Deals" => $"Deal_Name,Stage,Pipeline,Amount,Closing_Date,{Times}",
        "Cases" => $"Case_Number,Subject,Status,Priority,{Times}",
        "Notes" => $"Note_Title,Note_Content,{Times}",
        "Attachments" => $"File_Name,Size,{Times}",
        "Tasks" => $"Subject,Status,Due_Date,{Times}",
        _ => $"Name,{Times}",
    };
}
