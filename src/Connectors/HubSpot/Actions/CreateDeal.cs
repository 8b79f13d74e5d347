using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Actions;

/// <summary>What <c>hubspot.create_deal</c> needs.</summary>
internal sealed record CreateDealInput
{
    [Description("The deal's name")]
    public required string Name { get; init; }

    [Description("The id of the contact whose deal it is")]
    public string? Contact { get; init; }

    [Description("The pipeline, by its id; default where it is left out")]
    public string? Pipeline { get; init; }

    [Description("The stage, by its id; appointmentscheduled, the first of HubSpot's own pipeline, where it is left out")]
    public string? Stage { get; init; }

    [Description("The amount as decimal text, for example 89.99")]
    public string? Amount { get; init; }

    [Description("The amount's currency; the account's own where it is left out")]
    [TextForm(TextForm.Currency)]
    public string? Currency { get; init; }

    [Description("When it is to be closed")]
    public DateTimeOffset? CloseDate { get; init; }

    [Description("The id of the HubSpot user who is to own it")]
    public string? Owner { get; init; }

    [Description("More properties by their internal names")]
    public IReadOnlyDictionary<string, string>? Properties { get; init; }
}

/// <summary>What <c>hubspot.create_deal</c> gives.</summary>
/// <param name="DealId">The deal's id.</param>
internal sealed record CreateDealResult([property: Description("The deal's id")] string DealId);

/// <summary>Makes a deal.</summary>
internal sealed class CreateDeal : IAction<CreateDealInput>
{
    public string Name => "hubspot.create_deal";

    public string Description => "Makes a deal, and joins it with a contact.";

    public JsonTypeInfo Input => HubSpotJson.Default.CreateDealInput;

    public JsonTypeInfo Result => HubSpotJson.Default.CreateDealResult;

    public EffectClass Effect { get; } = new EffectClass.Findable();

    public Lane Lane => Lane.Sync;

    public string Object => HubSpotObject.Deal.End;

    public string? TargetOf(CreateDealInput input) => null;

    public async Task<ActionOutcome> PerformAsync(CreateDealInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var properties = RecordChange.Of(
            input.Properties, ("dealname", input.Name), ("pipeline", input.Pipeline ?? "default"), ("dealstage", input.Stage ?? "appointmentscheduled"), ("amount", input.Amount),
            ("deal_currency_code", input.Currency), ("closedate", input.CloseDate is { } at ? HubSpotTimes.Text(at) : null), ("hubspot_owner_id", input.Owner));
        if ((HubSpotCalls.Malformed(("contact", input.Contact), ("owner", input.Owner)) ?? RecordChange.Misnamed(properties)) is { } malformed) return new ActionOutcome.Failed(malformed);
        return MarkedRecords.Outcome(await MarkedRecords.CreateAsync(context.Connection, HubSpotObject.Deal.Path, properties, Associate.Of(input.Contact), call, cancel), id => new CreateDealResult(id));
    }

    public async Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var found = await MarkedRecords.FindAsync(context.Connection, HubSpotObject.Deal.Path, Associate.Of(((CreateDealInput)call.Input).Contact), call, cancel);
        return found is { Value: null, Failure: null } ? null : MarkedRecords.Outcome(found, id => new CreateDealResult(id));
    }
}
