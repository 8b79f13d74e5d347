using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zoho;

/// <summary>What <c>zoho.upsert_lead</c> needs.</summary>
internal sealed record UpsertLeadInput
{
    [Description("The customer; the hub's id of them goes into the key field, by which the lead is found again")]
    public required CustomerRef Customer { get; init; }

    [Description("The lead's id, where it is known; left out, it is found by the key field, then by match, or made")]
    public string? Record { get; init; }

    [Description("The first name")]
    public string? FirstName { get; init; }

    [Description("The last name; left out, a new lead gets the customer's name, and one that is there keeps its own")]
    public string? LastName { get; init; }

    [Description("The company")]
    public string? Company { get; init; }

    [Description("The phone number")]
    [TextForm(TextForm.Phone)]
    public string? Phone { get; init; }

    [Description("The mobile phone number")]
    [TextForm(TextForm.Phone)]
    public string? Mobile { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("The status, as the CRM names it")]
    public string? Status { get; init; }

    [Description("Where the person came from, as the CRM names it")]
    public string? Source { get; init; }

    [Description("Further fields by their API names")]
    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }

    [Description("Further fields by which a lead is the same, in order, for example Email")]
    public IReadOnlyList<string>? Match { get; init; }
}

/// <summary>What <c>zoho.upsert_lead</c> gives.</summary>
/// <param name="LeadId">The lead's id.</param>
/// <param name="Created">Whether it is new.</param>
internal sealed record UpsertLeadResult([property: Description("The lead's id")] string LeadId, [property: Description("Whether it is new")] bool Created);

/// <summary>Makes or changes a lead.</summary>
internal sealed class UpsertLead : IAction<UpsertLeadInput>
{
    public string Name => "zoho.upsert_lead";

    public string Description => "Makes the lead of a customer, or changes the one that is there.";

    public JsonTypeInfo Input => ZohoJson.Default.UpsertLeadInput;

    public JsonTypeInfo Result => ZohoJson.Default.UpsertLeadResult;

    // The key field is unique: a second time finds what the first has made.
    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => ZohoModule.Lead.Object;

    public string? TargetOf(UpsertLeadInput input) => input.Record;

    public async Task<ActionOutcome> PerformAsync(UpsertLeadInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var fields = PersonFields.Of(
            input.Fields, ("First_Name", input.FirstName), ("Last_Name", input.LastName), ("Company", input.Company), ("Phone", input.Phone), ("Mobile", input.Mobile), ("Email", input.Email), ("Lead_Status", input.Status),
            ("Lead_Source", input.Source));
        var answer = await UpsertPerson.RunAsync(ZohoModule.Lead, input.Customer, input.Record, fields, input.Match, call, context.Connection, cancel);
        if (answer.Failure is { } failure) return new ActionOutcome.Failed(failure);
        return answer.Value is { Id: { } id } written
            ? new ActionOutcome.Done(new UpsertLeadResult(id, written.Action == "insert"), id) { Learned = written.IsAnothers ? null : new(input.Customer.Id, new(ZohoModule.Lead.Object, id)) }
            : new ActionOutcome.Failed(new(FailureKind.Transient, "unreadable", "Zoho's answer has no id."));
    }
}

/// <summary>The named fields of a person among those that a mapping gives by API names.</summary>
internal static class PersonFields
{
    /// <summary>All that are given; a named one goes before one of the same API name.</summary>
    public static Dictionary<string, JsonElement> Of(IReadOnlyDictionary<string, JsonElement>? fields, params IReadOnlyList<(string Name, string? Value)> named)
    {
        var all = new Dictionary<string, JsonElement>(fields ?? new Dictionary<string, JsonElement>(), StringComparer.Ordinal);
        foreach (var (name, value) in named.Where(one => one.Value is not null)) all[name] = ZohoJson.ValueOf(value!);
        return all;
    }
}
