using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Actions;

/// <summary>What <c>hubspot.update_deal</c> needs.</summary>
internal sealed record UpdateDealInput
{
    [Description("The deal's id")]
    public required string Deal { get; init; }

    [Description("The stage, by its id")]
    public string? Stage { get; init; }

    [Description("The pipeline, by its id; it needs a stage of its own")]
    public string? Pipeline { get; init; }

    [Description("The amount as decimal text, for example 89.99")]
    public string? Amount { get; init; }

    [Description("The id of the HubSpot user who is to own it")]
    public string? Owner { get; init; }

    [Description("More properties by their internal names; an empty text empties one")]
    [MayBeEmpty]
    public IReadOnlyDictionary<string, string>? Properties { get; init; }
}

/// <summary>Changes a deal.</summary>
internal sealed class UpdateDeal : IAction<UpdateDealInput>
{
    public string Name => "hubspot.update_deal";

    public string Description => "Changes a deal; what is left out stays as it is.";

    public JsonTypeInfo Input => HubSpotJson.Default.UpdateDealInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => HubSpotObject.Deal.End;

    public string? TargetOf(UpdateDealInput input) => input.Deal;

    public Task<ActionOutcome> PerformAsync(UpdateDealInput input, ActionCall call, ActionContext context, CancellationToken cancel) => RecordChange.RunAsync(
        HubSpotObject.Deal, input.Deal,
        RecordChange.Of(input.Properties, ("pipeline", input.Pipeline), ("dealstage", input.Stage), ("amount", input.Amount), ("hubspot_owner_id", input.Owner)), context.Connection, cancel);
}
