using System.Text;
using Hub.Connectors;
using Hub.Expressions;

namespace Hub.Mappings.Reference;

/// <summary>Writes the reference of the mapping language as Markdown.</summary>
/// <param name="model">What there is.</param>
internal sealed class ReferenceWriter(ReferenceModel model)
{
    private static readonly IReadOnlyList<(string Title, string Owner, IReadOnlyList<MappingKey> Keys)> Sections =
    [
        ("Keys of a file", "file", MappingKeys.File),
        ("Keys of a route", "route", MappingKeys.Route),
        ("Keys of a link", "link", MappingKeys.Link),
        ("Keys of a state variable", "state", MappingKeys.State),
        ("Keys of find", "find", MappingKeys.Find),
        ("Keys of slot", "slot", MappingKeys.Slot),
        ("Keys of a look-up under read", "read", MappingKeys.Read),
        ("Keys of outside_window", "outside_window", MappingKeys.OutsideWindow),
        ("Keys of limit", "limit", MappingKeys.Limit),
    ];

    private readonly StringBuilder text = new();
    private readonly GeneratedExamples examples = new(model);

    /// <summary>The keys that have a section of their own to stand in, each with the name that its example goes by.</summary>
    public static IEnumerable<(string Owner, MappingKey Key)> Keys =>
        from section in Sections
        from key in section.Keys
        select (section.Owner, key);

    /// <summary>The reference as text, the same each time.</summary>
    public string Write()
    {
        text.Append(
            """
            # Mapping reference

            Version 1 of the mapping language. Generated from the code by `hub docs --write`; a test holds it against the code. Every example here is compiled by a test.

            [Getting started](getting-started.md) explains the language; this page lists all of it. Editors complete and check mapping files by `mappings/schema.json`, which is generated too: write

            ```yaml
            language: 1
            # yaml-language-server: $schema=schema.json
            ```

            at the top of a file. The comment must not come first: `language: 1` is the first line. The path is that of the schema, seen from the file.


            """.ReplaceLineEndings("\n"));
        foreach (var (title, owner, keys) in Sections) WriteKeys(title, owner, keys);
        WriteNames();
        WriteOutcomes();
        WriteFunctions();
        foreach (var (name, connector) in model.Connectors) WriteConnector(name, connector);
        return text.ToString();
    }

    private void WriteKeys(string title, string owner, IReadOnlyList<MappingKey> keys)
    {
        text.Append($"## {title}\n\n");
        string? shown = null;
        foreach (var key in keys)
        {
            text.Append($"### {owner}: {key.Name}\n\n{key.Description} {MomentOf(key.Moment)}{(key.IsRequired ? " Required." : "")} Takes {TextOf(key.Form)}.\n\n");
            var example = model.Examples.OfKey(owner, key.Name);
            if (example is not null && example != shown) WriteExample(example);
            else if (example is not null) text.Append("Example: as above.\n\n");
            shown = example ?? shown;
        }
    }

    private static string MomentOf(KeyMoment moment) => moment switch
    {
        KeyMoment.Load => "Constant.",
        KeyMoment.Processing => "Evaluated when the event is processed.",
        KeyMoment.Delivery => "Evaluated when the command is due.",
        _ => "Evaluated when the action has succeeded, where it uses `result`; else when the event is processed.",
    };

    private static string TextOf(KeyForm form) => form switch
    {
        KeyForm.Condition => "a condition (CEL without braces)",
        KeyForm.Expression => "text with `${…}`",
        KeyForm.Span => "a duration: `90s`, `5m`, `24h`, `7d`",
        KeyForm.Flag => "`true` or `false`",
        KeyForm.Number => "a whole number",
        KeyForm.Nothing => "`null`",
        KeyForm.Choice choice => string.Join(" or ", choice.Words.Select(word => $"`{word}`")),
        KeyForm.NameOf name => $"the name of an {name.What.ToString().ToLowerInvariant()}".Replace("an query", "a query", StringComparison.Ordinal),
        KeyForm.Input => "the input's names and values",
        KeyForm.Keys keys => $"a map with {string.Join(", ", keys.Of.Select(key => $"`{key.Name}`"))}",
        KeyForm.Named named => $"names, each with {TextOf(named.Value)}",
        KeyForm.ListOf list => $"a list, each element {TextOf(list.Item)}",
        KeyForm.Either either => string.Join(", or ", either.Forms.Select(TextOf)),
        _ => "a constant value",
    };

    private void WriteExample(string example) => text.Append($"```yaml\nlanguage: 1\n{example}```\n\n");

    private void WriteNames()
    {
        text.Append("## Names in expressions\n\n| name | is | exists |\n|---|---|---|\n");
        foreach (var name in MappingNames.All) text.Append($"| `{name.Name}` | {name.Description} | {name.Where} |\n");
        text.Append('\n');
        foreach (var (name, record, isNullable) in new[] { ("customer", model.Types.Customer, true), ("thread", model.Types.Thread, true), ("linked", model.Types.Linked, true), ("failure", model.Types.Failure, false) })
        {
            text.Append($"### {name}\n\n");
            WriteFields(ReferenceModel.FieldsOf(record, name, isNullable), field => HubFields.DescriptionOf(name, field));
        }
    }

    private void WriteOutcomes()
    {
        text.Append("## Outcomes\n\nWhat `outcome` of a route with `after` can name.\n\n");
        foreach (var outcome in OutcomeTable.All)
        {
            text.Append($"### outcome: {outcome.Name}\n\n{outcome.Description}\n\n");
            WriteExample(examples.OfOutcome(outcome.Name));
        }
    }

    private void WriteFunctions()
    {
        text.Append("## Functions\n\nThe hub's own, and then those of [CEL](https://cel.dev). In the forms, the value before a dot is what the function is called on.\n\n| function | forms | does | example |\n|---|---|---|---|\n");
        var own = model.Types.Functions.All.Except(FunctionTable.Standard.All).Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var group in model.Types.Functions.All.GroupBy(function => function.Name, StringComparer.Ordinal).OrderBy(group => !own.Contains(group.Key)).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            var example = model.Examples.Functions.GetValueOrDefault(group.Key);
            var says = example is { Description.Length: > 0 } ? example.Description : group.First().Description;
            text.Append($"| `{group.Key}` | {string.Join("<br>", group.Select(function => $"`{Cell(function.ToString())}`"))} | {Cell(says)} | `{Cell(example?.Expression ?? "")}` |\n");
        }

        text.Append("\nMacros, which name a variable of their own:\n\n| macro | does | example |\n|---|---|---|\n");
        foreach (var (name, macro) in model.Examples.Macros) text.Append($"| `{name}` | {Cell(macro.Description)} | `{Cell(macro.Expression)}` |\n");
        text.Append('\n');
    }

    private void WriteConnector(string name, IConnector connector)
    {
        text.Append($"## Connector {name}\n\n");
        if (connector.Objects.Count > 0) text.Append($"Objects that links may join: {string.Join(", ", connector.Objects.Select(known => $"`{known}`"))}.\n\n");
        foreach (var group in connector.Events.GroupBy(type => type.Data.Type))
        {
            foreach (var type in group)
            {
                text.Append($"### event: {type.Name}\n\n{type.Description}{(type.Description.EndsWith('.') ? "" : ".")} {SourceOf(type)}\n\n");
                WriteExample(examples.OfEvent(type));
            }

            text.Append($"Fields of {string.Join(", ", group.Select(type => $"`{type.Name}`"))}:\n\n");
            WriteFields(model.FieldsOf(group.First()), field => field.Description);
        }

        foreach (var action in connector.Actions) WriteAction(action);
        foreach (var query in connector.Queries)
        {
            text.Append($"### query: {query.Name}\n\n{query.Description}\n\n");
            WriteInput(query.Input.Type);
            WriteResult(query.Result.Type);
            WriteExample(examples.OfQuery(query));
        }
    }

    private static string SourceOf(EventType type)
    {
        var source = type.Completeness switch
        {
            _ when type.Data.Type == typeof(OutboundMessage) || type.Data.Type == typeof(StoredMedia) || type.Name.StartsWith(BuiltIn.HubConnector.ConnectionName + ".", StringComparison.Ordinal) => "The hub reports it itself; no webhook comes.",
            EventCompleteness.Complete => "Everything comes with the webhook.",
            EventCompleteness.LacksFields => "From the webhook; what that lacks is fetched from the vendor.",
            _ => "The webhook only says that something changed; the record is fetched from the vendor.",
        };
        var ends = type.Ends.Count > 0 ? $" Carries {string.Join(", ", type.Ends.Select(end => $"`{end}`"))} for `find`." : "";
        return $"{source}{(type.InThread ? " `customer` and `thread` are always there." : type.OfCustomer ? " `customer` is always there." : type.About is not null || type.NamesPerson ? " `customer` is there where the hub knows the person." : "")}{ends}{(type.Nature == EventNature.State ? " Reports a state: one that is older than what is known already is passed over." : "")}";
    }

    private void WriteAction(IAction action)
    {
        text.Append($"### action: {action.Name}\n\n{action.Description} Its usual lane is `{RecordTypes.LiteralOf(action.Lane.ToString())}`.\n\n");
        WriteInput(action.Input.Type);
        if (action.Result is { } result) WriteResult(result.Type);
        WriteExample(examples.OfAction(action));
    }

    private void WriteInput(Type input)
    {
        var members = model.MembersOf(input);
        if (members.Count == 0) return;
        text.Append("| input | takes | |\n|---|---|---|\n");
        foreach (var member in members)
        {
            var known = member.KnownValues is { } values ? $" Known: {string.Join(", ", values.Select(value => $"`{value}`"))}." : "";
            text.Append($"| `{member.Name}`{(member.IsRequired ? " (required)" : "")} | {Cell(member.Shape.Wants)} | {Cell(member.Description)}.{known} |\n");
        }

        text.Append('\n');
        foreach (var group in model.AlternativesOf(input)) text.Append($"Needs one of {string.Join(", ", group.Select(member => $"`{member.Name}`"))}.\n\n");
    }

    private void WriteResult(Type result)
    {
        text.Append("Result:\n\n");
        WriteFields(ReferenceModel.FieldsOf(model.Types.Result(result), "result", isNullable: false), field => field.Description);
    }

    private void WriteFields(IReadOnlyList<ReferenceField> fields, Func<ReferenceField, string> description)
    {
        text.Append("| field | type | | read it as |\n|---|---|---|---|\n");
        foreach (var field in fields)
        {
            var known = field.KnownValues is { } values ? $" Known: {string.Join(", ", values.Select(value => $"`{value}`"))}." : "";
            text.Append($"| `{field.Path}` | {Cell(field.Type)}{(field.IsNullable ? ", may be absent" : "")} | {Cell(description(field).TrimEnd('.'))}.{known} | `{Cell(field.Expression)}` |\n");
        }

        text.Append('\n');
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
