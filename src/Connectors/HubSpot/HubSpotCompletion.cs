namespace Hub.Connectors.HubSpot;

/// <summary>Makes one event of the hints for one record: the record as it is now, with what was changed, in order.</summary>
/// <param name="records">Makes the record that mappings see.</param>
internal sealed class HubSpotCompletion(CrmRecords records)
{
    // How far the time of a webhook and that of the value in the history may lie apart.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    /// <summary>Fetches the record.</summary>
    public async Task<Completion> RunAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel)
    {
        if (HubSpotReports.PartsOf(incoming.Data) is not { } head) return new Completion.Completed(incoming);
        var (kind, id) = (head.Kind, head.Id);
        var options = connection.Options<HubSpotOptions>();
        var hints = Hints(incoming, kind, id);
        var watched = kind.WatchedWith(options);
        var asked = hints.SelectMany(hint => hint.Changes).Select(change => change.Property).Where(HubSpotId.IsName).Union(watched, StringComparer.Ordinal).ToList();
        var properties = string.Join(',', kind.Fetched(options).Union(asked, StringComparer.Ordinal));
        var associations = kind == HubSpotObject.Contact ? null : HubSpotObject.Contact.Path;
        var found = await HubSpotCalls.AskAsync(connection, (api, token) => api.RecordAsync(token, kind.Path, id, properties, string.Join(',', asked), associations, null, cancel), cancel);
        if (found.IsMissing || found.Value is { Archived: true }) return new Completion.Gone();
        if (found.Value is not { } record) return new Completion.Failed(found.Failure!);

        var foreign = hints.Where(hint => !IsOwn(hint, record, options.AppId)).ToList();
        if (foreign.Count == 0) return new Completion.Completed(incoming with { EchoOf = HubSpotReader.MarkOf(options.AppId) });
        var contacts = await HubSpotContacts.OfIdsAsync(connection, ContactsOf(record), cancel);
        if (contacts.Value is null) return new Completion.Failed(contacts.Failure!);
        var changes = foreign.SelectMany(hint => hint.Changes).Where(change => !IsOwn(change, record, options.AppId)).OrderBy(change => change.OccurredAt).Select(change => change with { Previous = PreviousOf(change, record) }).ToList();
        var creation = foreign.Find(hint => hint.Event.Type == kind.Created).Event;
        var facts = FactsOf(kind, record, changes, watched);
        return new Completion.Completed(EventOf(kind, record, contacts.Value.Results ?? [], changes, options, incoming) with
        {
            Type = creation is null ? kind.Changed : kind.Created,
            OccurredAt = creation?.OccurredAt ?? foreign.Max(hint => hint.Event.OccurredAt),
            FactKey = creation is not null ? HubSpotFacts.Created(kind, id) : facts is [var fact] ? fact : null,
            FurtherFacts = creation is not null || facts.Count > 1 ? facts : [],
            Account = incoming.Account,
        });
    }

    /// <summary>The event of a record, but for its type, its time and its keys.</summary>
    public IncomingEvent EventOf(HubSpotObject kind, CrmObject record, IReadOnlyList<CrmObject> contacts, IReadOnlyList<PropertyChange> changes, HubSpotOptions options, IncomingEvent about)
    {
        var data = HubSpotReports.Of(records, kind, record, contacts, changes, options);
        return about with
        {
            Subject = kind.Subject(record.Id),
            Data = data,
            Version = new(kind.Subject(record.Id), record.UpdatedAt.ToUnixTimeMilliseconds()),
            Ends = new Dictionary<string, string>(StringComparer.Ordinal) { [kind.End] = record.Id },
            Terms = HubSpotReports.TermsOf(data),
            EchoOf = null,
        };
    }

    // Without the echoes: each hint tells by itself whether it is one.
    private static List<(IncomingEvent Event, IReadOnlyList<PropertyChange> Changes)> Hints(IncomingEvent incoming, HubSpotObject kind, string id)
    {
        IReadOnlyList<IncomingEvent> all = incoming.Hints.Count > 0 ? incoming.Hints : [incoming];
        return
        [
            .. from hint in all
               where hint.EchoOf is null && HubSpotReports.PartsOf(hint.Data) is { } parts && parts.Kind == kind && parts.Id == id
               select (hint, HubSpotReports.PartsOf(hint.Data)!.Value.Changes),
        ];
    }

    // Of each hint without a change of its own the record's own properties tell which app has made it.
    private static bool IsOwn((IncomingEvent Event, IReadOnlyList<PropertyChange> Changes) hint, CrmObject record, string appId) =>
        hint.Changes.Count > 0
            ? hint.Changes.All(change => IsOwn(change, record, appId))
            : hint.Event.Type.EndsWith(".created", StringComparison.Ordinal) && HubSpotReader.IsOwn(record.Text("hs_object_source"), record.Text("hs_object_source_id"), appId);

    // A webhook that says only that it was some app: the history of the property says which.
    private static bool IsOwn(PropertyChange change, CrmObject record, string appId) =>
        HubSpotReader.IsOfApp(change.Source)
        && (string.IsNullOrEmpty(change.SourceId) ? EntryOf(change, record) is { } entry && HubSpotReader.IsOwn(entry.SourceType, entry.SourceId, appId) : change.SourceId == appId);

    private static HistoryEntry? EntryOf(PropertyChange change, CrmObject record) =>
        History(record, change.Property).FirstOrDefault(entry => (entry.Timestamp - change.OccurredAt).Duration() <= Apart && (entry.Value ?? "") == (change.Value ?? ""));

    private static string? PreviousOf(PropertyChange change, CrmObject record) =>
        History(record, change.Property).OrderByDescending(entry => entry.Timestamp).FirstOrDefault(entry => entry.Timestamp < change.OccurredAt - Apart || (entry.Timestamp < change.OccurredAt && entry.Value != change.Value))?.Value is { Length: > 0 } value ? value : null;

    private static IReadOnlyList<HistoryEntry> History(CrmObject record, string property) => record.PropertiesWithHistory?.GetValueOrDefault(property) ?? [];

    private static IReadOnlyList<string> ContactsOf(CrmObject record) =>
        [.. (record.Associations?.GetValueOrDefault(HubSpotObject.Contact.Path)?.Results ?? []).Select(other => other.Id).Where(HubSpotId.IsValid).OfType<string>().Distinct(StringComparer.Ordinal)];

    // Those that the comparison with HubSpot would come to: changes of what it looks at, which the history shows already.
    private static IReadOnlyList<string> FactsOf(HubSpotObject kind, CrmObject record, List<PropertyChange> changes, IReadOnlyList<string> watched) =>
    [
        .. (from change in changes
            where watched.Contains(change.Property, StringComparer.Ordinal)
            let entry = EntryOf(change, record)
            where entry is not null
            select HubSpotFacts.Changed(kind, record.Id, change.Property, entry.Timestamp)).Distinct(StringComparer.Ordinal),
    ];
}
