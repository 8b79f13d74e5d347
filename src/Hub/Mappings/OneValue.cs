using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>What to write where a key of a route takes one value and something else stands there.</summary>
internal static class OneValue
{
    /// <summary>A sentence with a blank before it; nothing where the key says enough.</summary>
    /// <param name="key">The key.</param>
    /// <param name="found">What stands there: a list or a map.</param>
    public static string Advice(string key, YamlNode found) => (key, found) switch
    {
        ("if" or "when" or "release_if", YamlList list) when Texts(list) is { Count: > 0 } parts => $" Join them: {key}: {QuotedForms.Plain(string.Join(" && ", parts.Select(Bracketed)))}",
        ("if" or "when" or "release_if", _) => $" Write one expression, joined by && and ||: {key}: event.x == \"y\" && event.z",
        ("do", YamlList { Items: [YamlScalar one] }) => $" Write do: {one.Text}.",
        ("do", YamlMap { Entries: [{ Value: YamlMap } only] }) => $" Write do: {only.Name}, and its input under with.",
        ("do", _) => " A route does one thing. Write a route for each, with an id of its own and the same on and if; what comes after another has after: and that one's id.",
        ("once" or "slot", YamlList list) when Texts(list) is { Count: > 0 } parts => $" Write one text: {key}: {QuotedForms.Plain(string.Join("/", parts))}",
        (_, YamlList { Items: [YamlScalar one] }) => $" Write {key}: {QuotedForms.Plain(one.Text)}",
        _ => "",
    };

    private static List<string>? Texts(YamlList list) => list.Items.All(item => item is YamlScalar { IsBroken: false }) ? [.. list.Items.Cast<YamlScalar>().Select(item => item.Text)] : null;

    private static string Bracketed(string part) => part.Contains("||", StringComparison.Ordinal) || part.Contains('?') ? $"({part})" : part;
}
