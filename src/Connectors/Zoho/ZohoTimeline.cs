using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors.Zoho;

/// <summary>
/// What changed in a record that no notification has told of, and whose doing it was: by the record's timeline (Zoho CRM API, "Timeline of a Record"), from the version that the hub has applied last, else from
/// where the comparison began. Where Zoho has no timeline of a module, or does not show it, the record alone has to tell.
/// </summary>
internal static class ZohoTimeline
{
    /// <summary>Asks for it.</summary>
    /// <returns>What it shows; neither value nor failure where it shows nothing, and for all but changes that the comparison has found.</returns>
    public static async Task<Answer<RecordHistory>> OfAsync(IncomingEvent incoming, ZohoModule module, string id, JsonElement raw, Connection connection, CancellationToken cancel)
    {
        if (incoming.Version is null || incoming.Type != module.Changed || SinceOf(incoming) is not { } since) return default;
        var answer = await connection.AskAsync(api => api.TimelineAsync(module.ApiName, id, cancel), cancel);
        if (answer.Failure is { } failure) return new(null, failure.Kind is FailureKind.Rejected or FailureKind.TargetClosed ? null : failure);
        var options = connection.Options<ZohoOptions>();
        var entries = (answer.Value?.Entries ?? []).Where(entry => entry.AuditedTime > since && entry.FieldHistory is { Count: > 0 }).OrderBy(entry => entry.AuditedTime).ToList();
        if (entries.Count == 0) return default;
        var foreign = entries.Where(entry => EchoOf(entry, options) is null).ToList();
        return new(new(ChangesOf(foreign, raw), foreign.Count > 0 ? null : EchoOf(entries[^1], options)), null);
    }

    private static DateTimeOffset? SinceOf(IncomingEvent incoming) =>
        incoming.AppliedStamp is { } applied ? DateTimeOffset.FromUnixTimeMilliseconds(applied) : incoming.Data is ZohoRecord record && LooseTime.Of(ErrorDetails.TextOf(record.Raw, ZohoFeed.SinceKey)) is { } since ? since : null;

    private static string? EchoOf(TimelineEntry entry, ZohoOptions options)
    {
        var mark = entry.FieldHistory!.Where(field => field.ApiName == options.MarkField).Select(field => ZohoMark.Of(field.Value?.New)).FirstOrDefault(found => found is not null);
        return mark?.CommandId ?? (options.HubUser is { } hub && entry.DoneBy?.Id == hub ? $"user {hub}" : null);
    }

    // The timeline has values as people read them; the last of each field stands in the record as it is.
    private static IReadOnlyList<ZohoChange> ChangesOf(List<TimelineEntry> entries, JsonElement raw)
    {
        var changes = entries.SelectMany(entry => entry.FieldHistory!.Where(field => ZohoName.IsValid(field.ApiName)).Select(field => new ZohoChange { Field = field.ApiName!, Value = Given(field.Value?.New), ChangedAt = entry.AuditedTime!.Value })).ToList();
        return [.. changes.Select((change, index) => !changes.Skip(index + 1).Any(later => later.Field == change.Field) && raw.TryGetProperty(change.Field, out var now) ? change with { Value = Given(now) } : change)];
    }

    private static JsonElement? Given(JsonElement? value) => value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given ? given.Clone() : null;
}

/// <summary>What a record's timeline shows.</summary>
/// <param name="Changes">What somebody else than the hub changed, oldest first.</param>
/// <param name="EchoOf">The hub's command, where nobody else changed anything.</param>
internal sealed record RecordHistory(IReadOnlyList<ZohoChange> Changes, string? EchoOf);

/// <summary>A record's timeline. Source: Zoho's own description of its API (crm-oas v8.0, timelines).</summary>
internal sealed record TimelineList([property: JsonPropertyName("__timeline")] IReadOnlyList<TimelineEntry>? Entries);

/// <summary>Something that was done to a record.</summary>
internal sealed record TimelineEntry
{
    [JsonConverter(typeof(LooseTime))]
    public DateTimeOffset? AuditedTime { get; init; }

    [JsonConverter(typeof(LooseLookup))]
    public LookupBody? DoneBy { get; init; }

    public IReadOnlyList<TimelineField>? FieldHistory { get; init; }
}

/// <summary>A field that was changed.</summary>
internal sealed record TimelineField([property: JsonConverter(typeof(LenientText))] string? ApiName, [property: JsonPropertyName("_value")] TimelineValue? Value);

/// <summary>The value of a field before and after, as people read it.</summary>
internal sealed record TimelineValue(JsonElement? New, JsonElement? Old);
