using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Functions;
using Hub.Mappings.Inputs;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>What may be meant as it stands, but hardly is, and forms to write that fit the route.</summary>
internal sealed partial class RouteCompiler
{
    // The same webhook may come again, and each item would go again.
    private void CheckRepetition(IAction? action, Formula? each, RouteParts parts)
    {
        if (action is null || each is null || parts.Once is not null || source.Has("once") || !Connections.IsTemplateSend(action)) return;
        var ofItem = names?.Item?.Type is RecordType item && IdOf(item) is { } id ? $"item.{id}" : "index";
        var ofEvent = scope.Find(EventName)?.Type is RecordType record && IdOf(record) is { } own ? $"${{event.{own}}}/" : "";
        problems.Warn(source.Each!, $"Each item sends a message, and an event that comes again sends all of them again. Write once: {ofEvent}${{{ofItem}}}.");
    }

    private void CheckTimer(IAction? action)
    {
        if (action?.Name != HubConnector.Timer || source.AtTime is null || source.MaxLate is not null || draft.Followers.Any(follower => follower.Source.Outcome.Any(outcome => outcome.Text is "too_late" or "failed"))) return;
        problems.Warn(source.AtTime, "A timer that comes due while the hub stands still, and is more than 5m late then, ends as too_late, and nothing follows it. Write max_late: 24h, or how late it may still run.");
    }

    private static string? IdOf(RecordType record)
    {
        var ids = record.Fields.Where(field => field.Type.Kind is ValueKind.String or ValueKind.Int && !field.Nullable).Select(field => field.Name).ToList();
        return ids.Find(name => name == "id") ?? ids.Find(name => name.EndsWith("_id", StringComparison.Ordinal));
    }

    // A name of the language that stands as text where an address is wanted, or nothing.
    private string? Unaddressed(string name, string text) => text switch
    {
        "thread" or "customer" => $"{name} is the plain text {text}. For the {text} write ${{{text}}}.",
        "event" => $"{name} is the plain text event. Write {Address()}.",
        "" or "~" or "null" => $"{name} is null, which reaches nobody. Write {Address()}.",
        _ => null,
    };

    private string Address()
    {
        if (draft.Events.Count > 0 && draft.Events.All(type => type.InThread)) return "${thread}";
        return scope.Find(EventName)?.Type is RecordType record && record.Find("phone")?.Type.Kind == ValueKind.String && record.Find("country")?.Type.Kind == ValueKind.String
            ? "${phone(event.phone, event.country)}"
            : "${customer}";
    }

    private bool AreLanguages(IReadOnlyList<string> languages, YamlNode at)
    {
        var wrong = languages.Where(language => language != FormulaPlan.StandIn && !LanguageNames.IsCode(language)).ToList();
        foreach (var language in wrong) problems.Add(ScalarIn(at, language) ?? at, LanguageNames.Advice(language, ""));
        return wrong.Count == 0;
    }

    private static YamlScalar? ScalarIn(YamlNode node, string text) => node switch
    {
        YamlScalar scalar => scalar.Text == text ? scalar : null,
        YamlList list => list.Items.Select(item => ScalarIn(item, text)).FirstOrDefault(found => found is not null),
        YamlMap map => map.Entries.Select(entry => ScalarIn(entry.Value, text)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
