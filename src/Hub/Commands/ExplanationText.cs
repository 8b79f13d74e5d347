using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Mappings.Explaining;

namespace Hub.Commands;

/// <summary>Explanations for people.</summary>
internal static class ExplanationText
{
    private const int Longest = 120;

    /// <summary>All of them, one below the other.</summary>
    public static string Of(IReadOnlyList<Explanation> explanations)
    {
        var text = new StringBuilder();
        foreach (var explanation in explanations)
        {
            if (text.Length > 0) text.AppendLine();
            Event(text, explanation);
        }

        return text.ToString().TrimEnd();
    }

    private static void Event(StringBuilder text, Explanation explanation)
    {
        text.Append(CultureInfo.InvariantCulture, $"{explanation.Type} by {explanation.Connection}, {explanation.OccurredAt:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        if (explanation.Id is not null) text.Append($", event {explanation.Id}");
        if (explanation.State is not null) text.Append($": {explanation.State}{Because(explanation.Reason, explanation.Error)}");
        text.AppendLine();
        foreach (var note in explanation.Notes) text.AppendLine($"  {note}");
        foreach (var route in explanation.Routes) Route(text, route);
    }

    private static void Route(StringBuilder text, RouteExplanation route)
    {
        text.AppendLine();
        text.AppendLine($"{route.File}:{route.Line} {route.Route}: {route.Outcome.Replace('_', ' ')}{(route.After is null ? "" : $", after {route.After}")}");
        if (route.Note is not null) text.AppendLine($"  {route.Note}");
        foreach (var look in route.Looks) Look(text, look);
        if (route.Failure is { } failure) text.AppendLine($"  failed at {failure.Where}: {failure.Message}{(failure.Expression.Length == 0 ? "" : $" (in {failure.Expression})")}");
        foreach (var key in route.Cancelled) text.AppendLine($"  empties the slot {key}");
        if (route.Unlinked is not null) text.AppendLine($"  ends the link {route.Unlinked}");
        foreach (var command in route.Commands) Command(text, command, route.Commands.Count > 1 || command.Item > 0);
    }

    private static void Look(StringBuilder text, LookExplanation look)
    {
        text.AppendLine($"  {(look.Item is { } item ? $"item {item.ToString(CultureInfo.InvariantCulture)}: " : "")}if is {look.Result}{(look.Parts.Count > 0 ? ":" : "")}");
        foreach (var part in look.Parts) Part(text, part, 2);
    }

    private static void Part(StringBuilder text, PartExplanation part, int depth)
    {
        text.Append($"{new string(' ', 2 * depth)}{part.Result,-6} {OneLine(part.Text)}");
        if (part.Fields.Count > 0) text.Append($"   where {string.Join(", ", part.Fields.Select(Field))}");
        text.AppendLine();
        foreach (var inner in part.Parts) Part(text, inner, depth + 1);
    }

    private static void Command(StringBuilder text, CommandExplanation command, bool hasItems)
    {
        text.Append($"  -> {command.Action} by {command.Connection}");
        if (hasItems) text.Append(CultureInfo.InvariantCulture, $", item {command.Item}");
        if (command.Id is not null) text.Append($", command {command.Id}");
        if (command.DueAt is { } due) text.Append(CultureInfo.InvariantCulture, $", due {due:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        if (command.State is not null) text.Append($": {command.State}{Because(command.Reason, command.Error)}");
        text.AppendLine();
        if (command.IsDeferred) text.AppendLine("     The input is evaluated when the command is due.");
        var width = command.Keys.Concat(command.Input).Select(value => value.Name.Length).DefaultIfEmpty().Max();
        foreach (var key in command.Keys) Value(text, key, width);
        foreach (var value in command.Input) Value(text, value, width);
    }

    private static void Value(StringBuilder text, ValueExplanation value, int width)
    {
        text.Append($"     {value.Name.PadRight(width)}  {(value.Value is { } known ? Json(known) : value.IsKnown ? "absent" : "not known yet")}");
        text.AppendLine(value.Text is null ? "   as written" : value.From.Count == 0 && value.DecidedBy.Count == 0 ? $"   by {OneLine(value.Text)}" : "");
        foreach (var field in value.From) text.AppendLine($"     {new string(' ', width)}    from {Field(field)}");
        foreach (var field in value.DecidedBy) text.AppendLine($"     {new string(' ', width)}    seeing {Field(field)}");
    }

    private static string Field(FieldValue field) => !field.IsKnown ? field.Field : $"{field.Field} = {(field.Value is { } value ? Json(value) : "absent")}";

    private static string Json(JsonElement value) => OneLine(CommandJson.OneLine(value));

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= Longest ? line : $"{line.AsSpan(0, Longest)}…";
    }

    private static string Because(string? reason, string? error) => (reason, error) switch
    {
        (null, null) => "",
        (null, _) => $" ({error})",
        (_, null) => $" ({reason})",
        _ => $" ({reason}: {error})",
    };
}
