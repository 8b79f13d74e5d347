using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Inputs;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>What a route does: its action, what it asks first, and the link that it makes.</summary>
internal sealed partial class RouteCompiler
{
    private RouteParts Delivery(RouteParts parts, IAction? action)
    {
        var linkScope = scope;
        Declare("due", CelType.Timestamp, nullable: false, (known, variable) => known with { Due = variable });
        var reads = source.Read.Select(Read).OfType<ReadPart>().ToList();
        var when = Condition("when", source.When);
        guards = guards.And(when?.WhenTrue ?? Guards.None);
        parts = parts with { Reads = reads, When = when };
        if (when is not null) Keep(when.Names);
        var lane = GivenLane();
        var keep = Duration("keep", source.OutsideWindow?.Keep);
        if (source.OutsideWindow?.OncePer is { Text: not "closed_window" } other) problems.Add(other, $"once_per takes closed_window, not {other.Text}: the template goes once for each time that the window is closed. Write once_per: closed_window, or leave it out.");
        var link = Link(action, linkScope);
        if (action is null)
        {
            var unknown = new InputCompiler(Context);
            unknown.CheckAll(source.With);
            unknown.CheckAll(source.OutsideWindow?.Input);
            return parts;
        }

        var connection = connections.Serving(action.Name, source.Via, "via", source.Do!, problems);
        var construction = types.Shapes.ConstructionOf(action.Input.Type);
        var inputs = new InputCompiler(Context);
        var input = inputs.Record(Given(construction), source.Do!, construction, action.Name);
        Keep(inputs.Names);
        CheckCountry(inputs, construction);
        CheckCustomer(action, inputs);
        if (input is not null) CheckTemplate(action, connection, input, source.With ?? source.At);
        var outside = OutsideWindow(action, connection, construction, keep);
        var usesLinked = draft.KeptForDelivery.Contains("linked");
        if (connection is null || input is null) return parts;
        return parts with
        {
            OwnResult = action.Result is { } result ? types.Result(result.Type) : null,
            Do = new(action, connection, input, lane ?? action.Lane, usesLinked, outside),
            Link = link,
            Template = NameOfTemplate(action, input),
        };
    }

    private ReadPart? Read(ReadSource read)
    {
        if (!IsName(read.Name.Text)) problems.Add(read.Name, NoName(read.Name.Text));
        if (connections.Query(read.Query, problems) is not { } query)
        {
            new InputCompiler(Context).CheckAll(read.With);
            Add(ReadPrefix + read.Name.Text, CelType.Dyn, nullable: false);
            return null;
        }

        var inputs = new InputCompiler(Context);
        var input = inputs.Record(read.With, read.Query, types.Shapes.ConstructionOf(query.Input.Type), query.Name);
        Keep(inputs.Names);
        var connection = connections.Serving(query.Name, read.Via, "via", read.Query, problems);
        var type = types.Result(query.Result.Type);
        var variable = Add(ReadPrefix + read.Name.Text, type, nullable: false);
        draft.Own.Add(variable.Name);
        return input is null || connection is null ? null : new(variable, query, connection, input, type);
    }

    private LinkPart? Link(IAction? action, Scope linkScope)
    {
        if (source.Link is not { } link || Declared(link.Key) is not { } declared) return null;
        if (link.Value is not YamlScalar value)
        {
            problems.Add(link.Value, $"link takes the other end's id: {{{declared.Name}: \"${{result.ticket_id}}\"}}.");
            return null;
        }

        if (!draft.Events.All(type => Carries(type, declared.Left)) && !draft.Events.All(type => type.InThread))
        {
            problems.Add(link.Key, $"{string.Join(", ", draft.Events.Select(type => type.Name))} carries no {declared.Left}, which is the left end of {declared.Name}.{Carriers(declared.Left)}");
        }

        Variable? own = null;
        if (action is null)
        {
            linkScope = linkScope.With("result", CelType.Dyn);
        }
        else if (action.Result is { } result)
        {
            linkScope = linkScope.With("result", types.Result(result.Type));
            own = linkScope.Find("result");
        }

        if (Formula.TextOf("link", value, Context with { Scope = linkScope }) is not { } formula) return null;
        var usesResult = own is not null && formula.Names.Contains("result");
        var used = formula.Names.SelectMany(Expanded).ToList();
        draft.Used.UnionWith(usesResult ? used.Where(name => name != "result") : used);
        if (usesResult) draft.KeptForLink.UnionWith(formula.Names.Where(name => name != "result"));
        return new(declared, formula, usesResult, used.Contains("linked"), own);
    }

    private OutsideWindowPart? OutsideWindow(IAction action, string? connection, RecordConstruction construction, TimeSpan? keep)
    {
        if (source.OutsideWindow is not { } outside) return null;
        if (action is not IMessageAction || Connections.IsTemplateSend(action) || connections.TemplateSendBeside(action) is not { } send)
        {
            problems.Add(outside.At, $"outside_window is for free text to a person (whatsapp.reply), not for {action.Name}. Remove it.");
            return null;
        }

        var target = types.Shapes.ConstructionOf(send.Input.Type);
        var sendTo = target.Members.FirstOrDefault(member => member.Shape is RecipientShape)?.Name;
        var to = construction.Members.FirstOrDefault(member => member.Shape is RecipientShape)?.Name;
        // The template goes to whom the words would have gone.
        var given = source.With?.Entries.FirstOrDefault(entry => entry.Name == to);
        if (given is null || sendTo is null)
        {
            new InputCompiler(Context).CheckAll(outside.Input);
            return null;
        }

        var map = outside.Input with { Entries = [.. outside.Input.Entries, given with { Key = given.Key with { Text = sendTo } }] };
        var inputs = new InputCompiler(Context);
        var plan = inputs.Record(map, outside.At, target, "outside_window");
        Keep(inputs.Names);
        if (plan is null) return null;
        CheckTemplate(send, connection, plan, outside.At);
        return new(send, plan, "closed_window", keep ?? UsualKeep);
    }

    private Lane? GivenLane()
    {
        if (source.Lane is not { } lane) return null;
        foreach (var known in Enum.GetValues<Lane>())
        {
            if (RecordTypes.LiteralOf(known.ToString()) == lane.Text) return known;
        }

        problems.Add(lane, $"lane takes {string.Join(", ", Enum.GetNames<Lane>().Select(RecordTypes.LiteralOf))}, not {lane.Text}. Leave it out for the action's own.");
        return null;
    }

    // A later moment of the same command needs those names; a let over the link is evaluated there, from what it is made of.
    private void Keep(IEnumerable<string> used)
    {
        foreach (var name in used)
        {
            draft.KeptForDelivery.Add(name);
            if (lets.Find(let => let.Variable.Name == name) is { UsesLinked: true }) draft.KeptForDelivery.UnionWith(usedByLet[name]);
        }
    }

    private void Note(RouteParts parts)
    {
        Formula?[] formulas = [parts.FindPhone, parts.Each, parts.If, parts.Once, parts.At, parts.Slot?.Key, parts.Limit?.Key, parts.ReleaseIf, .. parts.Cancel.Select(cancel => cancel.Key), .. parts.Set.Select(set => set.Formula)];
        draft.Used.UnionWith(formulas.OfType<Formula>().SelectMany(formula => formula.Names).Concat(draft.KeptForDelivery).SelectMany(Expanded));
    }
}
