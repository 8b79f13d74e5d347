using System.Buffers;

namespace Hub.Expressions;

/// <summary>What may be meant by a name that does not exist: a field of the event, a name of another language, or a text without its quotes.</summary>
internal sealed partial class Checker
{
    private const string EventName = "event";
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");

    // Bare words that are compared: texts without their quotes.
    private readonly HashSet<Syntax> compared = new(ReferenceEqualityComparer.Instance);

    private void Compare(Syntax.Binary binary)
    {
        foreach (var side in new[] { binary.Left, binary.Right })
        {
            if (side is Syntax.Name) compared.Add(side);
            else if (side is Syntax.List list && binary.Operator == TokenKind.In) compared.UnionWith(list.Elements.Select(element => element.Value).OfType<Syntax.Name>());
        }
    }

    // What is written behind a name: .text of message.text.
    private string[] PathBehind(Syntax name)
    {
        var rest = source.AsSpan(name.End);
        if (rest.IsEmpty || rest[0] != '.') return [];
        var length = rest.IndexOfAnyExcept(PathCharacters);
        return (length < 0 ? rest : rest[..length]).ToString().Split('.', StringSplitOptions.RemoveEmptyEntries);
    }

    private string? Meant(string name, string[] path)
    {
        if (path.Length == 0 && (name.ToLowerInvariant() is "today" or "weekday" or "day_of_week" or "dayofweek") && scope.Find("now") is not null) return OfToday();
        if (path is [var first, ..])
        {
            var function = $"{name.ToLowerInvariant()}.{first.ToLowerInvariant()}";
            if (scope.Functions.All.Any(known => known.Name == function)) return $"Write {function}(…).";
            if (name is "Date" or "DateTime" or "Time" && first is "now" or "Now" or "UtcNow" && scope.Find("now") is not null) return "Write now.";
            if (name is "state" && scope.Find("thread") is not null) return $"State variables are read as thread.vars.{first} or customer.vars.{first}, after their owner.";
            if (name is "env" or "config" or "settings" or "secrets") return $"Mapping files do not see the settings of the hub. Constants stand under vars at the top of the file: write vars.{first}.";
            if (name is "contact" or "user" or "person" or "profile" && scope.Find("customer")?.Type is RecordType customer && customer.Find(first) is not null) return $"Write customer.{first}.";
        }

        return null;
    }

    private string OfEvent(string name, string[] path, Syntax at)
    {
        if (scope.Find("item")?.Type is RecordType item && path.Length > 0 && item.Find(path[0]) is not null) return $" Under each it is called item: write item.{string.Join('.', path)}.";
        if (scope.Find(EventName) is not { } happened) return compared.Contains(at) ? $" A text stands in quotes: \"{name}\"." : "";
        var near = happened.Type is RecordType record ? FieldLike(record, [name, .. path]) : null;
        var ofEvent = $" Fields of the event are read as event.…{(near is null ? ", with their names in place of the dots" : $": write {EventName}.{near}")}.";
        return compared.Contains(at) && name is not ("body" or "payload" or "data") ? $" A text stands in quotes: \"{name}\".{(near is null ? "" : ofEvent)}" : ofEvent;
    }

    // The longest end of the path that is one of the event's fields; else the field that is nearest to its last part.
    private static string? FieldLike(RecordType record, string[] path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (record.Find(path[i]) is { } field) return i + 1 < path.Length && field.Type is RecordType inner && inner.Find(path[i + 1]) is not null ? $"{field.Name}.{path[i + 1]}" : field.Name;
        }

        return path.Length > 1 ? Suggestion.Nearest(path[^1], record.Fields.Select(field => field.Name)) : null;
    }
}
