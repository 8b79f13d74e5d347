using System.Globalization;

namespace Hub.Tests.Expressions;

/// <summary>Makes sources by the grammar of the language, mostly of types that go together, and changes sources that are given. The same seed makes the same.</summary>
internal sealed class ExpressionSource(int seed)
{
    private const int Deepest = 5;

    private static readonly string[] Kinds = ["int", "uint", "double", "bool", "string", "bytes", "list", "map", "timestamp", "duration", "optional", "null", "type"];

    private static readonly string[] Marks =
    [
        "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "!", "-", "+", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", " in ", ".?", "[?", "'", "\"", "\"\"\"", "r'", "b'", "\\", "`", "$", "${", "//",
        "\n", "\0", "\ud83d", "😀", "é", "0x", "1e", "u", "9223372036854775808", "has(", ".map(x,", ".exists(x,", "cel.bind(x,", "null", "true", "x", "event", "raw",
    ];

    private readonly Random random = new(seed);
    private readonly List<string> names = [];

    /// <summary>A source by the grammar.</summary>
    public string Made()
    {
        names.Clear();
        return Of(Any(Kinds), 0);
    }

    /// <summary>A source with a few changes: characters taken out, put in, doubled, exchanged; or its beginning and another's end.</summary>
    public string Changed(string source, string other)
    {
        var text = source;
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var (at, length) = (random.Next(text.Length + 1), random.Next(1, 6));
            var end = Math.Min(at + length, text.Length);
            text = random.Next(6) switch
            {
                0 => text[..at] + text[end..],
                1 => text[..at] + Any(Marks) + text[at..],
                2 => text[..end] + text[at..],
                3 => text[..at] + Any(Marks) + text[end..],
                4 => text[..at] + other[random.Next(other.Length + 1)..],
                _ => text[..at] + "(" + other + ")" + text[end..],
            };
        }

        return text;
    }

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private string Of(string kind, int depth)
    {
        // Now and then something of another type stands there.
        if (random.Next(12) == 0) kind = Any(Kinds);
        if (names.Count > 0 && random.Next(5) == 0) return Any(names);
        if (depth >= Deepest) return Leaf(kind);
        var next = depth + 1;
        return random.Next(10) switch
        {
            0 => Leaf(kind),
            1 => $"({Of("bool", next)} ? {Of(kind, next)} : {Of(kind, next)})",
            2 => $"{Of("optional", next)}.orValue({Of(kind, next)})",
            3 => $"[{Of(kind, next)}, {Of(kind, next)}][{random.Next(3)}]",
            4 => $"{{'k': {Of(kind, next)}}}.k",
            5 => Bound(name => $"cel.bind({name}, {Of(Any(Kinds), next)}, ", () => Of(kind, next) + ")"),
            _ => Node(kind, next),
        };
    }

    private string Bound(Func<string, string> before, Func<string> body)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"v{names.Count}");
        var opening = before(name);
        names.Add(name);
        var made = opening + body();
        names.Remove(name);
        return made;
    }

    private string Loop(string macro, string range, Func<string> body) => Bound(name => $"{range}.{macro}({name}, ", () => body() + ")");

    private string Loop2(string macro, string range, Func<string> body) =>
        Bound(first => $"{range}.{macro}({first}, ", () => Bound(second => $"{second}, ", () => body() + ")"));

    private string Leaf(string kind) => kind switch
    {
        "int" => Any(["0", "1", "-1", "2", "7", "63", "64", "9223372036854775807", "-9223372036854775808", "0x7f", "event.order.total", "size(event.order.tags)", "index"]),
        "uint" => Any(["0u", "1u", "18446744073709551615u", "0xFFu", "uint(3)"]),
        "double" => Any(["0.0", "-0.0", "1.5", "1e308", "5e-324", "double('NaN')", "double('Infinity')", "9223372036854775808.0", "-1.5e3", ".5"]),
        "bool" => Any(["true", "false", "has(event.note)", "event.status == 'success'", "customer != null", "has(raw.a)"]),
        "string" => Any(["''", "'a'", "\"é\\n\"", "'😀x'", "r'\\d'", "'''x'y'''", "'%s %d %.2f'", "'1h30m'", "'2026-03-29T01:30:00.123456789+02:00'", "'Europe/Athens'", "event.order.id", "event.status", "let.to", "'12'", "'a,b,c'"]),
        "bytes" => Any(["b''", "b'a\\xff'", "bytes('é')", "rb'\\x'"]),
        "list" => Any(["[]", "[1, 2, 3]", "['a', 'b']", "[1, 1u, 1.0]", "[null, [1]]", "event.order.tags", "raw.list", "[?optional.none(), ?event.?note]"]),
        "map" => Any(["{}", "{'a': 1}", "{1: 'x', 2u: 'y'}", "{true: null}", "raw", "raw.deep", "{?'q': event.?note}"]),
        "timestamp" => Any(["event.at", "timestamp(0)", "timestamp('0001-01-01T00:00:00Z')", "timestamp('9999-12-31T23:59:59.999999999Z')", "timestamp('2026-03-29T01:30:00+02:00')"]),
        "duration" => Any(["duration('0s')", "duration('1h')", "duration('-1.5s')", "duration('2562047h')", "duration('1ns')"]),
        "optional" => Any(["optional.none()", "optional.of(1)", "event.?note", "event.order.?customer.?name", "customer.?phone", "raw.?a", "raw.?missing.?x", "[1, 2][?5]", "event.order.tags[?0]", "optional.ofNonZeroValue('')"]),
        "null" => Any(["null", "event.note", "customer", "event.order.customer"]),
        _ => Any(["int", "type(1)", "type(null)", "list", "null_type", "type(event)", "google.protobuf.Timestamp"]),
    };

    private string Locale(Func<string, string> inner) => Any(["'en'", "'de-DE'", "'ar-SA'", "'fa_IR'", "'x-foo'", "'root'", inner("string")]);

    private string Node(string kind, int depth)
    {
        string In(string inner) => Of(inner, depth);
        switch (kind)
        {
            case "int":
                return Any<Func<string>>(
                [
                    () => $"({In("int")} {Any(["+", "-", "*", "/", "%"])} {In("int")})", () => $"-({In("int")})", () => $"size({In(Any(["string", "bytes", "list", "map"]))})", () => $"int({In(Any(["uint", "double", "string", "timestamp", "int"]))})",
                    () => $"{In("string")}.{Any(["indexOf", "lastIndexOf"])}({In("string")})", () => $"{In("string")}.{Any(["indexOf", "lastIndexOf"])}({In("string")}, {In("int")})",
                    () => $"{In("timestamp")}.{Any(["getFullYear", "getMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMilliseconds", "getDate"])}({Any(["", "'Europe/Athens'", "'+05:30'", "'-11:00'", In("string")])})",
                    () => $"{In("duration")}.{Any(["getHours", "getMinutes", "getSeconds", "getMilliseconds"])}()", () => $"math.{Any(["abs", "sign", "bitNot"])}({In("int")})", () => $"math.{Any(["bitAnd", "bitOr", "bitXor", "bitShiftLeft", "bitShiftRight"])}({In("int")}, {In("int")})",
                    () => $"math.{Any(["greatest", "least"])}({In("int")}, {In("int")}, {In("int")})", () => $"math.greatest({In("list")})",
                ])();
            case "uint":
                return Any<Func<string>>([() => $"({In("uint")} {Any(["+", "-", "*", "/", "%"])} {In("uint")})", () => $"uint({In(Any(["int", "double", "string"]))})", () => $"math.{Any(["bitAnd", "bitOr", "bitXor"])}({In("uint")}, {In("uint")})", () => $"math.bitShiftLeft({In("uint")}, {In("int")})"])();
            case "double":
                return Any<Func<string>>([() => $"({In("double")} {Any(["+", "-", "*", "/"])} {In("double")})", () => $"double({In(Any(["int", "uint", "string"]))})", () => $"math.{Any(["ceil", "floor", "round", "trunc", "abs", "sign", "sqrt"])}({In("double")})"])();
            case "bool":
                return Any<Func<string>>(
                [
                    () => { var of = Any(Kinds); return $"({In(of)} {Any(["==", "!="])} {In(of)})"; }, () => { var of = Any(["int", "uint", "double", "string", "bytes", "timestamp", "duration", "bool"]); return $"({In(of)} {Any(["<", "<=", ">", ">="])} {In(of)})"; },
                    () => $"({In("bool")} {Any(["&&", "||"])} {In("bool")})", () => $"!{In("bool")}", () => $"({In(Any(Kinds))} in {In(Any(["list", "map"]))})", () => $"{In("string")}.{Any(["contains", "startsWith", "endsWith"])}({In("string")})",
                    () => $"{In("string")}.matches({Any(["'^a+$'", "'(a|b)*c'", "'\\\\d{2,3}'", "'['", "'(?i)É'", In("string")])})", () => Loop(Any(["all", "exists", "exists_one"]), In(Any(["list", "map"])), () => In("bool")), () => Loop2(Any(["all", "exists", "existsOne"]), In(Any(["list", "map"])), () => In("bool")),
                    () => $"{In("optional")}.hasValue()", () => $"mentions({In("string")}, {In(Any(["string", "list"]))})", () => $"has({In("map")}.a)", () => $"bool({In("string")})", () => $"math.{Any(["isNaN", "isInf", "isFinite"])}({In("double")})",
                ])();
            case "string":
                return Any<Func<string>>(
                [
                    () => $"({In("string")} + {In("string")})", () => $"({In("string")} + {In("string")} + {In("string")})", () => $"string({In(Any(["int", "uint", "double", "bool", "bytes", "timestamp", "duration", "string"]))})", () => $"{In("string")}.{Any(["lowerAscii", "upperAscii", "trim", "reverse"])}()",
                    () => $"{In("string")}.replace({In("string")}, {In("string")})", () => $"{In("string")}.replace({In("string")}, {In("string")}, {In("int")})", () => $"{In("string")}.substring({In("int")})", () => $"{In("string")}.substring({In("int")}, {In("int")})", () => $"{In("string")}.charAt({In("int")})",
                    () => $"{In("list")}.join({In("string")})", () => $"strings.quote({In("string")})",
                    () => $"{Any(["phone", "money", "date", "script", "coalesce_phone"])}({In(Any(Kinds))})", () => $"phone({In("string")}, {Any(["'DE'", "null", In("string")])})", () => $"coalesce_phone({In("list")}, {Any(["'DE'", "null", In("string")])})", () => $"script({In("string")})",
                    () => $"money({{'amount': {In(Any(["string", "int"]))}, 'currency': {Any(["'EUR'", In("string")])}, 'minor': {In(Any(Kinds))}}}, {Locale(In)})", () => $"money({In("map")}, {Locale(In)})",
                    () => $"date({In("timestamp")}, {Any(["'EEEE d MMM yyyy'", "'LLLL HH:mm a'", "\"''\"", In("string")])}, {Any(["'UTC'", "'Europe/Athens'", In("string")])}, {Locale(In)})", () => $"base64.encode({In("bytes")})", () => $"{Any(["'%s'", "'%d|%x'", "'%.3f %e'", "'%b%o%X%%'", "'%s%s%s'", In("string")])}.format([{In(Any(Kinds))}, {In(Any(Kinds))}])",
                ])();
            case "bytes":
                return Any<Func<string>>([() => $"({In("bytes")} + {In("bytes")})", () => $"bytes({In("string")})", () => $"base64.decode({In("string")})"])();
            case "list":
                return Any<Func<string>>(
                [
                    () => $"[{In(Any(Kinds))}, {In(Any(Kinds))}]", () => $"[?{In("optional")}, {In("int")}]", () => $"({In("list")} + {In("list")})", () => Loop("map", In(Any(["list", "map"])), () => In(Any(Kinds))), () => Loop("filter", In(Any(["list", "map"])), () => In("bool")),
                    () => Loop("map", In("list"), () => $"{In("bool")}, {In("int")}"), () => Loop2("transformList", In(Any(["list", "map"])), () => In(Any(Kinds))), () => $"{In("string")}.split({In("string")})", () => $"{In("string")}.split({In("string")}, {In("int")})",
                ])();
            case "map":
                return Any<Func<string>>(
                [
                    () => $"{{{In(Any(["string", "int", "uint", "bool"]))}: {In(Any(Kinds))}}}", () => $"{{?{In("string")}: {In("optional")}}}", () => Loop2("transformMap", In(Any(["list", "map"])), () => In(Any(Kinds))), () => Loop2("transformMapEntry", In(Any(["list", "map"])), () => In("map")), () => Loop2("transformMap", In("map"), () => $"{In("bool")}, {In("int")}"),
                ])();
            case "timestamp":
                return Any<Func<string>>([() => $"({In("timestamp")} {Any(["+", "-"])} {In("duration")})", () => $"timestamp({In(Any(["string", "int"]))})", () => $"({In("duration")} + {In("timestamp")})"])();
            case "duration":
                return Any<Func<string>>([() => $"({In("duration")} {Any(["+", "-"])} {In("duration")})", () => $"({In("timestamp")} - {In("timestamp")})", () => $"duration({In("string")})"])();
            case "optional":
                return Any<Func<string>>(
                [
                    () => $"optional.of({In(Any(Kinds))})", () => $"optional.ofNonZeroValue({In(Any(Kinds))})", () => $"{In("map")}.?a", () => $"{In("map")}[?{In("string")}]", () => $"{In("list")}[?{In("int")}]", () => $"{In("optional")}.or({In("optional")})", () => $"{In("optional")}.?a", () => $"{In("optional")}[?{In("int")}]",
                    () => Loop("optMap", In("optional"), () => In(Any(Kinds))), () => Loop("optFlatMap", In("optional"), () => In("optional")),
                ])();
            case "type":
                return $"type({In(Any(Kinds))})";
            default:
                return $"dyn({In(Any(Kinds))})";
        }
    }
}
