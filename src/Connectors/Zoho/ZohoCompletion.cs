using System.Text.Json;
using AutoMapper;

namespace Hub.Connectors.Zoho;

/// <summary>Makes an event of a hint, or of what reconciliation has found: fetches the record, and the contact of a deal or a case.</summary>
/// <param name="mapper">Maps Zoho's fields to event records.</param>
internal sealed class ZohoCompletion(IMapper mapper)
{
    // A notification of a deletion is sent right after it.
    private static readonly TimeSpan DeletedBefore = TimeSpan.FromMinutes(5);

    /// <summary>The key by which webhook and reconciliation know one fact.</summary>
    /// <param name="module">The record's module.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="at">When the record was changed or deleted; a record is made once only, but it can be restored and deleted again.</param>
    public static string FactKeyOf(ZohoModule module, string id, string type, DateTimeOffset at)
    {
        if (type == module.Created) return $"{module.Name}/{id}/created";
        return type == module.Changed ? $"{module.Name}/{id}/{at.ToUnixTimeSeconds()}" : $"{module.Name}/{id}/deleted/{at.ToUnixTimeSeconds()}";
    }

    /// <summary>The version of a record that was changed at that time.</summary>
    public static RecordVersion VersionOf(ZohoModule module, string id, DateTimeOffset modified) => new($"{module.Name}/{id}", modified.ToUnixTimeMilliseconds());

    /// <summary>Fetches the record.</summary>
    public async Task<Completion> RunAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel)
    {
        if (ZohoModule.OfEvent(incoming.Type) is not { } module) return new Completion.Completed(incoming);
        var id = IdOf(incoming);
        if (!ZohoId.IsValid(id)) return new Completion.Gone();
        var found = await connection.AskAsync(api => api.RecordAsync(module.ApiName, id, cancel), cancel);
        if (found.Failure is { Code: not ZohoErrors.Gone } failure) return new Completion.Failed(failure);

        // What reconciliation found keeps its type; a hint becomes what the record shows.
        var isPolled = incoming.Version is not null;
        if (found.Value?.Data is not [{ ValueKind: JsonValueKind.Object } raw, ..])
        {
            return incoming.Type == module.Deleted || !isPolled ? await DeletedAsync(incoming, module, id, isPolled, connection, cancel) : new Completion.Gone();
        }

        if (isPolled && incoming.Type == module.Deleted) return new Completion.Gone();
        var options = connection.Options<ZohoOptions>();
        var history = await ZohoTimeline.OfAsync(incoming, module, id, raw, connection, cancel);
        if (history.Failure is { } unknown) return new Completion.Failed(unknown);
        var contact = await ContactAsync(module, raw, connection, cancel);

        // A contact that is gone, or that the hub's user may not see, leaves the name that stands in the record.
        if (contact.Failure is { Code: not ZohoErrors.Gone, Kind: not FailureKind.Rejected } lacking) return new Completion.Failed(lacking);
        var (told, echo) = history.Value is { } known ? (WithChanges(incoming, module, known.Changes), known.EchoOf) : Told(incoming, module, raw, options, isPolled);
        return new Completion.Completed(Whole(told, module, id, raw, contact.Value?.Data is [{ ValueKind: JsonValueKind.Object } person, ..] ? person : null, options) with { EchoOf = echo });
    }

    // One event of all hints but the hub's own, which are dropped one by one: what was made and then changed is new, with what changed since; what the hub made and somebody changed is a change.
    private static (IncomingEvent Told, string? EchoOf) Told(IncomingEvent incoming, ZohoModule module, JsonElement raw, ZohoOptions options, bool isPolled)
    {
        IReadOnlyList<IncomingEvent> hints = incoming.Hints.Count > 0 ? incoming.Hints : [incoming];
        var sorted = hints.Select(hint => (Hint: hint, EchoOf: hint.EchoOf ?? EchoOf(hint, module, raw, options, isPolled))).ToList();
        var foreign = sorted.Where(one => one.EchoOf is null).Select(one => one.Hint).ToList();
        if (foreign.Count == 0) return (incoming, sorted[^1].EchoOf);
        if (isPolled) return (incoming, null);
        var told = WithChanges(incoming, module, [.. foreign.SelectMany(hint => (hint.Data as ZohoRecord)?.Changes ?? [])]);
        return (told with { Type = foreign.Exists(hint => hint.Type == module.Created) ? module.Created : module.Changed, OccurredAt = foreign.Max(hint => hint.OccurredAt) }, null);
    }

    private static IncomingEvent WithChanges(IncomingEvent incoming, ZohoModule module, IReadOnlyList<ZohoChange> changes) =>
        incoming with { Data = ZohoReader.Unfetched(module, IdOf(incoming), incoming.OccurredAt, changes) };

    private static string IdOf(IncomingEvent incoming) => incoming.Data is ZohoDeleted deleted ? deleted.Id : ((ZohoRecord)incoming.Data).Id;

    // A notification has the time at which it was sent: that of the deletion, by which the comparison knows it, stands in the list of what was deleted.
    private static async Task<Completion> DeletedAsync(IncomingEvent incoming, ZohoModule module, string id, bool isPolled, Connection connection, CancellationToken cancel)
    {
        var at = incoming.OccurredAt;
        if (!isPolled)
        {
            var list = await connection.AskAsync(api => api.DeletedAsync(module.ApiName, 1, ZohoFeed.Header(at - DeletedBefore), cancel), cancel);
            if (list.Failure is { Kind: not FailureKind.Rejected, Code: not ZohoErrors.Gone } failure) return new Completion.Failed(failure);
            at = (list.Value?.Data ?? []).Where(row => ErrorDetails.TextOf(row, "id") == id).Select(row => LooseTime.Of(ErrorDetails.TextOf(row, "deleted_time"))).LastOrDefault(time => time is not null) ?? at;
        }

        return new Completion.Completed(incoming with { Type = module.Deleted, FactKey = FactKeyOf(module, id, module.Deleted, at), Data = new ZohoDeleted { Id = id, DeletedAt = at } });
    }

    private static async Task<Answer<RecordList>> ContactAsync(ZohoModule module, JsonElement raw, Connection connection, CancellationToken cancel)
    {
        var lookup = module.Name switch
        {
            "deal" => raw.Deserialize(ZohoJson.Default.DealBody)!.Contact,
            "case" => raw.Deserialize(ZohoJson.Default.CaseBody)!.Contact,
            _ => null,
        };
        return ZohoId.IsValid(lookup?.Id) ? await connection.AskAsync(api => api.RecordAsync(ZohoModule.Contact.ApiName, lookup!.Id!, cancel), cancel) : default;
    }

    private static string? EchoOf(IncomingEvent hint, ZohoModule module, JsonElement raw, ZohoOptions options, bool isPolled)
    {
        var body = raw.Deserialize(ZohoJson.Default.ContactBody)!;
        var mark = ZohoMark.Of(raw.TryGetProperty(options.MarkField, out var value) ? value : null);
        if (hint.Type == module.Created) return ByUser(body.CreatedBy, mark, options) ?? (mark?.IsOf(body.CreatedTime, isPolled) == true && !IsOfOther(body.CreatedBy, options) ? mark.CommandId : null);

        // A hint that names what changed, and no mark among it, is of somebody else, whoever came after them.
        if (!isPolled && hint.Data is ZohoRecord { Changes.Count: > 0 }) return null;
        return ByUser(body.ModifiedBy, mark, options) ?? (mark?.IsOf(body.ModifiedTime, isPolled) == true && !IsOfOther(body.ModifiedBy, options) ? mark.CommandId : null);
    }

    private static string? ByUser(LookupBody? by, ZohoMark? mark, ZohoOptions options) => options.HubUser is { } hub && by?.Id == hub ? mark?.CommandId ?? $"user {hub}" : null;

    // Where the hub has a user of its own, what another one did is theirs, however shortly after the hub.
    private static bool IsOfOther(LookupBody? by, ZohoOptions options) => options.HubUser is { } hub && by?.Id is { } id && id != hub;

    private static IEnumerable<string?> TermsOf(ZohoRecord record) => record switch
    {
        ZohoPerson person => [person.Name, person.Email, person.Phone, person.Mobile],
        ZohoDeal deal => [deal.Name, deal.Contact?.Name, deal.Contact?.Email, deal.Contact?.Phone, deal.Contact?.Mobile],
        ZohoCase of => [of.Number, of.Subject, of.Email, of.Phone, of.Contact?.Name, of.Contact?.Email],
        _ => [],
    };

    private static string? CustomerOf(JsonElement raw, ZohoOptions options) => ErrorDetails.TextOf(raw, options.KeyField) is { Length: > 0 } customer ? customer : null;

    private IncomingEvent Whole(IncomingEvent incoming, ZohoModule module, string id, JsonElement raw, JsonElement? contact, ZohoOptions options)
    {
        var changes = ((incoming.Data as ZohoRecord)?.Changes ?? []).Where(change => change.Field != options.MarkField).ToList();
        var (body, record) = Map(module, raw, contact, options);
        var data = record with { Id = id, Changes = changes, Raw = raw.Clone(), ModifiedAt = body.ModifiedTime ?? incoming.OccurredAt };
        var type = incoming.Type == module.Created ? module.Created : module.Changed;
        return incoming with
        {
            Type = type,
            FactKey = FactKeyOf(module, id, type, data.ModifiedAt),
            Version = VersionOf(module, id, data.ModifiedAt),
            Data = data,
            Terms = [.. TermsOf(data).OfType<string>().Where(term => term.Length > 0)],
        };
    }

    private (RecordBody Body, ZohoRecord Record) Map(ZohoModule module, JsonElement raw, JsonElement? contact, ZohoOptions options)
    {
        switch (module.Name)
        {
            case "lead":
                var lead = raw.Deserialize(ZohoJson.Default.LeadBody)!;
                return (lead, mapper.Map<ZohoLead>(lead) with { CustomerId = CustomerOf(raw, options) });
            case "contact":
                var person = raw.Deserialize(ZohoJson.Default.ContactBody)!;
                return (person, mapper.Map<ZohoContact>(person) with { CustomerId = CustomerOf(raw, options) });
            case "deal":
                var deal = raw.Deserialize(ZohoJson.Default.DealBody)!;
                var mapped = mapper.Map<ZohoDeal>(deal with { Currency = deal.Currency ?? options.Currency });
                return (deal, mapped with { Contact = Fetched(contact, options) ?? mapped.Contact });
            default:
                var about = raw.Deserialize(ZohoJson.Default.CaseBody)!;
                var made = mapper.Map<ZohoCase>(about);
                return (about, made with { Contact = Fetched(contact, options) ?? made.Contact });
        }
    }

    private ZohoContactOf? Fetched(JsonElement? contact, ZohoOptions options) =>
        contact is { } found ? mapper.Map<ZohoContactOf>(found.Deserialize(ZohoJson.Default.ContactBody)) with { CustomerId = CustomerOf(found, options) } : null;
}
