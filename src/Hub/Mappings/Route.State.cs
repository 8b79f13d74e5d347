using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>What a route writes into state variables.</summary>
internal sealed partial class Route
{
    // Of a variable that several items write, the last stays.
    private void Set(ProcessingMoment moment, Frame frame, Look look)
    {
        foreach (var part in parts.Set)
        {
            if (look.Failure is not null) return;
            var value = part.Formula?.Evaluate(frame) ?? part.Constant;
            if (value.Kind == ValueKind.Optional) value = value.TryGetSome(out var some) ? some : Value.Null;
            var owner = part.Variable.Of == StateOwner.Thread ? moment.Thread?.Id : moment.Customer?.Id;
            if (value.IsError)
            {
                look.Failure = part.Formula!.Failure(value);
            }
            else if (!value.IsNull && value.Kind != part.Variable.Type.Kind)
            {
                look.Failure = part.Formula!.Failure($"{part.Variable.Name} is declared as {part.Variable.TypeName}, and this gave {value.Kind.ToString().ToLowerInvariant()}.");
            }
            else if (owner is null)
            {
                look.Failure = new(File, part.Variable.Name, $"{part.Variable.Name} has no owner: the event has no {part.Variable.Of.ToString().ToLowerInvariant()}.");
            }
            else
            {
                look.Set[part.Variable.Name] = new(part.Variable, owner, value.IsNull ? null : BindingsJson.ElementOf(value).GetRawText());
            }
        }
    }
}
