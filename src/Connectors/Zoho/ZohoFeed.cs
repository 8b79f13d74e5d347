using System.Globalization;
using System.Text.Json;

namespace Hub.Connectors.Zoho;

/// <summary>
/// Reconciliation: the records of each module by the time of their last change, then those that were deleted. Only ids and times are asked for; what no webhook has
/// brought is fetched by the completion.
/// </summary>
internal sealed class ZohoFeed : IChangeFeed
{
    /// <summary>In the JSON of a record that is not fetched yet: from when on the hub does not know what changed.</summary>
    public const string SinceKey = "since";

    private const string Fields = "Created_Time,Modified_Time";

    // Further pages Zoho gives by a token only.
    private const int LastPage = 10;

    // Zoho keeps whole seconds, and does not say whether the second itself is among those since.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(1);

    // The CRM's own rules finish a record right after it was made; that is no change.
    private static readonly TimeSpan Making = TimeSpan.FromSeconds(15);

    // A record that was made before a pass ended and changed while it ran is told in the next one; what was told is known by its key.
    private static readonly TimeSpan Passing = TimeSpan.FromMinutes(10);

    public string CursorAt(DateTimeOffset moment) => new FeedCursor(moment.ToUnixTimeSeconds()).ToString();

    public async Task<ChangePage> ChangedSinceAsync(string cursor, DateTimeOffset until, Connection connection, CancellationToken cancel)
    {
        var at = FeedCursor.Parse(cursor);

        // All modules are looked at up to one moment, however many pages that takes.
        at = at with { Until = at.Until ?? until.ToUnixTimeSeconds() };
        var module = ZohoModule.All[at.Module];
        var since = Header(DateTimeOffset.FromUnixTimeSeconds(at.From ?? at.Since) - Overlap);
        var answer = await connection.AskAsync(
            api => at.IsOfDeleted
                ? api.DeletedAsync(module.ApiName, at.Page, since, cancel)
                : api.ChangedAsync(module.ApiName, Fields, at.Token is null ? at.Page : null, at.Token, since, cancel),
            cancel);

        // An organisation need not have all modules.
        if (answer.Failure is { Code: "INVALID_MODULE" or "NO_PERMISSION" }) return Page([], NextModule(at));
        if (answer.Failure is { } failure) return new ChangePage.Failed(failure);
        var rows = (answer.Value?.Data ?? []).Select(Row.Of).OfType<Row>().ToList();
        var events = rows.SelectMany(row => EventsOf(module, row, at)).ToList();
        return Page(events, Next(at, rows, answer.Value?.Info));
    }

    private static ChangePage.Found Page(IReadOnlyList<IncomingEvent> events, FeedCursor next) => new(events, next.ToString(), next.Until is not null);

    private static FeedCursor Next(FeedCursor at, List<Row> rows, PageInfo? info)
    {
        var isMore = info?.MoreRecords == true && rows.Count > 0;
        if (at.IsOfDeleted) return isMore ? at with { Page = at.Page + 1 } : NextModule(at);
        var seconds = rows.Select(row => row.Modified?.ToUnixTimeSeconds()).OfType<long>().ToList();
        if (!isMore || seconds.Count == 0 || seconds[^1] > at.Until) return at with { IsOfDeleted = true, Page = 1, From = null, Token = null };

        // A record that changes meanwhile goes to the end of the list, and all behind it move up a place: so the list is begun anew at the last time that was seen. Only within one second places have to do.
        if (seconds[0] < seconds[^1] && seconds[^1] > (at.From ?? long.MinValue)) return at with { Page = 1, From = seconds[^1], Token = null };
        if (at.Page < LastPage) return at with { Page = at.Page + 1, Token = null };
        return info!.NextPageToken is { Length: > 0 } token ? at with { Page = at.Page + 1, Token = token } : at with { Page = 1, From = Math.Max(seconds[^1], (at.From ?? at.Since) + 1), Token = null };
    }

    private static FeedCursor NextModule(FeedCursor at) =>
        at.Module + 1 < ZohoModule.All.Count ? new(at.Since) { Until = at.Until, Module = at.Module + 1 } : new(at.Until!.Value);

    private static IEnumerable<IncomingEvent> EventsOf(ZohoModule module, Row row, FeedCursor at)
    {
        if (row.Deleted is { } deleted)
        {
            if (IsWithin(deleted, at)) yield return Event(module, module.Deleted, row.Id, deleted, new ZohoDeleted { Id = row.Id, DeletedAt = deleted });
            yield break;
        }

        if (row.Modified is not { } modified || modified.ToUnixTimeSeconds() > at.Until) yield break;
        var data = ZohoReader.Unfetched(module, row.Id, modified, []) with { Raw = JsonElement.Parse($$"""{"{{SinceKey}}":"{{Header(DateTimeOffset.FromUnixTimeSeconds(at.Since))}}"}""") };
        var isNew = row.Created is { } created && IsWithin(created, at with { Since = at.Since - (long)Passing.TotalSeconds });
        if (isNew) yield return Event(module, module.Created, row.Id, row.Created!.Value, data);
        if (!isNew || modified - row.Created > Making) yield return Event(module, module.Changed, row.Id, modified, data);
    }

    private static bool IsWithin(DateTimeOffset time, FeedCursor at) => time.ToUnixTimeSeconds() >= at.Since && time.ToUnixTimeSeconds() <= at.Until;

    private static IncomingEvent Event(ZohoModule module, string type, string id, DateTimeOffset time, object data)
    {
        var fact = ZohoCompletion.FactKeyOf(module, id, type, time);
        return new()
        {
            Type = type,
            Account = null,
            Subject = $"{module.Name}/{id}",
            DeliveryKey = $"changes/{fact}",
            FactKey = fact,
            OccurredAt = time,
            Version = ZohoCompletion.VersionOf(module, id, time),
            Data = data,
            Ends = ZohoReader.EndsOf(module, id),
        };
    }

    /// <summary>A time as Zoho takes it in headers.</summary>
    public static string Header(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);

    private sealed record Row(string Id, DateTimeOffset? Created, DateTimeOffset? Modified, DateTimeOffset? Deleted)
    {
        public static Row? Of(JsonElement row)
        {
            if (ErrorDetails.TextOf(row, "id") is not { Length: > 0 } id) return null;
            return new(id, Time(row, "Created_Time"), Time(row, "Modified_Time"), Time(row, "deleted_time"));
        }

        private static DateTimeOffset? Time(JsonElement row, string name) => LooseTime.Of(ErrorDetails.TextOf(row, name));
    }
}

/// <summary>How far reconciliation has come.</summary>
/// <param name="Since">What changed before is known, in unix seconds.</param>
internal sealed record FeedCursor(long Since)
{
    /// <summary>Up to when this pass goes; null between two passes.</summary>
    public long? Until { get; init; }

    /// <summary>The place of the module.</summary>
    public int Module { get; init; }

    /// <summary>Whether the deleted records are next, and not the changed ones.</summary>
    public bool IsOfDeleted { get; init; }

    /// <summary>The page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Where the list was begun anew, in unix seconds; null where it was not.</summary>
    public long? From { get; init; }

    /// <summary>Zoho's token of the page; null where its number is enough.</summary>
    public string? Token { get; init; }

    /// <summary>The cursor of a text.</summary>
    public static FeedCursor Parse(string text)
    {
        var parts = text.Split('|', 7);
        return new(long.Parse(parts[0], CultureInfo.InvariantCulture))
        {
            Until = Number(parts[1]),
            Module = int.Parse(parts[2], CultureInfo.InvariantCulture),
            IsOfDeleted = parts[3] == "deleted",
            Page = int.Parse(parts[4], CultureInfo.InvariantCulture),
            From = Number(parts[5]),
            Token = parts[6].Length == 0 ? null : parts[6],
        };
    }

    /// <summary>As a text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Since}|{Until}|{Module}|{(IsOfDeleted ? "deleted" : "changed")}|{Page}|{From}|{Token}");

    private static long? Number(string text) => text.Length == 0 ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
