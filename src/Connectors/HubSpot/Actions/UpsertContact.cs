using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Actions;

/// <summary>What <c>hubspot.upsert_contact</c> needs.</summary>
internal sealed record UpsertContactInput
{
    [Description("The customer who is to be a contact")]
    public required CustomerRef Customer { get; init; }

    [Description("The first name; of a new contact the customer's name where it is left out")]
    public string? FirstName { get; init; }

    [Description("The last name")]
    public string? LastName { get; init; }

    [Description("More properties by their internal names; an empty text empties one")]
    [MayBeEmpty]
    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    [Description("What to do where several contacts have the customer's phone; most_recent, the last changed one, where it is left out")]
    [KnownValues("most_recent", "reject")]
    public string? OnMultiple { get; init; }
}

/// <summary>What <c>hubspot.upsert_contact</c> gives.</summary>
/// <param name="ContactId">The contact's id.</param>
/// <param name="IsNew">Whether it was made.</param>
internal sealed record UpsertContactResult(
    [property: Description("The contact's id")] string ContactId,
    [property: Description("True where it was made, false where it was there")] bool IsNew);

/// <summary>Sees to it that a customer is a contact, once: by the hub's own unique property, else by e-mail address or phone.</summary>
internal sealed class UpsertContact : IAction<UpsertContactInput>
{
    public string Name => "hubspot.upsert_contact";

    public string Description => "Makes the customer a contact, or changes the one that they are already: found by the hub's own unique property, then by e-mail address, then by phone. A contact that is there keeps its name, phone and address.";

    public JsonTypeInfo Input => HubSpotJson.Default.UpsertContactInput;

    public JsonTypeInfo Result => HubSpotJson.Default.UpsertContactResult;

    // By a unique property, whose value is the customer's id: who makes it twice makes it once.
    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => HubSpotObject.Contact.End;

    public string? TargetOf(UpsertContactInput input) => null;

    public async Task<ActionOutcome> PerformAsync(UpsertContactInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var (connection, customer) = (context.Connection, input.Customer);
        var key = connection.Options<HubSpotOptions>().CustomerProperty;
        var given = RecordChange.Of(input.Properties, ("firstname", input.FirstName), ("lastname", input.LastName));
        if (RecordChange.Misnamed(given) is { } misnamed) return new ActionOutcome.Failed(misnamed);
        if (await HubSpotProperties.EnsureAsync(connection, HubSpotObject.Contact.Path, key, cancel) is { } lacking) return new ActionOutcome.Failed(lacking);
        var found = await HubSpotContacts.FindAsync(connection, customer.Id, customer.Email, customer.Phone, cancel);
        if (found.Value is not { } matches) return new ActionOutcome.Failed(found.Failure!);
        if (matches.Contacts.Count > 1 && input.OnMultiple == "reject")
        {
            return new ActionOutcome.Failed(new(FailureKind.Rejected, "several_contacts", $"{matches.Contacts.Count} contacts have the customer's phone, and on_multiple says to take none."));
        }

        return matches.Contacts is [var contact, ..]
            ? await WriteAsync(contact.Id, contact.Text(key), given, key, customer.Id, connection, cancel)
            : await CreateAsync(given, customer, key, connection, cancel);
    }

    // A contact that is another customer's already stays theirs: one person may be two customers of the hub, and HubSpot may have merged them.
    private static async Task<ActionOutcome> WriteAsync(string id, string? owner, Dictionary<string, string> properties, string key, string customer, Connection connection, CancellationToken cancel)
    {
        if (owner is null) properties[key] = customer;
        var theirs = owner is null || owner == customer ? customer : null;
        if (properties.Count == 0) return Done(id, isNew: false, theirs);
        var written = await HubSpotCalls.AskAsync(connection, (api, token) => api.UpdateAsync(token, HubSpotObject.Contact.Path, id, new(properties), cancel), cancel);
        return written.Failure is { } failure ? new ActionOutcome.Failed(failure) : Done(id, isNew: false, theirs);
    }

    private static async Task<ActionOutcome> CreateAsync(Dictionary<string, string> given, CustomerRef customer, string key, Connection connection, CancellationToken cancel)
    {
        var (first, last) = NamesOf(customer.Name);
        var properties = RecordChange.Of(given, ("firstname", given.ContainsKey("lastname") ? null : first), ("lastname", given.ContainsKey("firstname") ? null : last), ("phone", customer.Phone), ("email", customer.Email));
        properties[key] = customer.Id;
        var body = new BatchUpsertBody([new(key, customer.Id, properties)]);
        var made = await HubSpotCalls.AskAsync(connection, (api, token) => api.BatchUpsertAsync(token, HubSpotObject.Contact.Path, body, cancel), cancel);
        if (made.Value?.Results is [{ Id: { Length: > 0 } id } one, ..]) return Done(id, one.New ?? true, customer.Id);

        // Somebody has made a contact with this e-mail address meanwhile: HubSpot says which.
        var refused = made.Error ?? made.Value?.Errors?.FirstOrDefault();
        if (refused?.ExistingId is { } existing)
        {
            var there = await HubSpotCalls.AskAsync(connection, (api, token) => api.RecordAsync(token, HubSpotObject.Contact.Path, existing, key, null, null, null, cancel), cancel);
            return there.Value is { } contact ? await WriteAsync(existing, contact.Text(key), given, key, customer.Id, connection, cancel) : new ActionOutcome.Failed(there.Failure!);
        }

        return new ActionOutcome.Failed(made.Failure ?? (refused is null ? HubSpotErrors.Unreadable(onceOnly: false) : HubSpotErrors.OfPart(refused)));
    }

    private static ActionOutcome Done(string id, bool isNew, string? customer) =>
        new ActionOutcome.Done(new UpsertContactResult(id, isNew), id) { Learned = customer is null ? null : new(customer, HubSpotPeople.RecordOf(id)) };

    private static (string? First, string? Last) NamesOf(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return (null, null);
        var whole = name.Trim();
        var blank = whole.LastIndexOf(' ');
        return blank < 0 ? (whole, null) : (whole[..blank].TrimEnd(), whole[(blank + 1)..]);
    }
}
