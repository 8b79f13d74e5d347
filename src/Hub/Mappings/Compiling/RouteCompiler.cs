using System.Text.RegularExpressions;
using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>Compiles one route: what it runs on, the names it may use, and each of its keys at the moment that the language gives it.</summary>
internal sealed partial class RouteCompiler
{
    private const int MostCarriers = 5;
    private const string CustomerForm = " For the customer of a phone write find: {customer: {phone: \"${event.phone}\"}}; who wrote in a thread is customer without find.";
    // How other languages write a loop.
    private static readonly Regex Repeated = new(@"^(for\s+)?[a-zA-Z_]\w*\s+(in|of)\s+(?<list>[a-z_]+(\.[a-z_]+)+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly TimeSpan UsualKeep = TimeSpan.FromHours(72);

    private readonly RouteDraft draft;
    private readonly RouteSource source;
    private readonly Problems problems;
    private readonly Connections connections;
    private readonly IReadOnlyDictionary<string, LinkDeclaration> links;
    private readonly IReadOnlySet<string> misdeclared;
    private readonly StateTable state;
    private readonly MappingTypes types;
    private readonly MappingEnvironment environment;

    public RouteCompiler(
        RouteDraft draft, FileVars vars, Connections connections, IReadOnlyDictionary<string, LinkDeclaration> links, IReadOnlySet<string> misdeclared, StateTable state, MappingTypes types, MappingEnvironment environment)
    {
        this.state = state;
        this.vars = vars;
        this.draft = draft;
        source = draft.Source;
        problems = draft.Problems;
        this.connections = connections;
        this.links = links;
        this.misdeclared = misdeclared;
        this.types = types;
        this.environment = environment;
        scope = vars.Scope;
    }

    /// <summary>Compiles the route into its draft; where something is wrong, the problems say so and the draft has no parts.</summary>
    public void Compile()
    {
        var trigger = Trigger();
        // Where it is not known what the route runs on, its other keys are checked all the same, with an event of which nothing is known.
        isUnknown = trigger is null || draft.Events.Count == 0 || (source.After is not null && draft.Followed?.Parts is null);
        var eventRecord = trigger is null || draft.Events.Count == 0 ? null : types.Event(draft.Events);
        var find = Find();
        DeclareNames(eventRecord, find);
        var findPhone = FindPhone();
        var each = Each();
        DeclareLets();
        var condition = Condition("if", source.If);
        guards = guards.And(source.If is not null && condition is null ? Guards.Open : GuardsOf(condition, find));
        SettleLets(condition);
        var parts = new RouteParts
        {
            File = draft.File.File,
            Id = draft.Id,
            Line = source.Id.Line,
            Trigger = trigger!,
            Scope = scope,
            Names = names!,
            Types = types,
            EventRecord = eventRecord!,
            FollowedResult = followedResult,
            Find = find,
            FindPhone = findPhone,
            Each = each,
            If = condition,
            Lets = lets,
            Once = Text("once", source.Once),
            At = At(),
            MaxLate = Duration("max_late", source.MaxLate),
            MaxAge = MaxAge(),
            ReleaseIf = ReleaseIf(),
            Slot = Slot(),
            Cancel = [.. source.Cancel.Select(Cancel).OfType<CancelPart>()],
            Unlink = Unlink(find),
            Set = Sets(),
            Late = Flag("late", source.Late),
            Hours = Hours(),
            Limit = Limit(),
        };
        var action = source.Do is { } name ? connections.Action(name, problems) : null;
        draft.Action = action;
        TellStrangers(action);
        CheckKeysTogether(action, each, parts);
        draft.Offered = OfferedNames();
        draft.Facts = guards;
        parts = Delivery(parts, action);
        draft.Offered = [.. draft.Offered, .. parts.Reads.Select(read => read.Variable)];
        Note(parts);
        var (calendars, variables) = Dependencies.Of(compiled, parts, types);
        // A let that only a route that follows uses needs its constants here all the same.
        var used = draft.Used.Concat(usedByLet.Values.SelectMany(names => names)).Distinct(StringComparer.Ordinal);
        draft.Parts = isUnknown ? null : parts with { Scope = scope, Names = names!, Vars = vars.Of(used), Calendars = calendars, State = variables };
    }

    private RouteTrigger? Trigger()
    {
        if (source.After is not null && source.On.Count > 0) problems.Add(source.After, "A route has on or after, not both. Remove one of them.");
        if (source.After is { } after) return After(after);
        if (source.On.Count == 0)
        {
            if (!source.Has("on") && !source.Has("after")) problems.Add(source.At, "on is missing. Write on: and an event type, or after: and a route.");
            return null;
        }

        if (source.Outcome.Count > 0) problems.Add(source.Outcome[0], "outcome has meaning only with after. Remove it.");
        var found = source.On.Select(name => (name, type: connections.Event(name, problems))).Where(pair => pair.type is not null).ToList();
        draft.Events = [.. found.Select(pair => pair.type!)];
        string? connection = null;
        foreach (var (name, type) in found) connection = connections.Serving(type!.Name, source.Connection, "connection", name, problems);
        return found.Count == source.On.Count ? new RouteTrigger.OnEvents([.. draft.Events.Select(type => type.Name)], source.Connection is null ? null : connection) : null;
    }

    private RouteTrigger.AfterRoute? After(YamlScalar after)
    {
        var outcomes = new List<string>();
        if (source.Connection is not null)
        {
            problems.Add(source.Connection, "connection has no meaning with after: the event is that of the route followed. Name the destination by via.");
        }

        if (source.Outcome.Count == 0)
        {
            problems.Add(after, $"outcome is missing. Write outcome: [done], or others of {string.Join(", ", Vocabulary.Outcomes)}, or failed for all but done.");
        }

        foreach (var outcome in source.Outcome)
        {
            if (outcome.Text == "failed")
            {
                outcomes.AddRange(Vocabulary.Outcomes.Skip(1));
            }
            else if (Vocabulary.Outcomes.Contains(outcome.Text, StringComparer.Ordinal))
            {
                outcomes.Add(outcome.Text);
            }
            else
            {
                problems.Add(outcome, $"There is no outcome {outcome.Text}.{Suggestion.For(outcome.Text, Vocabulary.Outcomes)} Outcomes are {string.Join(", ", Vocabulary.Outcomes)}, and failed for all but done.");
            }
        }

        CheckOutcomes();
        if (draft.Followed is not { } followed) return null;
        if (followed.Source.Do is null)
        {
            problems.Add(after, $"The route {after.Text} makes no command (it has no do), so nothing can follow it. Write on: here, with the event that it runs on.");
        }

        draft.Events = followed.Events;
        draft.Outcomes = [.. outcomes.Distinct(StringComparer.Ordinal)];
        return new(after.Text, draft.Outcomes);
    }

    private FindBy? Find()
    {
        if (source.Find is not { } find) return null;
        if (find.Link is not { } name) return new FindBy.ByCustomer(OnMultipleOf(find.OnMultiple));
        if (Declared(name) is not { } link) return null;
        foreach (var (end, fromLeft) in new[] { (link.Left, true), (link.Right, false) })
        {
            if (draft.Events.All(type => Carries(type, end))) return new FindBy.ByLink(link, fromLeft, end);
        }

        problems.Add(name, $"{string.Join(", ", draft.Events.Select(type => type.Name))} carries neither {link.Left} nor {link.Right}, so {link.Name} cannot be found by it.{Carriers(link.Left, link.Right)}");
        return null;
    }

    private OnMultiple OnMultipleOf(YamlScalar? given)
    {
        switch (given?.Text)
        {
            case null or "most_recent":
                return OnMultiple.MostRecent;
            case "first":
                return OnMultiple.First;
            case "review":
                if (source.Do is { } action && connections.Action(action, new Problems("")) is IMessageAction)
                {
                    problems.Add(given, "on_multiple: review is for record writes; a message goes to the most recent customer at once. Write most_recent or first.");
                }

                return OnMultiple.Review;
            default:
                problems.Add(given, $"on_multiple takes most_recent, first or review, not {given.Text}.{Suggestion.For(given.Text, ["most_recent", "first", "review"])}");
                return OnMultiple.MostRecent;
        }
    }

    private LinkDeclaration? Declared(YamlScalar name)
    {
        if (links.TryGetValue(name.Text, out var link)) return link;
        if (!misdeclared.Contains(name.Text)) problems.Add(name, $"There is no link {name.Text}.{(name.Text is "customer" ? CustomerForm : $"{Suggestion.For(name.Text, links.Keys)} Declare it under links at the top of a file.")}");
        return null;
    }

    private static bool Carries(EventType type, string end) => end == LinkDeclaration.CustomerEnd ? type.InThread || type.OfCustomer || type.NamesPerson || type.About is not null : type.Ends.Contains(end, StringComparer.Ordinal);

    // Some of the events that carry one of these ends.
    private string Carriers(params string[] ends)
    {
        var carriers = new List<string>();
        foreach (var (place, end) in ends.Index())
        {
            // Of each end some: the events of one vendor must not fill the sentence.
            var room = (MostCarriers - carriers.Count) / (ends.Length - place);
            carriers.AddRange(connections.Events.Where(type => Carries(type, end)).Select(type => type.Name).Except(carriers, StringComparer.Ordinal).Take(room));
        }

        return carriers.Count == 0 ? "" : $" Events that can be found by it are {string.Join(", ", carriers)}.";
    }

    private Formula? FindPhone()
    {
        if (source.Find?.CustomerPhone is not { } phone || Formula.Of(phone, Context) is not { } formula) return null;
        if (formula.Use.Type.Kind is ValueKind.String or ValueKind.Null || formula.Use.Type.IsDyn) return formula;
        problems.Add(phone, $"phone takes text, and this gives {formula.Use.Type}.{Conversions.ToText(formula)}");
        return null;
    }

    private Formula? Each()
    {
        if (source.Each is not { } each) return null;
        var element = TypeUse.Dyn;
        var formula = Formula.Of(each, Context);
        if (formula?.Use is { Type: ListType list, Nullable: false }) element = list.Element;
        else if (formula is not null && !formula.Use.Type.IsDyn) problems.Add(each, $"each takes a list, and this gives {formula.Use}.{(Repeated.Match(each.Text) is { Success: true } loop ? $" Write ${{{loop.Groups["list"].Value}}}; each of them is called item." : ForgottenBraces.Meant(each.Text) is { } meant ? $" For the value write {meant}." : formula.Expressions is [var single] && ScalarText.IsScalar(formula.Use.Type) ? $" For one value write ${{[{single.Source.Trim()}]}}." : formula.Use.Nullable ? " Write what stands for no list: .orValue([]) behind .?, or guard it in if." : "")}");
        Declare("item", element.Type, element.Nullable, (known, variable) => known with { Item = variable });
        Declare("index", CelType.Int, nullable: false, (known, variable) => known with { Index = variable });
        return formula;
    }

    private Formula? Condition(string key, YamlScalar? at) => at is null ? null : Formula.Condition(key, at, Context);

    private Formula? Text(string key, YamlScalar? at) => at is null ? null : Formula.TextOf(key, at, Context);

    private Formula? At()
    {
        if (source.AtTime is not { } at || Formula.Of(at, Context) is not { } formula) return null;
        if (formula.Use.Type.Kind is ValueKind.Timestamp || formula.Use.Type.IsDyn) return formula;
        var span = DurationWords.Meant(at.Text) ?? (DurationText.TryParse(at.Text, out var time) ? DurationText.ForExpression(time) : null);
        problems.Add(at, span is not null
            ? $"at takes a moment, and {at.Text} is a span of time. Write ${{now + duration(\"{span}\")}}."
            : TimestampText.Meant(at.Text) is { } moment ? $"at takes a moment, and {at.Text} is plain text. Write ${{timestamp(\"{moment}\")}}; Z is the time of UTC, +01:00 in its place another."
            : ForgottenBraces.Meant(at.Text) is { } meant ? $"at is the plain text {at.Text}. For the value write {meant}."
            : $"at takes a timestamp, and this gives {formula.Use.Type}. Write for example ${{now + duration(\"24h\")}}.");
        return null;
    }

    private Formula? ReleaseIf()
    {
        if (source.ReleaseIf is not { } release) return null;
        if (source.Slot is null) problems.Add(release, "release_if empties a slot, and the route has none. Add slot.");
        if (source.Each is not null) problems.Add(release, "release_if does not go with each: it looks at the event once. Put it into a route of its own with cancel.");
        return Formula.Condition("release_if", release, Context with { Guards = factsBeforeIf });
    }

    private SlotPart? Slot()
    {
        if (source.Slot is not { } slot) return null;
        if (slot.Keep is { Text: not ("newest" or "oldest") } keep) problems.Add(keep, $"keep takes newest or oldest, not {keep.Text}.{(keep.Text is "last" or "latest" or "new" ? " Write newest." : keep.Text is "first" or "old" ? " Write oldest." : "")}");
        // release_if asks for the key even where if is false, and what if guards is not known then.
        var context = source.ReleaseIf is null ? Context : Context with { Guards = factsBeforeIf };
        return Formula.TextOf("slot", slot.Key, context) is { } key ? new(key, slot.Keep?.Text == "oldest") : null;
    }

    // An expression closes with a brace: what ends with the mark ends so whatever the event holds.
    private CancelPart? Cancel(YamlScalar cancel) => Text("cancel", cancel) is { } key ? new(key, cancel.Text.EndsWith(SlotMatch.Mark, StringComparison.Ordinal)) : null;

    private string? Unlink(FindBy? find)
    {
        if (source.Unlink is not { } unlink || Declared(unlink) is not { } link) return null;
        if (find is FindBy.ByLink { Link: var found } && found == link) return link.Name;
        problems.Add(unlink, $"unlink ends the link that find found. Add find: {link.Name}.");
        return null;
    }

    private TimeSpan? Duration(string key, YamlScalar? at)
    {
        if (at is null) return null;
        if (DurationText.TryParse(at.Text, out var duration)) return duration;
        problems.Add(at, $"{key} takes a duration such as 90s, 5m, 24h or 7d, not {at.Text}.{DurationText.Advice(at.Text)}");
        return null;
    }

    // Some time passes between what happens and its turn.
    private TimeSpan? MaxAge()
    {
        var age = Duration("max_age", source.MaxAge);
        if (age == TimeSpan.Zero) problems.Add(source.MaxAge!, $"max_age: {source.MaxAge!.Text} lets nothing go: every event is older than that when its turn comes. Write for example max_age: 24h.");
        return age;
    }

    private bool Flag(string key, YamlScalar? at)
    {
        if (at is { Text: not ("true" or "false") }) problems.Add(at, $"{key} takes true or false, not {at.Text}.{(at.Text.ToLowerInvariant() is "yes" or "on" or "1" or "true" ? " Write true." : at.Text.ToLowerInvariant() is "no" or "off" or "0" or "false" ? " Write false." : "")}");
        return at?.Text == "true";
    }
}
