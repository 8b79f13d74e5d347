using System.Text.Json.Serialization.Metadata;
using Hub.Connectors;

namespace Hub.BuiltIn;

/// <summary>An action of the hub on itself. No call leaves: the attempt only looks at the input, and the effect is stored in the transaction that ends the command,
/// so that it can neither be lost nor happen twice.</summary>
/// <typeparam name="TInput">The input record.</typeparam>
/// <param name="name">The name in mappings.</param>
/// <param name="description">One sentence for the reference.</param>
/// <param name="input">The input record's JSON.</param>
/// <param name="actsOn">The object that it acts on.</param>
/// <param name="target">The customer whose line it stands in; null for a line by its event.</param>
/// <param name="check">What is wrong with an input, as a sentence; null where it is right.</param>
internal sealed class HubAction<TInput>(string name, string description, JsonTypeInfo<TInput> input, string actsOn, Func<TInput, string?> target, Func<TInput, string?> check) : IAction<TInput>
    where TInput : class
{
    public string Name => name;

    public string Description => description;

    public JsonTypeInfo Input => input;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Interactive;

    public string Object => actsOn;

    public string? TargetOf(TInput input) => target(input);

    public Task<ActionOutcome> PerformAsync(TInput input, ActionCall call, ActionContext context, CancellationToken cancel) => Task.FromResult<ActionOutcome>(
        check(input) is { } wrong ? new ActionOutcome.Failed(new(FailureKind.Rejected, "invalid_input", wrong)) : new ActionOutcome.Done());
}
