using System.Text.Json;
using AutoMapper;

namespace Hub.Connectors.Zoho;

/// <summary>Makes an event of a hint, or of what reconciliation has found: fetches the record, and the contact of a deal or a case.</summary>
/// <param name="mapper">Maps Zoho's fields to event records.</param>
internal sealed class ZohoCompletion(IMapper mapper)
{
    /// <summary>The key by which webhook and reconciliation know one fact.</summary>
    /// <param name="module">The record's module.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="modified">When the record was changed, for changes.</param>
    public static string FactKeyOf(ZohoModule module, string id, string type, DateTimeOffset? modified) =>
        type == module.Changed ? $"{module.Name}/{id}/{modified?.ToUnixTimeSeconds()}" : $"{module.Name}/{id}/{(type == module.Created ? "created" : "deleted")}";

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
            return incoming.Type == module.Deleted || !isPolled ? new Completion.Completed(Deleted(incoming, module, id)) : new Completion.Gone();
        }

        if (isPolled && incoming.Type == module.Deleted) return new Completion.Gone();
        incoming = Gathered(incoming, module);
        var contact = await ContactAsync(module, raw, connection, cancel);
        if (contact.Failure is { Code: not ZohoErrors.Gone } lacking) return new Completion.Failed(lacking);
        return new Completion.Completed(Whole(incoming, module, id, raw, contact.Value?.Data is [{ ValueKind: JsonValueKind.Object } person, ..] ? person : null, connection.Options<ZohoOptions>(), isPolled));
    }

    // One event of all hints but the hub's own: what was made and then changed is new, with what changed since.
    private static IncomingEvent Gathered(IncomingEvent incoming, ZohoModule module)
    {
        var hints = incoming.Hints.Where(hint => hint.EchoOf is null).ToList();
        if (hints.Count < 2) return incoming;
        var changes = hints.SelectMany(hint => (hint.Data as ZohoRecord)?.Changes ?? []).ToList();
        return incoming with
        {
            Type = hints.Exists(hint => hint.Type == module.Created) ? module.Created : module.Changed,
            OccurredAt = hints.Max(hint => hint.OccurredAt),
            Data = ZohoReader.Unfetched(module, IdOf(incoming), incoming.OccurredAt, changes),
        };
    }

    private static string IdOf(IncomingEvent incoming) => incoming.Data is ZohoDeleted deleted ? deleted.Id : ((ZohoRecord)incoming.Data).Id;

    private static IncomingEvent Deleted(IncomingEvent incoming, ZohoModule module, string id) => incoming with
    {
        Type = module.Deleted,
        FactKey = FactKeyOf(module, id, module.Deleted, null),
        Data = incoming.Data as ZohoDeleted ?? new ZohoDeleted { Id = id, DeletedAt = incoming.OccurredAt },
    };

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

    private static string? EchoOf(IncomingEvent incoming, ZohoModule module, JsonElement raw, RecordBody body, ZohoOptions options, bool isPolled)
    {
        var mark = ZohoMark.Of(raw.TryGetProperty(options.MarkField, out var value) ? value : null);
        if (incoming.Type == module.Created && mark?.IsOf(body.CreatedTime) == true) return mark.CommandId;

        // A hint that names what changed, and no mark among it, is of somebody else, whoever came after them.
        if (!isPolled && incoming.Data is ZohoRecord { Changes.Count: > 0 }) return null;
        if (mark?.IsOf(body.ModifiedTime) == true && incoming.Type != module.Created) return mark.CommandId;
        return options.HubUser is { } hub && body.ModifiedBy?.Id == hub ? mark?.CommandId ?? $"user {hub}" : null;
    }

    private static IEnumerable<string?> TermsOf(ZohoRecord record) => record switch
    {
        ZohoPerson person => [person.Name, person.Email, person.Phone, person.Mobile],
        ZohoDeal deal => [deal.Name, deal.Contact?.Name, deal.Contact?.Email, deal.Contact?.Phone, deal.Contact?.Mobile],
        ZohoCase of => [of.Number, of.Subject, of.Email, of.Phone, of.Contact?.Name, of.Contact?.Email],
        _ => [],
    };

    private static string? CustomerOf(JsonElement raw, ZohoOptions options) => ErrorDetails.TextOf(raw, options.KeyField) is { Length: > 0 } customer ? customer : null;

    private IncomingEvent Whole(IncomingEvent incoming, ZohoModule module, string id, JsonElement raw, JsonElement? contact, ZohoOptions options, bool isPolled)
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
            EchoOf = EchoOf(incoming, module, raw, body, options, isPolled),
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
