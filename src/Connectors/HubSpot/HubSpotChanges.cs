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
        return new Cursor(start, [.. HubSpotObject.All.Select(_ => start)], 0, 0).ToString();
    }

    /// <inheritdoc />
    public async Task<ChangePage> ChangedSinceAsync(string cursor, DateTimeOffset until, Connection connection, CancellationToken cancel)
    {
        if (Cursor.Parse(cursor) is not { } at) return new ChangePage.Failed(new(FailureKind.Rejected, "cursor", "The place where the last comparison ended is not readable."));
        var kind = HubSpotObject.All[at.Kind];
        var from = at.Positions[at.Kind];
        var end = until.ToUnixTimeMilliseconds();
        if (from > end) return new ChangePage.Found([], at.AfterKind(from).ToString(), at.HasNextKind);
        var found = await SearchAsync(kind, from, end, at.Skipped, connection, cancel);
        if (found.Value is null) return new ChangePage.Failed(found.Failure!);
        var results = (found.Value.Results ?? []).Where(record => HubSpotId.IsValid(record.Id)).ToList();
        var made = await EventsAsync(kind, results, DateTimeOffset.FromUnixTimeMilliseconds(at.Start), DateTimeOffset.FromUnixTimeMilliseconds(from), connection, cancel);
        if (made.Failure is { } failure) return new ChangePage.Failed(failure);
        var last = results.Select(record => ModifiedOf(kind, record)).DefaultIfEmpty(from).Max();
        Cursor next;
        if (found.Value.Paging?.Next?.After is { Length: > 0 } after && results.Count > 0)
        {
            // On from the last time that was seen; where the whole page has one time, on by places.
            next = last > from ? at.Move(last, 0) : at.Move(from, int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : at.Skipped + results.Count);
            return new ChangePage.Found(made.Events, next.ToString(), IsMore: true);
        }

        next = at.AfterKind(Math.Max(from, end - (long)IndexLag.TotalMilliseconds));
        return new ChangePage.Found(made.Events, next.ToString(), at.HasNextKind);
    }

    private static Task<Answer<SearchAnswer>> SearchAsync(HubSpotObject kind, long from, long until, int skipped, Connection connection, CancellationToken cancel)
    {
        var body = new SearchBody(
            [new([new(kind.Modified, "GTE", Text(from)), new(kind.Modified, "LTE", Text(until))])], [new(kind.Modified, "ASCENDING")], [kind.Modified], PageSize, skipped.ToString(CultureInfo.InvariantCulture));
        return HubSpotCalls.AskAsync(connection, (api, token) => api.SearchAsync(token, kind.Path, body, cancel), cancel);

        static string Text(long time) => time.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<(IReadOnlyList<IncomingEvent> Events, VendorFailure? Failure)> EventsAsync(HubSpotObject kind, List<CrmObject> changed, DateTimeOffset start, DateTimeOffset from, Connection connection, CancellationToken cancel)
    {
        if (changed.Count == 0) return ([], null);
        var options = connection.Options<HubSpotOptions>();
        var watched = kind.WatchedWith(options);
        var body = new BatchReadBody([.. changed.Select(record => new RecordId(record.Id))], kind.Fetched(options), watched);
        var read = await HubSpotCalls.AskAsync(connection, (api, token) => api.BatchReadAsync(token, kind.Path, body, cancel), cancel);
        if (read.Value is null) return ([], read.Failure);
        var told = (read.Value.Results ?? []).Where(record => record.Archived != true).Select(record => (Record: record, Latest: HubSpotFacts.LatestOf(record, watched, options.AppId)))
            .Where(one => IsMade(one.Record, start, options) || one.Latest >= start).OrderBy(one => one.Record.UpdatedAt).ToList();
        var contacts = kind == HubSpotObject.Contact ? new Answer<OthersOf>(OthersOf.None, null) : await ContactsAsync(kind, [.. told.Select(one => one.Record.Id)], connection, cancel);
        if (contacts.Value is null) return ([], contacts.Failure);
        var events = new List<IncomingEvent>();
        foreach (var (record, latest) in told)
        {
            var others = contacts.Value.Contacts.GetValueOrDefault(record.Id, []);
            if (IsMade(record, start, options)) events.Add(Told(kind, kind.Created, record, others, [], record.CreatedAt, HubSpotFacts.Created(kind, record.Id), options));
            if (latest >= start && !(IsMade(record, start, options) && latest <= record.CreatedAt + Making))
            {
                var changes = ChangesOf(record, watched, latest.Value < from ? latest.Value : from, options.AppId);
                events.Add(Told(kind, kind.Changed, record, others, changes, latest.Value, HubSpotFacts.Changed(kind, record.Id, latest.Value), options));
            }
        }

        return (events, null);
    }

    private IncomingEvent Told(HubSpotObject kind, string type, CrmObject record, IReadOnlyList<CrmObject> contacts, IReadOnlyList<PropertyChange> changes, DateTimeOffset at, string fact, HubSpotOptions options) =>
        completion.EventOf(kind, record, contacts, changes, options, new() { Type = type, Account = options.PortalId, Subject = "", DeliveryKey = fact, FactKey = fact, OccurredAt = at, Data = record });

    private static bool IsMade(CrmObject record, DateTimeOffset start, HubSpotOptions options) =>
        record.CreatedAt >= start && !HubSpotReader.IsOwn(record.Text("hs_object_source"), record.Text("hs_object_source_id"), options.AppId);

    private static IReadOnlyList<PropertyChange> ChangesOf(CrmObject record, IReadOnlyList<string> watched, DateTimeOffset from, string appId) =>
    [
        .. from one in HubSpotFacts.EntriesOf(record, watched, appId)
           where one.Entry.Timestamp >= @from
           orderby one.Entry.Timestamp
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

    // When comparing began, how far each kind has come, which kind is on, and how many of its page are seen. Times are milliseconds.
    private sealed record Cursor(long Start, IReadOnlyList<long> Positions, int Kind, int Skipped)
    {
        public bool HasNextKind => Kind + 1 < Positions.Count;

        public static Cursor? Parse(string text)
        {
            var parts = text.Split(' ');
            if (parts.Length != HubSpotObject.All.Count + 3) return null;
            var numbers = new List<long>();
            foreach (var part in parts)
            {
                if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
                numbers.Add(number);
            }

            return numbers[^2] < HubSpotObject.All.Count && numbers[^1] <= int.MaxValue ? new(numbers[0], numbers[1..^2], (int)numbers[^2], (int)numbers[^1]) : null;
        }

        public Cursor Move(long position, int skipped) => this with { Positions = [.. Positions.Select((other, index) => index == Kind ? position : other)], Skipped = skipped };

        public Cursor AfterKind(long position) => Move(position, 0) with { Kind = HasNextKind ? Kind + 1 : 0 };

        public override string ToString() => string.Join(' ', [Start, .. Positions, Kind, Skipped]);
    }
}
