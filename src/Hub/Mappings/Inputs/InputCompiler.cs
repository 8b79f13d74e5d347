using System.Globalization;
using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Inputs;

/// <summary>Turns what a file writes under <c>with</c> into plans, each scalar read by what the input takes.</summary>
internal sealed class InputCompiler(FormulaContext context)
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly List<Formula> formulas = [];

    /// <summary>The variables that the compiled inputs use.</summary>
    public IReadOnlySet<string> Names => names;

    /// <summary>The expressions of the compiled inputs.</summary>
    public IReadOnlyList<Formula> Formulas => formulas;

    /// <summary>The plan of an input record; null where something is wrong, which the problems then say.</summary>
    public RecordPlan? Record(YamlMap? map, YamlNode at, RecordConstruction construction, string what) => Record(map, at, construction, what, "");

    /// <summary>Tells what is wrong in the expressions of an input of which it is not known what it takes.</summary>
    public void CheckAll(YamlNode? node)
    {
        switch (node)
        {
            case YamlScalar scalar when scalar.Text.Contains("${", StringComparison.Ordinal):
                _ = Formula.Of(scalar, context);
                break;
            case YamlList list:
                foreach (var item in list.Items) CheckAll(item);
                break;
            case YamlMap map:
                foreach (var entry in map.Entries) CheckAll(entry.Value);
                break;
        }
    }

    private RecordPlan? Record(YamlMap? map, YamlNode at, RecordConstruction construction, string what, string prefix)
    {
        var isRight = true;
        var meanings = new HashSet<string>(StringComparer.Ordinal);
        var plans = new IValuePlan?[construction.Members.Count];
        var known = construction.Members.Select(member => member.Name).ToList();
        foreach (var entry in map?.Entries ?? [])
        {
            var index = known.IndexOf(entry.Name);
            if (index < 0)
            {
                isRight = false;
                if (FlowCommas.Cut(map!, entry) is { } cut)
                {
                    if (cut.Length > 0) context.Problems.Add(entry.Key, cut);
                    continue;
                }

                var meant = Suggestion.Nearest(entry.Name, known);
                var isOfRoute = prefix.Length == 0 && meant is null && Vocabulary.RouteKeys.Contains(entry.Name, StringComparer.Ordinal);
                context.Problems.Add(entry.Key, $"{what} takes no {prefix}{entry.Name}.{(isOfRoute ? $" {entry.Name} is a key of the route: write it beside with, not below it." : meant is null ? "" : $" {Suggestion.Question(entry.Name, meant)}")}{(known.Count > 0 ? $" It takes {string.Join(", ", known)}." : isOfRoute ? "" : " It takes no input: leave with out.")}");
                // What is below it is checked as if it stood under the right name.
                if (meant is null || map!.Entries.Any(other => other.Name == meant))
                {
                    CheckAll(entry.Value);
                    continue;
                }

                meanings.Add(meant);
                index = known.IndexOf(meant);
            }

            var member = construction.Members[index];
            plans[index] = Plan(entry.Value, member.Shape, prefix + member.Name, !member.IsNullable, member.KnownValues);
            isRight &= plans[index] is not null && IsShortEnough(entry.Value, member, prefix + member.Name);
        }

        for (var i = 0; i < plans.Length; i++)
        {
            var member = construction.Members[i];
            if (!member.IsRequired || plans[i] is not null || IsNamed(member.Name)) continue;
            context.Problems.Add(map ?? at, $"{what} needs {prefix}{member.Name}: {Lowered(member.Description)}.{(prefix.Length == 0 ? InputAdvice.For(member, context) : "")}");
            isRight = false;
        }

        foreach (var group in construction.Alternatives.Select(group => group.Select(index => known[index]).ToList()).Where(group => !group.Exists(IsNamed)))
        {
            context.Problems.Add(map ?? at, $"{what} needs one of {string.Join(", ", group.Select(name => prefix + name))}.");
            isRight = false;
        }

        return isRight ? new(construction, plans) : null;

        bool IsNamed(string name) => meanings.Contains(name) || map?.Entries.Any(entry => entry.Name == name) == true;
    }

    private IValuePlan? Plan(YamlNode node, InputShape shape, string name, bool isRequired, IReadOnlyList<string>? known) => (node, shape) switch
    {
        (YamlScalar scalar, _) => Scalar(scalar, shape, name, isRequired, known),
        (YamlList list, ListShape to) => List(list, to, name),
        (YamlMap map, MapShape to) => Map(map, to, name),
        (YamlMap map, RecordShape to) => Record(map, map, to.Construction, name, name + "."),
        (YamlList list, EitherShape to) => List(list, to.List, name) is { } plan ? new EitherPlan(plan, isMap: false, to) : null,
        (YamlMap map, EitherShape to) => Map(map, to.Map, name) is { } plan ? new EitherPlan(plan, isMap: true, to) : null,
        (YamlList list, JsonShape to) => List(list, to.List, name) is { } plan ? new JsonPlan(plan) : null,
        (YamlMap map, JsonShape to) => Map(map, to.Map, name) is { } plan ? new JsonPlan(plan) : null,
        (YamlMap map, TextShape) when PlainColons.Find(map) is var (column, advice) => Colon(map, column, advice),
        _ => Misshapen(node, $"{name} takes {shape.Wants}, and this is {(node is YamlList ? "a list" : "names and values")}. Write one value{(shape is TextShape && node is YamlList ? ", such as all of them in one text" : "")}."),
    };

    private IValuePlan? Colon(YamlMap map, int column, string advice)
    {
        context.Problems.Add(map.Line, column, advice);
        return null;
    }

    private IValuePlan? Misshapen(YamlNode node, string message)
    {
        CheckAll(node);
        return Wrong(node, message);
    }

    private ListPlan? List(YamlList list, ListShape shape, string name)
    {
        var items = list.Items.Select((item, index) => Plan(item, shape.Element, $"{name}[{index}]", isRequired: true, null)).ToList();
        return items.Contains(null) ? null : new(items!, shape);
    }

    private MapPlan? Map(YamlMap map, MapShape shape, string name)
    {
        var items = map.Entries.Select(entry => Plan(entry.Value, shape.Element, $"{name}.{entry.Name}", isRequired: true, null)).ToList();
        return items.Contains(null) ? null : new([.. map.Entries.Select(entry => entry.Name)], items!, shape);
    }

    private IValuePlan? Scalar(YamlScalar scalar, InputShape shape, string name, bool isRequired, IReadOnlyList<string>? known)
    {
        if (scalar.IsBroken) return null;
        ForgottenBraces.Check(name, scalar, context);
        if ((ElementOf(shape) ?? shape) is TextShape && UnreadBreaks.Find(scalar) is { } unread) context.Problems.Warn(scalar, unread);
        if (!scalar.Text.Contains("${", StringComparison.Ordinal)) return Constant(scalar, scalar.Text, shape, name, isRequired, known);
        if (Formula.Of(scalar, context) is not { } formula) return null;
        // Only the escaped mark stands in it: it is a constant text.
        if (formula.Names.Count == 0 && formula.Use.Type.Kind == ValueKind.String && formula.Evaluate(new Frame(context.Scope)) is { Kind: ValueKind.String } text)
        {
            return Constant(scalar, text.AsString, shape, name, isRequired, known);
        }

        names.UnionWith(formula.Names);
        formulas.Add(formula);
        var type = formula.Use.Type is OptionalType optional ? optional.Inner : formula.Use.Type;
        var isNullable = formula.Use.Nullable || formula.Use.Type is OptionalType || type.Kind == ValueKind.Null;
        if (type.Kind != ValueKind.Null && !type.IsDyn && !shape.Accepts(type) && !(ElementOf(shape) is { } element && element.Accepts(type)))
        {
            return Wrong(scalar, $"{name} takes {shape.Wants}, and this gives {type}.{(shape is RecipientShape && type is RecordType ? " Write ${thread} for who wrote, ${customer} for whom the event is about, or a number." : "")}{(shape is TextShape || ElementOf(shape) is TextShape ? Conversions.ToText(formula) : "")}");
        }

        if (isRequired && isNullable)
        {
            return Wrong(scalar, $"{name} must not be null, and {Formula.PathOf(scalar) ?? "this"} may be. {Formula.GuardOf(scalar)}");
        }

        if ((ElementOf(shape) ?? shape) is TextShape)
        {
            foreach (var moment in formula.Expressions.Select(Conversions.OfMoment).OfType<string>()) context.Problems.Warn(scalar, moment);
        }

        return AreKnown(scalar, formula, shape, name, known) ? new FormulaPlan(formula, shape, name, isRequired) : null;
    }

    private IValuePlan? Constant(YamlScalar scalar, string text, InputShape shape, string name, bool isRequired, IReadOnlyList<string>? known)
    {
        var isEmpty = (text.Length == 0 && (scalar.IsPlain || !shape.MayBeEmpty)) || (scalar.IsPlain && text is "null" or "~");
        if (shape is JsonShape && scalar.IsPlain && text.Length > 0) return new ConstantPlan(isEmpty ? BindingsJson.ElementOf(Value.Null) : JsonShape.ParsePlain(text));
        if (isRequired && (isEmpty || (shape is TextShape && text.Length > 0 && string.IsNullOrWhiteSpace(text))))
        {
            return Wrong(scalar, $"{name} is {(isEmpty ? "empty" : "nothing but spaces")}. It takes {shape.Wants}.{Emptied(shape)}");
        }

        if (isEmpty) return new ConstantPlan(null, shape.RefusalOfEmpty(name, isRequired));
        CheckKnown(scalar, text, name, known);

        var element = ElementOf(shape);
        if (element is TextShape && Listed(text) is { } listed) return Wrong(scalar, $"{name} takes a list, and {text} is one text. Write [{listed}].");
        if ((element ?? shape).TryParse(text, out var parsed))
        {
            return new ConstantPlan(shape is ListShape list ? list.Build([parsed]) : parsed);
        }

        return Wrong(scalar, Refused(text, shape, name));
    }

    private static string Emptied(InputShape shape) => shape switch
    {
        JsonShape => " Write null to empty the field.",
        { MayBeEmpty: true } => " Write \"\" to empty it.",
        _ => "",
    };

    private void CheckKnown(YamlScalar scalar, string text, string name, IReadOnlyList<string>? known)
    {
        if (known is not null && !known.Contains(text, StringComparer.Ordinal)) context.Problems.Warn(scalar, $"{name} is not known to take {text}.{Suggestion.For(text, known)} Known are {string.Join(", ", known)}.");
    }

    // The literals that an expression may give are held to the same as a constant.
    private bool AreKnown(YamlScalar scalar, Formula formula, InputShape shape, string name, IReadOnlyList<string>? known)
    {
        var isRight = true;
        foreach (var text in formula.Literals.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal))
        {
            CheckKnown(scalar, text, name, known);
            if (shape is not EnumShape || shape.TryParse(text, out _)) continue;
            isRight = false;
            Wrong(scalar, Refused(text, shape, name));
        }

        return isRight;
    }

    private string Refused(string text, InputShape shape, string name) =>
        $"{name} takes {shape.Wants}, not {text}.{Meant(text, shape)}{(shape is EnumShape ? Suggestion.For(text, shape.Wants["one of ".Length..].Split(", ")) : "")}";

    // Words between commas, which as one text no list can mean.
    private static string? Listed(string text)
    {
        var words = text.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries);
        return words.Length > 1 && Array.TrueForAll(words, word => word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.')) ? string.Join(", ", words) : null;
    }

    private string Meant(string text, InputShape shape) => shape switch
    {
        DurationShape => DurationText.Advice(text),
        BoolShape => text.ToLowerInvariant() switch
        {
            "yes" or "on" or "1" or "true" => " Write true.",
            "no" or "off" or "0" or "false" => " Write false.",
            _ => "",
        },
        CustomerShape when context.Scope.Find("customer") is { } customer =>
            $" Write ${{customer}}{(customer.Nullable && !context.Guards.IsNonNull("customer") ? ", and customer != null in if, joined by &&" : "")}.",
        _ => "",
    };

    // As far as it is known before there is an event.
    private bool IsShortEnough(YamlNode value, InputMember member, string name)
    {
        if (member.LongestText is not { } longest || value is not YamlScalar scalar) return true;
        var length = ForeignTemplates.PlainParts(scalar.Text).Sum(part => part.EnumerateRunes().Count());
        if (length <= longest) return true;
        Wrong(scalar, string.Create(CultureInfo.InvariantCulture, $"{name} has {length} characters; at most {longest} are taken. Make it shorter, or split it over two routes."));
        return false;
    }

    // A scalar may stand for a list of one.
    private static InputShape? ElementOf(InputShape shape) => shape is ListShape { Element: not (RecordShape or ListShape or MapShape) } list ? list.Element : null;

    private static string Lowered(string sentence) => sentence.Length == 0 ? sentence : char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.');

    private IValuePlan? Wrong(YamlNode at, string message)
    {
        context.Problems.Add(at, message);
        return null;
    }
}
