using System.Buffers;

namespace Hub.Expressions;

/// <summary>What people write who know other languages, and the form that stands for it here.</summary>
internal static class OtherLanguages
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private const string SomeZone = "\"Europe/Berlin\"";

    /// <summary>What to write for a word between two values, as <c>and</c>; null for a word that is no operator anywhere.</summary>
    public static string? Operator(string word) => word.ToLowerInvariant() switch
    {
        "and" => "write && for it",
        "or" => "write || for it",
        "is" or "eq" or "equals" => "write == for it",
        "isnt" or "ne" or "neq" => "write != for it",
        "gt" => "write > for it",
        "lt" => "write < for it",
        "gte" or "ge" => "write >= for it",
        "lte" or "le" => "write <= for it",
        "mod" => "write % for it",
        "not" => "for a not in b write !(a in b)",
        "contains" or "like" or "includes" => "for a contains b write a.contains(b)",
        "startswith" or "starts" => "for a startsWith b write a.startsWith(b)",
        "endswith" or "ends" => "for a endsWith b write a.endsWith(b)",
        "matches" => "for a matches b write a.matches(b)",
        "then" or "else" => "for if a then b else c write a ? b : c",
        "if" => "for a if b else c write b ? a : c",
        _ => null,
    };

    /// <summary>What to write for a name that is a constant elsewhere, as a sentence.</summary>
    public static string? Constant(string name) => name switch
    {
        "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "True" or "TRUE" => $"Write true, or \"{name}\" for the text.",
        "no" or "No" or "NO" or "off" or "Off" or "OFF" or "False" or "FALSE" => $"Write false, or \"{name}\" for the text.",
        "None" or "none" or "nil" or "NULL" or "Null" or "undefined" => $"Write null, or \"{name}\" for the text.",
        _ => null,
    };

    /// <summary>What to write for a part of a value that has no fields, as a sentence.</summary>
    /// <param name="target">The value's source.</param>
    /// <param name="type">Its type.</param>
    /// <param name="field">The part.</param>
    public static string? Field(string target, CelType type, string field)
    {
        var word = field.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant().TrimEnd('s');
        return (type.Kind, word) switch
        {
            (ValueKind.Timestamp, "hour") => $"Write {target}.getHours({SomeZone}), with the zone that is meant.",
            (ValueKind.Timestamp, "minute") => $"Write {target}.getMinutes({SomeZone}), with the zone that is meant.",
            (ValueKind.Timestamp, "second") => $"Write {target}.getSeconds().",
            (ValueKind.Timestamp, "day" or "date") => $"Write {target}.getDate({SomeZone}), with the zone that is meant.",
            (ValueKind.Timestamp, "month") => $"Write {target}.getMonth({SomeZone}) + 1, with the zone that is meant: getMonth counts from 0.",
            (ValueKind.Timestamp, "year") => $"Write {target}.getFullYear({SomeZone}), with the zone that is meant.",
            (ValueKind.Timestamp, "weekday" or "dayofweek") => $"Write {target}.getDayOfWeek({SomeZone}), with the zone that is meant; Sunday is 0.",
            (ValueKind.Duration, "hour") => $"Write {target}.getHours().",
            (ValueKind.Duration, "minute") => $"Write {target}.getMinutes().",
            (ValueKind.Duration, "second") => $"Write {target}.getSeconds().",
            (ValueKind.Duration, "day") => $"Write {target}.getHours() / 24.",
            (ValueKind.String or ValueKind.List, "length" or "size" or "count" or "len") => $"Write size({target}).",
            (ValueKind.List, "first") => $"Write {target}[?0].",
            _ => null,
        };
    }

    /// <summary>What to write for a function behind a value, as a sentence.</summary>
    /// <param name="target">The value's source.</param>
    /// <param name="type">Its type.</param>
    /// <param name="name">The function.</param>
    /// <param name="arguments">The sources of its arguments.</param>
    public static string? Method(string target, CelType type, string name, IReadOnlyList<string> arguments) => (name.ToLowerInvariant(), arguments) switch
    {
        ("getday", []) when type.Kind == ValueKind.Timestamp => Field(target, type, "weekday"),
        ("date" or "todate" or "todatestring", []) when type.Kind == ValueKind.Timestamp => $"For the day as a text write date({target}, \"yyyy-MM-dd\", {SomeZone}, \"en\"), with the zone that is meant; such texts can be compared.",
        ("exists" or "all" or "filter" or "exists_one" or "existsone" or "map" or "some" or "any" or "every", [var body]) when type.Kind is ValueKind.List or ValueKind.Map => $"Name the element first: write {target}.{Loop(name)}({(FirstName(body) is { } own ? $"{own}, {body}" : $"x, x == {body}")}).",
        ("includes" or "contains" or "has" or "include", [var one]) when type.Kind == ValueKind.List => $"Write {one} in {target}.",
        ("includes" or "include" or "like", [var one]) => $"Write {target}.contains({one}).",
        ("haskey" or "containskey", [var one]) => $"Write {one} in {target}.",
        ("tolowercase" or "lower" or "lowercase" or "tolower" or "downcase", []) => $"Write {target}.lowerAscii().",
        ("touppercase" or "upper" or "uppercase" or "toupper" or "upcase", []) => $"Write {target}.upperAscii().",
        ("equals" or "is" or "eq", [var one]) => $"Write {target} == {one}.",
        ("equalsignorecase", [var one]) => $"Write {target}.lowerAscii() == {one}.lowerAscii().",
        ("tostring", []) => $"Write string({target}).",
        ("length" or "len" or "count", []) => $"Write size({target}).",
        ("isempty" or "empty", []) => $"Write size({target}) == 0.",
        ("strip", []) => $"Write {target}.trim().",
        ("startswith", [var one]) => $"Write {target}.startsWith({one}).",
        ("endswith", [var one]) => $"Write {target}.endsWith({one}).",
        ("match" or "test", [var one]) => $"Write {target}.matches({one}).",
        ("slice" or "substr", [var from]) => $"Write {target}.substring({from}).",
        ("slice", [var from, var to]) => $"Write {target}.substring({from}, {to}).",
        ("some" or "any", [var name1, var body]) => $"Write {target}.exists({name1}, {body}).",
        ("every", [var name1, var body]) => $"Write {target}.all({name1}, {body}).",
        ("first", []) => $"Write {target}[?0].",
        ("orelse" or "or_else" or "ordefault" or "or_value" or "getordefault" or "getorelse" or "default", [var other]) when target.LastIndexOf('.') is > 0 and var dot => $"Write {(target.Contains(".?", StringComparison.Ordinal) ? target : $"{target[..dot]}.?{target[(dot + 1)..]}")}.orValue({other}).",
        _ => arguments.Count == 0 && Part(name) is { } part ? Field(target, type, part) : null,
    };

    /// <summary>What to write for a function by itself, as a sentence.</summary>
    public static string? Function(string name, IReadOnlyList<string> arguments) => (name.ToLowerInvariant(), arguments) switch
    {
        ("len" or "length" or "count", [var one]) => $"Write size({one}).",
        ("str" or "tostring" or "text", [var one]) => $"Write string({one}).",
        ("number" or "parseint" or "tonumber" or "integer", [var one]) => $"Write int({one}).",
        ("float" or "parsefloat" or "decimal", [var one]) => $"Write double({one}).",
        ("lower" or "lowercase" or "tolower", [var one]) => $"Write {one}.lowerAscii().",
        ("upper" or "uppercase" or "toupper", [var one]) => $"Write {one}.upperAscii().",
        ("trim", [var one]) => $"Write {one}.trim().",
        ("includes" or "contains", [var one, var other]) => $"Write {one}.contains({other}).",
        ("startswith", [var one, var other]) => $"Write {one}.startsWith({other}).",
        ("endswith", [var one, var other]) => $"Write {one}.endsWith({other}).",
        ("isempty" or "empty", [var one]) => $"Write size({one}) == 0.",
        ("exists" or "isset" or "defined" or "present" or "notnull", [var one]) when one.Contains('.', StringComparison.Ordinal) => $"Write has({one}).",
        ("isblank" or "isnullorempty" or "isnullorwhitespace", [var one]) when one.Contains('.', StringComparison.Ordinal) && !one.Contains('?', StringComparison.Ordinal) => $"Write {one[..one.LastIndexOf('.')]}.?{one[(one.LastIndexOf('.') + 1)..]}.orValue(\"\") == \"\" for what is absent or empty, with != in place of == for the opposite.",
        ("isnull" or "missing", [var one]) when one.Contains('.', StringComparison.Ordinal) => $"Write !has({one}).",
        ("not", [var one]) => $"Write !({one}).",
        ("if" or "iif", [var condition, var one, var other]) => $"Write {condition} ? {one} : {other}.",
        ("concat", { Count: > 1 }) => $"Write {string.Join(" + ", arguments)}.",
        ("coalesce" or "default" or "ifnull" or "nvl", [var one, var other]) when one.LastIndexOf('.') is > 0 and var dot => $"Write {one[..dot]}.?{one[(dot + 1)..]}.orValue({other}).",
        ("today" or "getdate" or "currenttime", []) => "Write now.",
        ("hours", [var one]) => $"Write duration(\"{one}h\").",
        ("minutes", [var one]) => $"Write duration(\"{one}m\").",
        ("seconds", [var one]) => $"Write duration(\"{one}s\").",
        _ => null,
    };

    /// <summary>Whether a function of that name makes a number of a text elsewhere.</summary>
    public static bool IsNumber(string function) => function.ToLowerInvariant() is "number" or "parseint" or "tonumber" or "integer" or "float" or "parsefloat" or "decimal";

    private static string Loop(string name) => name.ToLowerInvariant() switch
    {
        "some" or "any" => "exists",
        "every" => "all",
        _ => name,
    };

    // The name that a condition begins with.
    private static string? FirstName(string body)
    {
        var end = body.AsSpan().IndexOfAnyExcept(NameCharacters);
        var name = end < 0 ? body : body[..end];
        return name.Length > 0 && !char.IsAsciiDigit(name[0]) ? name : null;
    }

    // getHour() and hour() are the field hour of other languages.
    private static string? Part(string name) => name.StartsWith("get", StringComparison.Ordinal) && name.Length > 3 ? name[3..] : name;
}
