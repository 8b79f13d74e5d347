using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Inputs;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>The templates that a route sends, held to the vendor's list of them.</summary>
internal sealed partial class RouteCompiler
{
    private const string TemplateInput = "template";

    private void CheckTemplate(IAction action, string? connection, RecordPlan input, YamlNode at)
    {
        if (action is not IMessageAction message || !Connections.IsTemplateSend(action) || !input.TryProbe(out var probe) || message.Intent(probe!) is not MessageIntent.OfTemplate wanted) return;
        if (!AreLanguages(wanted.Languages, at) || connection is null) return;
        if (!environment.Templates.TryGetValue(connection, out var templates)) draft.Unchecked.Add(connection);
        else if (wanted.Name == FormulaPlan.StandIn) CheckNames(message, probe!, wanted, templates, input);
        else if (TemplateFaults.Of(message, probe!, wanted, templates) is var (misfit, isDoubt)) TellOfTemplate(ScalarIn(at, wanted.Name) ?? at, misfit, isDoubt);
    }

    private static string? NameOfTemplate(IAction action, RecordPlan input) =>
        action is IMessageAction message && Connections.IsTemplateSend(action) && input.TryProbe(out var probe) && message.Intent(probe!) is MessageIntent.OfTemplate { Name: not FormulaPlan.StandIn and var name } ? name : null;

    private void TellOfTemplate(YamlNode at, string misfit, bool isDoubt)
    {
        if (isDoubt || environment.AreTemplatesAdvice) problems.Warn(at, misfit);
        else problems.Add(at, misfit);
    }

    // A name that an expression gives: each that it may give, or a word that nobody looks at it before it goes.
    private void CheckNames(IMessageAction message, object probe, MessageIntent.OfTemplate wanted, IReadOnlyList<MessageTemplate> templates, RecordPlan input)
    {
        if (input.PartsAt(InputPath.Root).FirstOrDefault(part => part.Path.Name == TemplateInput)?.Formula is not { } formula) return;
        var isWhole = formula.Expressions.Count == 1 && formula.Text.StartsWith("${", StringComparison.Ordinal) && Template.EndOfExpression(formula.Text, 2, out _) == formula.Text.Length - 1;
        if (isWhole && NamesOf(formula.Expressions[0].Tree) is { } given)
        {
            foreach (var name in given)
            {
                if (TemplateFaults.Of(message, probe, wanted with { Name = name }, templates) is var (misfit, isDoubt)) TellOfTemplate(formula.At, misfit, isDoubt);
            }
        }
        else
        {
            problems.Warn(formula.At, "Which template this names is known only with an event, so that it cannot be checked: a name that the vendor has not approved is refused when it goes. For names that are known write a route for each, with the name as it is.");
        }
    }

    // The constants that it chooses among; null where it gives others too.
    private static List<string>? NamesOf(Bound node) => node switch
    {
        Bound.Constant { Value.Kind: ValueKind.String } constant => [constant.Value.AsString],
        Bound.Conditional branches when NamesOf(branches.IfTrue) is { } one && NamesOf(branches.IfFalse) is { } other => [.. one, .. other],
        _ => null,
    };
}
