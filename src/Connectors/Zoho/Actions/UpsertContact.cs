using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zoho;

/// <summary>What <c>zoho.upsert_contact</c> needs.</summary>
internal sealed record UpsertContactInput
{
    [Description("The customer; the hub's id of them goes into the key field, by which the contact is found again")]
    public required CustomerRef Customer { get; init; }

    [Description("The contact's id, where it is known; left out, it is found by the key field, then by match, or made")]
    public string? Record { get; init; }

    [Description("The first name")]
    public string? FirstName { get; init; }

    [Description("The last name; left out, a new contact gets the customer's name, and one that is there keeps its own")]
    public string? LastName { get; init; }

    [Description("The phone number")]
    [TextForm(TextForm.Phone)]
    public string? Phone { get; init; }

    [Description("The mobile phone number")]
    [TextForm(TextForm.Phone)]
    public string? Mobile { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("Where the person came from, as the CRM names it")]
    public string? Source { get; init; }

    [Description("Further fields by their API names")]
    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }

    [Description("Further fields by which a contact is the same, in order, for example Email")]
    public IReadOnlyList<string>? Match { get; init; }
}

/// <summary>What <c>zoho.upsert_contact</c> gives.</summary>
/// <param name="ContactId">The contact's id.</param>
/// <param name="Created">Whether it is new.</param>
internal sealed record UpsertContactResult([property: Description("The contact's id")] string ContactId, [property: Description("Whether it is new")] bool Created);

/// <summary>Makes or changes a contact.</summary>
internal sealed class UpsertContact : IAction<UpsertContactInput>
{
    public string Name => "zoho.upsert_contact";

    public string Description => "Makes the contact of a customer, or changes the one that is there.";

    public JsonTypeInfo Input => ZohoJson.Default.UpsertContactInput;

    public JsonTypeInfo Result => ZohoJson.Default.UpsertContactResult;

    // The key field is unique: a second time finds what the first has made.
    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => ZohoModule.Contact.Object;

    public string? TargetOf(UpsertContactInput input) => input.Record;

    public async Task<ActionOutcome> PerformAsync(UpsertContactInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var fields = PersonFields.Of(
            input.Fields, ("First_Name", input.FirstName), ("Last_Name", input.LastName), ("Phone", input.Phone), ("Mobile", input.Mobile), ("Email", input.Email), ("Lead_Source", input.Source));
        var answer = await UpsertPerson.RunAsync(ZohoModule.Contact, input.Customer, input.Record, fields, input.Match, call, context.Connection, cancel);
        if (answer.Failure is { } failure) return new ActionOutcome.Failed(failure);
        return answer.Value is { Id: { } id } written
            ? new ActionOutcome.Done(new UpsertContactResult(id, written.Action == "insert"), id) { Learned = written.IsAnothers ? null : new(input.Customer.Id, new(ZohoModule.Contact.Object, id)) }
            : new ActionOutcome.Failed(new(FailureKind.Transient, "unreadable", "Zoho's answer has no id."));
    }
}
