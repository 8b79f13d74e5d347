using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>The names that a route may use, in the order in which they become known.</summary>
internal sealed partial class RouteCompiler
{
    private const string EventName = "event";
    private const string LetPrefix = "let.";
    private const string ReadPrefix = "read.";

    private readonly FileVars vars;
    private readonly Dictionary<string, HashSet<string>> usedByLet = new(StringComparer.Ordinal);
    private Scope scope;
    private bool isUnknown;
    private RouteNames? names;
    private Guards guards = Guards.None;
    private Guards factsBeforeIf = Guards.None;
    private RecordType? followedResult;
    private List<LetPart> lets = [];
    private Scope scopeBeforeLets = null!;

    private FormulaContext Context => new(draft.File.File, scope, guards, problems);

    /// <summary>Whether a text can be the name of a value.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>What is said of a text that can be no name.</summary>
    public static string NoName(string text)
    {
        var letters = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return $"{text} is no name: letters, digits and _ only, and no digit first. Write {(letters.Trim('_').Length == 0 ? "a_name" : char.IsAsciiDigit(letters[0]) ? "_" + letters : letters)}.";
    }

    private Variable Add(string name, CelType type, bool nullable, Formula? formula = null)
    {
        scope = scope.With(name, type, nullable, formula?.Literals, formula?.Field);
        return scope.Find(name)!;
    }

    private void Declare(string name, CelType type, bool nullable, Func<RouteNames, Variable, RouteNames> known)
    {
        names = known(names!, Add(name, type, nullable));
        draft.Own.Add(name);
    }

    private void DeclareNames(RecordType? eventRecord, FindBy? find)
    {
        var isInThread = draft.Events.All(type => type.InThread);
        names = new(
            Add(EventName, eventRecord ?? CelType.Dyn, nullable: false), Add("customer", types.Customer, !draft.Events.All(type => type.InThread || type.OfCustomer)), Add("thread", types.Thread, !isInThread), Add("now", CelType.Timestamp, nullable: false));
        draft.Own.UnionWith([EventName, "customer", "thread", "now"]);
        if (draft.Followed is { } followed) Inherit(followed, find);
        else if (source.After is not null) InheritUnknown();
        if (find is FindBy.ByLink) Declare("linked", types.Linked, nullable: true, (known, variable) => known with { Linked = variable });
        else if (source.Find is { Link: not null }) Add("linked", CelType.Dyn, nullable: false);
        factsBeforeIf = guards;
    }

    private void Inherit(RouteDraft followed, FindBy? find)
    {
        foreach (var offered in followed.Offered.Where(variable => find is not FindBy.ByLink || variable.Name != "linked"))
        {
            var variable = Add(offered.Name, offered.Type, offered.Nullable);
            names = offered.Name switch
            {
                "linked" => names! with { Linked = variable },
                "item" => names! with { Item = variable },
                "index" => names! with { Index = variable },
                _ => names,
            };
        }

        guards = FactsOfEvent(followed.Facts, find);
        if (draft.Outcomes.Count == 0) InheritUnknown();
        var canSucceed = draft.Outcomes.Contains("done", StringComparer.Ordinal);
        var canFail = draft.Outcomes.Any(outcome => outcome != "done");
        if (canSucceed && followed.Action is null)
        {
            Add("result", CelType.Dyn, nullable: false);
        }
        else if (canSucceed && followed.Action?.Result is { } result)
        {
            followedResult = types.Result(result.Type);
            Declare("result", followedResult, canFail, (known, variable) => known with { Result = variable });
        }

        if (canFail) Declare("failure", types.Failure, canSucceed, (known, variable) => known with { Failure = variable });
    }

    // The route followed does not exist: what it would have left is open.
    private void InheritUnknown()
    {
        foreach (var name in new[] { "let", "read", "linked", "item", "index", "result", "failure" }) Add(name, CelType.Dyn, nullable: false);
    }

    // What the route followed knew of the event and of what it left still holds; of the customer, the thread and the link it may not.
    private static Guards FactsOfEvent(Guards facts, FindBy? find)
    {
        const string mark = "non-null ";
        string[] changing = find is null ? ["customer", "thread", "result", "failure"] : ["customer", "thread", "result", "failure", "linked"];
        return Guards.NonNull(facts.Pairs
            .Where(pair => pair.Fact.StartsWith(mark, StringComparison.Ordinal))
            .Select(pair => pair.Fact[mark.Length..])
            .Where(path => !changing.Contains(path.Split('.')[0], StringComparer.Ordinal)));
    }

    // Where a link to the thread was found, its thread and customer were found with it.
    private static Guards GuardsOf(Formula? condition, FindBy? find)
    {
        var facts = condition?.WhenTrue ?? Guards.None;
        return find is FindBy.ByLink { Link.Left: not LinkDeclaration.CustomerEnd } && facts.IsNonNull("linked") ? facts.And(Guards.NonNull("thread", "customer")) : facts;
    }

    private void DeclareLets()
    {
        scopeBeforeLets = scope;
        var trial = new Problems(draft.File.File);
        foreach (var entry in source.Let)
        {
            if (!IsName(entry.Name) || entry.Value is not YamlScalar)
            {
                problems.Add(entry.Key, IsName(entry.Name) ? $"let.{entry.Name} takes one value or expression. Write one let for each." : NoName(entry.Name));
            }
            else
            {
                AddLet(entry.Name, (YamlScalar)entry.Value, Context with { Problems = trial });
            }
        }
    }

    private void AddLet(string name, YamlScalar value, FormulaContext context)
    {
        var formula = Formula.Of(value, context);
        var used = formula?.Names.SelectMany(Expanded).ToHashSet(StringComparer.Ordinal) ?? [];
        var variable = Add(LetPrefix + name, formula?.Use.Type ?? CelType.Dyn, formula?.Use.Nullable ?? false, formula);
        usedByLet[variable.Name] = used;
        draft.Own.Add(variable.Name);
        if (formula is not null) lets.Add(new(variable, formula, used.Contains("linked")));
    }

    // The lets that if does not use may rely on what if found out; so they are compiled again, with its facts.
    private void SettleLets(Formula? condition)
    {
        var usedByIf = condition?.Names.SelectMany(Expanded).ToHashSet(StringComparer.Ordinal) ?? [];
        var withFacts = guards;
        scope = scopeBeforeLets;
        lets = [];
        foreach (var entry in source.Let.Where(entry => IsName(entry.Name) && entry.Value is YamlScalar))
        {
            var isBefore = usedByIf.Contains(LetPrefix + entry.Name);
            ForgottenBraces.Check(LetPrefix + entry.Name, (YamlScalar)entry.Value, Context);
            AddLet(entry.Name, (YamlScalar)entry.Value, Context with { Guards = isBefore ? factsBeforeIf : withFacts, LaterLets = LaterThan(entry) });
        }
    }

    private Dictionary<string, int> LaterThan(YamlEntry entry) =>
        source.Let.SkipWhile(other => other != entry).DistinctBy(other => other.Name).ToDictionary(other => other.Name, other => other == entry ? 0 : other.Key.Line, StringComparer.Ordinal);

    // A name, and what it stands for where it is a let.
    private IEnumerable<string> Expanded(string name) => usedByLet.TryGetValue(name, out var deeper) ? deeper.Append(name) : [name];

    private List<Variable> OfferedNames()
    {
        var offered = scope.Variables
            .Where(variable => variable.Name is "linked" or "item" or "index" || variable.Name.StartsWith(LetPrefix, StringComparison.Ordinal) || variable.Name.StartsWith(ReadPrefix, StringComparison.Ordinal))
            .DistinctBy(variable => variable.Name)
            .Select(variable => guards.IsNonNull(variable.Name) ? variable with { Nullable = false } : variable)
            .ToList();
        offered.Reverse();
        return offered;
    }
}
