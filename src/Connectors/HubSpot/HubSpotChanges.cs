using System.Globalization;

namespace Hub.Connectors.HubSpot;

/// <summary>
/// What has changed, by searches for records whose time of change is new (developers.hubspot.com, "Search"). The search index lags behind, and HubSpot touches records for reasons of its own: so each search begins
/// some minutes before the end of the last, and an event is made only of what the history of the watched properties shows. What was deleted or merged is not in any search.
/// </summary>
/// <param name="completion">Makes events of records.</param>
internal sealed class HubSpotChanges(HubSpotCompletion completion) : IChangeFeed
{
    // With histories HubSpot reads at most 50 records at once.
    private const int PageSize = 50;

    private static readonly TimeSpan IndexLag = TimeSpan.FromMinutes(5);

    // What is changed so shortly after a record is made belongs to its making.
    private static readonly TimeSpan Making = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    public string CursorAt(DateTimeOffset moment)
    {
        var start = moment.ToUnixTimeMilliseconds();
        return new Cursor(start, [.. HubSpotObject.All.Select(_ => start)], 0, 0, null).ToString();
    }

    /// <inheritdoc />
    public async Task<ChangePage> ChangedSinceAsync(string cursor, DateTimeOffset until, Connection connection, CancellationToken cancel)
    {
        if (Cursor.Parse(cursor) is not { } at) return new ChangePage.Failed(new(FailureKind.Rejected, "cursor", "The place where the last comparison ended is not readable."));
        var kind = HubSpotObject.All[at.Kind];
        var from = at.Positions[at.Kind];
        var end = until.ToUnixTimeMilliseconds();
        var since = at.Since ?? from;
        if (from > end) return new ChangePage.Found([], at.AfterKind(from).ToString(), at.HasNextKind);
        var found = await SearchAsync(kind, from, end, at.Skipped, connection, cancel);
        if (found.Value is null) return new ChangePage.Failed(found.Failure!);
        var results = (found.Value.Results ?? []).Where(record => HubSpotId.IsValid(record.Id)).ToList();
        var made = await EventsAsync(kind, results, new(Time(at.Start), Time(since), until), connection, cancel);
        if (made.Failure is { } failure) return new ChangePage.Failed(failure);
        var last = results.Select(record => ModifiedOf(kind, record)).DefaultIfEmpty(from).Max();
        Cursor next;
        if (found.Value.Paging?.Next?.After is { Length: > 0 } after && results.Count > 0)
        {
            // On from the last time that was seen; where the whole page has one time, on by places.
            next = last > from ? at.Move(last, 0) : at.Move(from, int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : at.Skipped + results.Count);
            return new ChangePage.Found(made.Events, (next with { Since = since }).ToString(), IsMore: true);
        }

        // However new what was found is: what the index learns late is older than that.
        next = at.AfterKind(Math.Max(at.Start, end - (long)IndexLag.TotalMilliseconds));
        return new ChangePage.Found(made.Events, next.ToString(), at.HasNextKind);

        static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    private static Task<Answer<SearchAnswer>> SearchAsync(HubSpotObject kind, long from, long until, int skipped, Connection connection, CancellationToken cancel)
    {
        var body = new SearchBody(
            [new([new(kind.Modified, "GTE", Text(from)), new(kind.Modified, "LTE", Text(until))])], [new(kind.Modified, "ASCENDING")], [kind.Modified], PageSize, skipped.ToString(CultureInfo.InvariantCulture));
        return HubSpotCalls.AskAsync(connection, (api, token) => api.SearchAsync(token, kind.Path, body, cancel), cancel);

        static string Text(long time) => time.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<(IReadOnlyList<IncomingEvent> Events, VendorFailure? Failure)> EventsAsync(HubSpotObject kind, List<CrmObject> changed, Span span, Connection connection, CancellationToken cancel)
    {
        if (changed.Count == 0) return ([], null);
        var options = connection.Options<HubSpotOptions>();
        var watched = kind.WatchedWith(options);
        var body = new BatchReadBody([.. changed.Select(record => new RecordId(record.Id))], kind.Fetched(options), watched);
        var read = await HubSpotCalls.AskAsync(connection, (api, token) => api.BatchReadAsync(token, kind.Path, body, cancel), cancel);
        if (read.Value is null) return ([], read.Failure);
        var told = (read.Value.Results ?? []).Where(record => record.Archived != true).Select(record => (Record: record, Changes: ChangesOf(record, watched, span, options.AppId)))
            .Where(one => IsMade(one.Record, span, options) || one.Changes.Count > 0).OrderBy(one => one.Record.UpdatedAt).ToList();
        var contacts = kind == HubSpotObject.Contact ? new Answer<OthersOf>(OthersOf.None, null) : await ContactsAsync(kind, [.. told.Select(one => one.Record.Id)], connection, cancel);
        if (contacts.Value is null) return ([], contacts.Failure);
        var events = new List<IncomingEvent>();
        foreach (var (record, changes) in told)
        {
            var others = contacts.Value.Contacts.GetValueOrDefault(record.Id, []);
            var isMade = IsMade(record, span, options);
            if (isMade) events.Add(Told(kind, kind.Created, record, others, [], record.CreatedAt, HubSpotFacts.Created(kind, record.Id), options));
            events.AddRange(changes.Where(change => !isMade || change.OccurredAt > record.CreatedAt + Making)
                .Select(change => Told(kind, kind.Changed, record, others, [change], change.OccurredAt, HubSpotFacts.Changed(kind, record.Id, change.Property, change.OccurredAt), options)));
        }

        return (events, null);
    }

    private IncomingEvent Told(HubSpotObject kind, string type, CrmObject record, IReadOnlyList<CrmObject> contacts, IReadOnlyList<PropertyChange> changes, DateTimeOffset at, string fact, HubSpotOptions options) =>
        completion.EventOf(kind, record, contacts, changes, options, new() { Type = type, Account = options.PortalId, Subject = "", DeliveryKey = fact, FactKey = fact, OccurredAt = at, Data = record });

    private static bool IsMade(CrmObject record, Span span, HubSpotOptions options) =>
        record.CreatedAt >= span.Start && !HubSpotReader.IsOwn(record.Text("hs_object_source"), record.Text("hs_object_source_id"), options.AppId);

    // What was changed since the last comparison; where the index has learnt of the record too late for that, its last change.
    private static List<PropertyChange> ChangesOf(CrmObject record, IReadOnlyList<string> watched, Span span, string appId)
    {
        var all = HubSpotFacts.EntriesOf(record, watched, appId).Where(one => one.Entry.Timestamp >= span.Start && one.Entry.Timestamp <= span.Until).OrderBy(one => one.Entry.Timestamp).ToList();
        return
        [
            .. from one in all
               where one.Entry.Timestamp >= span.Since || one.Entry.Timestamp == all[^1].Entry.Timestamp
               select new PropertyChange
               {
                   Property = one.Property,
                   Value = string.IsNullOrEmpty(one.Entry.Value) ? null : one.Entry.Value,
                   Previous = record.PropertiesWithHistory![one.Property].Where(entry => entry.Timestamp < one.Entry.Timestamp).MaxBy(entry => entry.Timestamp)?.Value is { Length: > 0 } previous ? previous : null,
                   OccurredAt = one.Entry.Timestamp,
                   Source = one.Entry.SourceType?.ToLowerInvariant(),
                   SourceId = one.Entry.SourceId,
               },
        ];
    }

    private static async Task<Answer<OthersOf>> ContactsAsync(HubSpotObject kind, IReadOnlyList<string> ids, Connection connection, CancellationToken cancel)
    {
        if (ids.Count == 0) return new(OthersOf.None, null);
        var body = new AssociationBatchBody([.. ids.Select(id => new RecordId(id))]);
        var found = await HubSpotCalls.AskAsync(connection, (api, token) => api.BatchAssociationsAsync(token, kind.Path, HubSpotObject.Contact.Path, body, cancel), cancel);
        if (found.Value is null) return new(null, found.Failure);
        var pairs = (found.Value.Results ?? []).SelectMany(one => (one.To ?? []).Select(to => (Of: one.From?.Id, Contact: to.ToObjectId))).Where(pair => pair.Of is not null && HubSpotId.IsValid(pair.Contact)).Distinct().ToList();
        var contacts = new Dictionary<string, CrmObject>(StringComparer.Ordinal);
        foreach (var some in pairs.Select(pair => pair.Contact!).Distinct(StringComparer.Ordinal).Chunk(100))
        {
            var read = await HubSpotContacts.OfIdsAsync(connection, some, cancel);
            if (read.Value is null) return new(null, read.Failure);
            foreach (var contact in read.Value.Results ?? []) contacts[contact.Id] = contact;
        }

        return new(new(pairs.Where(pair => contacts.ContainsKey(pair.Contact!)).GroupBy(pair => pair.Of!, pair => contacts[pair.Contact!]).ToDictionary(group => group.Key, IReadOnlyList<CrmObject> (group) => [.. group], StringComparer.Ordinal)), null);
    }

    private static long ModifiedOf(HubSpotObject kind, CrmObject record) =>
        (DateTimeOffset.TryParse(record.Text(kind.Modified), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : record.UpdatedAt).ToUnixTimeMilliseconds();

    // By the deal or ticket.
    private sealed record OthersOf(IReadOnlyDictionary<string, IReadOnlyList<CrmObject>> Contacts)
    {
        public static OthersOf None { get; } = new(new Dictionary<string, IReadOnlyList<CrmObject>>(StringComparer.Ordinal));
    }

    // Since when anything is told at all, since when the changes of this time are, and until when.
    private sealed record Span(DateTimeOffset Start, DateTimeOffset Since, DateTimeOffset Until);

    // When comparing began, how far each kind has come, which kind is on, how many of its page are seen, and after its first page where that began. Times are milliseconds.
    private sealed record Cursor(long Start, IReadOnlyList<long> Positions, int Kind, int Skipped, long? Since)
    {
        public bool HasNextKind => Kind + 1 < Positions.Count;

        public static Cursor? Parse(string text)
        {
            var parts = text.Split(' ');
            var least = HubSpotObject.All.Count + 3;
            if (parts.Length != least && parts.Length != least + 1) return null;
            var numbers = new List<long>();
            foreach (var part in parts)
            {
                if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
                numbers.Add(number);
            }

            var (kind, skipped) = (numbers[least - 2], numbers[least - 1]);
            return kind < HubSpotObject.All.Count && skipped <= int.MaxValue ? new(numbers[0], numbers[1..(least - 2)], (int)kind, (int)skipped, numbers.Count > least ? numbers[least] : null) : null;
        }

        public Cursor Move(long position, int skipped) => this with { Positions = [.. Positions.Select((other, index) => index == Kind ? position : other)], Skipped = skipped };

        public Cursor AfterKind(long position) => Move(position, 0) with { Kind = HasNextKind ? Kind + 1 : 0, Since = null };

        public override string ToString() => string.Join(' ', [Start, .. Positions, Kind, Skipped, .. Since is { } since ? (long[])[since] : []]);
    }
}
