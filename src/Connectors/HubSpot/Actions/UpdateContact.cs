using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.HubSpot.Actions;

/// <summary>What <c>hubspot.update_contact</c> needs.</summary>
internal sealed record UpdateContactInput
{
    [Description("The contact's id")]
    public required string Contact { get; init; }

    [Description("The properties to write, by their internal names; an empty text empties one")]
    [MayBeEmpty]
    public required IReadOnlyDictionary<string, string> Properties { get; init; }
}

/// <summary>Changes a contact.</summary>
internal sealed class UpdateContact : IAction<UpdateContactInput>
{
    public string Name => "hubspot.update_contact";

    public string Description => "Changes properties of a contact.";

    public JsonTypeInfo Input => HubSpotJson.Default.UpdateContactInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => HubSpotObject.Contact.End;

    public string? TargetOf(UpdateContactInput input) => input.Contact;

    public Task<ActionOutcome> PerformAsync(UpdateContactInput input, ActionCall call, ActionContext context, CancellationToken cancel) =>
        RecordChange.RunAsync(HubSpotObject.Contact, input.Contact, RecordChange.Of(input.Properties), context.Connection, cancel);
}
