using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Inputs;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>What keys ask of each other.</summary>
internal sealed partial class RouteCompiler
{
    private void CheckKeysTogether(IAction? action, Formula? each, RouteParts parts)
    {
        if (source.Do is null) CheckWithoutAction();
        if (each is not null && parts.Once is { } once && !once.Names.SelectMany(Expanded).Any(name => name is "item" or "index"))
        {
            problems.Add(once.At, "Under each, once must use item, or only the first item would go. Add /${item.…}.");
        }
        else if (parts.Once is { } same && same.Names.SelectMany(Expanded).All(name => name.StartsWith(FileVars.Prefix, StringComparison.Ordinal)))
        {
            problems.Add(same.At, $"once is the same for every event, so that only the first would ever go. Write {ForgottenBraces.Meant(same.Text) ?? "what tells one from another, in ${…}, such as ${event.id}"}.");
        }

        if (parts.Once is { } key) CheckMoment(key);
        if (parts.Slot is { } slot) CheckSlot(slot);
        if (parts.Limit is { } counted) CheckCounted(source.Limit!, counted.Per, action);
        if (source.MaxLate is { } late && source.AtTime is null)
        {
            problems.Add(late, "max_late has meaning only with at. Remove it, or write max_age for the age of the event.");
        }

        CheckRepetition(action, each, parts);
        CheckTimer(action);
        CheckWaiting(action, parts);
        if (action is not null && Connections.IsTemplateSend(action) && source.MaxAge is null && source.AtTime is null)
        {
            problems.Add(source.Do!, $"max_age is missing: a template must not tell old news. Write for example max_age: 24h, or give at.");
        }
    }

    private void CheckWithoutAction()
    {
        if (source.Has("do")) return;
        if (source.Cancel.Count == 0 && source.Unlink is null && source.Set.Count == 0)
        {
            problems.Add(source.At, "do is missing: the route does nothing. Write do: and an action, or cancel, unlink or set.");
            return;
        }

        YamlNode?[] needing = [source.With, source.Once, source.AtTime, source.Slot?.Key, source.Link?.Key, source.When, source.OutsideWindow?.At, source.Via, source.Read.Count > 0 ? source.Read[0].Name : null, source.Hours, source.Limit?.At, source.Lane];
        string[] keys = ["with", "once", "at", "slot", "link", "when", "outside_window", "via", "read", "hours", "limit", "lane"];
        foreach (var (key, at) in keys.Zip(needing).Where(pair => pair.Second is not null))
        {
            problems.Add(at!, $"{key} needs do: it speaks of a command. Add do and an action, or remove {key}.");
        }
    }

    private void CheckOutcomes()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var outcome in source.Outcome)
        {
            if (!seen.Add(outcome.Text)) problems.Warn(outcome, $"{outcome.Text} stands here twice. Keep one.");
            if (outcome.Text is "no_whatsapp" or "window_closed" or "opted_out" && draft.Followed?.Action is { } action and not IMessageAction)
            {
                problems.Warn(outcome, $"{action.Name} never ends as {outcome.Text}: only messages to people do. Remove it.");
            }
        }
    }

    private void TellStrangers(IAction? action)
    {
        var inputs = action is null ? [] : types.Shapes.ConstructionOf(action.Input.Type).Members.Select(member => member.Name).ToList();
        foreach (var stranger in source.Strangers)
        {
            if (CutByComma(stranger) is { } cut)
            {
                problems.Add(stranger.Key, cut);
                continue;
            }

            if (!inputs.Contains(stranger.Name, StringComparer.Ordinal) && Vocabulary.Elsewhere.TryGetValue(stranger.Name, out var instead))
            {
                problems.Add(stranger.Key, $"A route has no key {stranger.Name}. {instead}");
                continue;
            }

            problems.Add(stranger.Key, inputs.Contains(stranger.Name, StringComparer.Ordinal) ? $"{stranger.Name} is an input of {action!.Name}. Write it under with."
                : Vocabulary.WordsForInput.Contains(stranger.Name) ? $"A route has no key {stranger.Name}. The action's input stands under with: {(inputs.Count > 0 ? string.Join(", ", inputs) : "write do: and an action")}."
                : $"A route has no key {stranger.Name}. Its keys are {string.Join(", ", Vocabulary.RouteKeys)}.");
        }
    }

    // Within braces in one line a comma ends a value, also inside of a call.
    private string? CutByComma(YamlEntry stranger)
    {
        var at = source.At.Entries.ToList().FindIndex(entry => ReferenceEquals(entry.Key, stranger.Key));
        if (at < 1 || stranger.Value is not YamlScalar { Text.Length: 0 } || !stranger.Name.AsSpan().ContainsAny(")]}")) return null;
        var cut = source.At.Entries[at - 1];
        return cut.Value is YamlScalar { IsPlain: true } value && value.Line == stranger.Key.Line ? $"Within braces in one line a comma ends the value. Put the whole value of {cut.Name} in single quotes." : null;
    }

    // Inputs that stand beside with are told as such, and not as missing.
    private YamlMap? Given(RecordConstruction construction)
    {
        var beside = source.Strangers.Where(stranger => construction.Members.Any(member => member.Name == stranger.Name)).ToList();
        // Under another word for it.
        if (beside.Count == 0 && source.With is null) return source.Strangers.Where(stranger => Vocabulary.WordsForInput.Contains(stranger.Name)).Select(stranger => stranger.Value).OfType<YamlMap>().FirstOrDefault();
        return beside.Count == 0 ? source.With : (source.With ?? source.At) with { Entries = [.. source.With?.Entries ?? [], .. beside] };
    }

    // A number as a vendor keeps it may lack its country, and then goes to a stranger or nowhere.
    private void CheckCountry(InputCompiler inputs, RecordConstruction construction)
    {
        if (construction.Members.FirstOrDefault(member => member.Shape is RecipientShape) is not { } member
            || source.With?.Entries.FirstOrDefault(entry => entry.Name == member.Name)?.Value is not YamlScalar to)
        {
            return;
        }

        var formula = inputs.Formulas.FirstOrDefault(candidate => ReferenceEquals(candidate.At, to));
        if (formula is null && Unaddressed(member.Name, to.Text) is { } unaddressed)
        {
            // Nobody to write to is a value too: the outcome is no_whatsapp.
            if (to is { IsPlain: true, Text: "null" or "~" }) problems.Warn(to, unaddressed);
            else problems.Add(to, unaddressed);
            return;
        }

        CheckThread(member, to, formula);
        // What did not compile is told already.
        if (formula is null && to.Text.Contains("${", StringComparison.Ordinal)) return;
        if (formula is null && to.Text.Length > 0 && char.IsAsciiDigit(to.Text[0]))
        {
            problems.Add(to, $"{member.Name} has no country: a number is written with it, as +61491570006, and {to.Text} is not.");
            return;
        }

        var isText = formula is null ? !to.Text.StartsWith('+') && !to.Text.Contains("phone(", StringComparison.Ordinal) : formula.Use.Type.Kind == ValueKind.String;
        if (isText && (formula is null || !HasCountry(formula)))
        {
            problems.Add(to, to.Text.Trim() is "${thread.id}" or "${customer.id}"
                ? $"{member.Name} takes the {to.Text.Trim()[2..^4]} itself, not its id. Write {to.Text.Trim()[..^4]}}}."
                : $"{member.Name} may be a number without its country, and then it reaches nobody or a stranger. Write ${{phone(value, country)}} or ${{coalesce_phone([…], country)}}, or give a thread or a customer.");
        }
    }

    private bool HasCountry(Formula formula) =>
        formula.Text.Contains("phone(", StringComparison.Ordinal)
        || formula.Names.Contains("customer")
        || formula.Names.Any(name => lets.Find(let => let.Variable.Name == name) is { } let ? HasCountry(let.Formula) : IsInheritedLet(name));

    private bool IsInheritedLet(string name) => name.StartsWith(LetPrefix, StringComparison.Ordinal) && !draft.Own.Contains(name);
}
