using System.Globalization;
using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>The constants that a file declares under <c>vars</c>, in one scope on which all its routes build.</summary>
internal sealed class FileVars
{
    /// <summary>What the names of the constants begin with.</summary>
    public const string Prefix = "vars.";

    private readonly Dictionary<string, (Variable Variable, Value Value)> byName = new(StringComparer.Ordinal);

    private FileVars(Scope scope) => Scope = scope;

    /// <summary>The scope with the constants in it.</summary>
    public Scope Scope { get; private set; }

    /// <summary>Takes up the constants of a file; what is wrong goes to its problems.</summary>
    public static FileVars Of(MappingFile file, FunctionTable functions)
    {
        var vars = new FileVars(Scope.Of(functions));
        foreach (var entry in file.Vars)
        {
            if (!RouteCompiler.IsName(entry.Name))
            {
                file.Problems.Add(entry.Key, RouteCompiler.NoName(entry.Name));
                continue;
            }

            if (entry.Value is YamlScalar text && text.Text.Contains("${", StringComparison.Ordinal) && IsExpression(text.Text, vars.Scope))
            {
                file.Problems.Warn(text, $"vars are constant, and {text.Text} is plain text in them. Write it under let in the route: let: {{{entry.Name}: '{text.Text}'}}.");
            }

            var (value, type) = ValueOf(entry.Value);
            vars.Scope = vars.Scope.With(Prefix + entry.Name, type, literals: value.Kind == ValueKind.String ? [value.AsString] : null);
            vars.byName.Add(Prefix + entry.Name, (vars.Scope.Variables.First(), value));
        }

        return vars;
    }

    /// <summary>The constants among these names.</summary>
    public IReadOnlyList<(Variable Variable, Value Value)> Of(IEnumerable<string> names) => [.. names.Where(byName.ContainsKey).Select(name => byName[name])];

    private static bool IsExpression(string text, Scope vars)
    {
        foreach (var name in new[] { "event", "customer", "thread", "now" }) vars = vars.With(name, CelType.Dyn);
        return Template.Compile(text, vars).Compiled is { Names.Count: > 0 };
    }

    // Without an input that says what is meant, only what cannot be anything else is no text: true, false and plain numbers.
    private static (Value Value, CelType Type) ValueOf(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { IsPlain: true, Text: "true" or "false" } flag:
                return (Value.Bool(flag.Text == "true"), CelType.Bool);
            case YamlScalar { IsPlain: true } number when long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                && whole.ToString(CultureInfo.InvariantCulture) == number.Text:
                return (Value.Int(whole), CelType.Int);
            case YamlScalar text:
                return (Value.String(text.Text), CelType.String);
            case YamlList list:
                var items = list.Items.Select(ValueOf).ToList();
                var element = items.Count > 0 && items.TrueForAll(item => CelType.Same(item.Type, items[0].Type)) ? items[0].Type : CelType.Dyn;
                return (Value.List(ValueList.Of([.. items.Select(item => item.Value)])), CelType.ListOf(element));
            default:
                var map = (YamlMap)node;
                return (Value.Map(ValueMap.Of(map.Entries.ToDictionary(entry => entry.Name, entry => ValueOf(entry.Value).Value, StringComparer.Ordinal))), CelType.MapOf(CelType.String, CelType.Dyn));
        }
    }
}
