using Hub.Connectors;
using Hub.Expressions;

namespace Hub.Mappings.Compiling;

/// <summary>What is probably meant by a name of an event, an action or a query that no connection has: by its words first, then by its letters.</summary>
internal static class NearNames
{
    private const int MostNamed = 3;

    // Words of other systems, and the one that names here have for it.
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["incoming"] = "received", ["inbound"] = "received", ["receive"] = "received", ["outgoing"] = "sent", ["outbound"] = "sent", ["new"] = "created", ["create"] = "created", ["update"] = "updated",
        ["reply"] = "comment", ["answer"] = "comment", ["note"] = "comment", ["close"] = "status", ["solve"] = "status", ["reopen"] = "status", ["open"] = "status", ["tag"] = "tags", ["label"] = "tags",
    };

    private static readonly HashSet<string> WordsForMessages = new(["message", "messages", "send", "text", "notify", "chat", "reply", "answer"], StringComparer.Ordinal);

    /// <summary>A sentence that names what is meant, or nothing where nothing is near.</summary>
    /// <param name="name">The name.</param>
    /// <param name="known">The names of its kind.</param>
    public static string Advice(string name, IReadOnlyCollection<string> known)
    {
        var below = known.Where(candidate => candidate.StartsWith(name + ".", StringComparison.Ordinal)).ToList();
        if (below.Find(candidate => candidate.EndsWith(".received", StringComparison.Ordinal)) is { } received) return $" Did you mean {received}?";
        if (below.Count > 0) return below.Count <= MostNamed ? $" Did you mean {Listed(below)}?" : $" Write one of {string.Join(", ", below)}.";
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var same = dot < 0 ? known.ToList() : known.Where(candidate => candidate.StartsWith(name[..(dot + 1)], StringComparison.Ordinal)).ToList();
        var words = WordsOf(name[(dot + 1)..]);
        var scored = same.Select(candidate => (candidate, score: Score(words, WordsOf(candidate[(candidate.IndexOf('.', StringComparison.Ordinal) + 1)..])))).Where(pair => pair.score > 0).ToList();
        var best = scored.Count == 0 ? [] : scored.Where(pair => pair.score == scored.Max(other => other.score)).Select(pair => pair.candidate).ToList();
        if (Suggestion.Nearest(name, known) is { } near && (best.Count == 0 || best.Contains(near, StringComparer.Ordinal) || IsSlip(name, near))) return $" {Suggestion.Question(name, near)}";
        return best.Count is > 0 and <= MostNamed ? $" Did you mean {Listed(best)}?" : "";
    }

    /// <summary>A sentence that says which action sends what, for a name that could mean either; nothing for another name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="actions">The actions.</param>
    public static string ForMessages(string name, IEnumerable<IAction> actions)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var messages = actions.OfType<IMessageAction>().Where(action => dot < 0 || action.Name.StartsWith(name[..(dot + 1)], StringComparison.Ordinal)).ToList();
        var words = WordsOf(name[(dot + 1)..]);
        if (!words.Any(WordsForMessages.Contains) || messages.Any(action => words.Any(word => word is "template"))) return "";
        return (messages.Find(Connections.IsTemplateSend), messages.Find(action => !Connections.IsTemplateSend(action))) is ({ } template, { } text)
            ? $" Write {text.Name} for words of one's own within 24 hours of the customer's last message, and {template.Name} at any other time."
            : "";
    }

    private static HashSet<string> WordsOf(string name) => [.. name.ToLowerInvariant().Split('_', '.', '/').Where(word => word.Length > 0)];

    private static int Score(HashSet<string> wanted, HashSet<string> offered) => wanted.Sum(word =>
        Words.TryGetValue(word, out var meant) && offered.Contains(meant) ? 3 : offered.Contains(word) ? 2 : offered.Any(other => other.TrimEnd('s') == word.TrimEnd('s')) ? 2 : 0);

    // A letter or two in a word, and no other word.
    private static bool IsSlip(string name, string near) => WordsOf(name) is var wanted && WordsOf(near) is var offered && wanted.Count == offered.Count && wanted.All(word => offered.Contains(word) || Suggestion.Nearest(word, offered) is not null);

    private static string Listed(List<string> names) => names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
}
