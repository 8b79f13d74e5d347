using Hub.Expressions;
using Hub.Mappings;
using Hub.Mappings.Functions;

namespace Hub.Tests.Expressions;

/// <summary>Expressions that are written to do harm: to take time, memory or the stack, when they are read, checked or evaluated.</summary>
/// <param name="Name">What it tries.</param>
/// <param name="Source">The expression. The name <c>text</c> is 100,000 letters, <c>list</c> 10,000 numbers, <c>map</c> 10,000 entries.</param>
/// <param name="IsRefused">Whether it ends in an error; else it is cheap, and gives a value.</param>
internal sealed record HostileExpression(string Name, string Source, bool IsRefused = true)
{
    /// <summary>The names that the expressions use.</summary>
    public static Scope Scope { get; } = Scope.Of(HubFunctions.Table(new RecordTypes().Of(typeof(Hub.Connectors.Money), "money"))).With("text", CelType.Dyn).With("list", CelType.Dyn).With("map", CelType.Dyn);

    private const string Digits = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostileExpression> All { get; } =
    [
        .. Sources,
        .. Deep,
        .. Loops,
        .. Texts,
        .. Patterns,
        .. Values,
    ];

    private static IEnumerable<HostileExpression> Sources =>
    [
        new("a source of a megabyte", new string('1', 1_000_000)),
        new("a literal of the longest source", $"'{new string('x', 3_970)}'.size() == 3970", IsRefused: false),
        new("a number of thousands of digits", new string('9', 3_999)),
        new("a double of thousands of digits", "0." + new string('9', 3_900), IsRefused: false),
        new("a double with a huge exponent", "1e" + new string('9', 3_000)),
        new("a double with a huge negative exponent", "1e-" + new string('9', 3_000), IsRefused: false),
        new("hexadecimal digits without end", "0x" + new string('f', 3_000)),
        new("an open quote", "'" + new string('\\', 3_999)),
        new("escapes without end", $"'{Repeat("\\u0041", 600)}' == ''", IsRefused: false),
        new("a comment without end", "//" + new string('/', 3_998)),
        new("a list of a thousand elements", $"[{Repeat("1,", 1_900)}1].size() > 0", IsRefused: false),
        new("a map of a thousand entries", $"{{{string.Join(",", Enumerable.Range(0, 600).Select(i => $"{i}:1"))}}}.size() > 0", IsRefused: false),
        new("a name of thousands of letters", new string('n', 3_999)),
        new("arguments without end", $"size({Repeat("1,", 1_900)}1)"),
    ];

    private static IEnumerable<HostileExpression> Deep =>
    [
        new("parentheses", Repeat("(", 1_999) + "1" + Repeat(")", 1_999)),
        new("open parentheses", Repeat("(", 3_999)),
        new("lists in lists", Repeat("[", 1_999) + Repeat("]", 1_999)),
        new("maps in maps", Repeat("{1:", 990) + "1" + Repeat("}", 990)),
        new("negations", Repeat("!", 3_990) + "true"),
        new("signs", Repeat("-", 3_990) + "x"),
        new("signs that stand apart", Repeat("- ", 1_990) + "1"),
        new("a chain of fields", "text" + Repeat(".a", 1_900)),
        new("a chain of optional fields", "map" + Repeat(".?a", 1_300)),
        new("a chain of indices", "list" + Repeat("[0]", 1_300)),
        new("a chain of calls", "text" + Repeat(".trim()", 560)),
        new("a chain of sums", "1" + Repeat("+1", 1_990)),
        new("a chain of alternatives", "true" + Repeat("?true:true", 390)),
        new("a chain of conjunctions", "true" + Repeat("&&true", 660), IsRefused: false),
        new("calls in calls", Repeat("size(", 790) + Repeat(")", 40)),
        new("binds in binds", string.Concat(Enumerable.Range(0, 60).Select(i => $"cel.bind(v{i}, {(i == 0 ? "[1]" : $"v{i - 1} + v{i - 1}")}, ")) + "v59" + Repeat(")", 60)),
        new("texts bound and doubled", string.Concat(Enumerable.Range(0, 60).Select(i => $"cel.bind(v{i}, {(i == 0 ? "'xxxxxxxxxxxxxxxx'" : $"v{i - 1} + v{i - 1}")}, ")) + "v59" + Repeat(")", 60)),
        new("values nested by binds and compared", string.Concat(Enumerable.Range(0, 55).Select(i => $"cel.bind(v{i}, {(i == 0 ? "[1]" : $"[v{i - 1}, v{i - 1}]")}, ")) + "v54 == [v53, v53]" + Repeat(")", 55)),
        new("values nested by binds and written", string.Concat(Enumerable.Range(0, 55).Select(i => $"cel.bind(v{i}, {(i == 0 ? "[1]" : $"[v{i - 1}, v{i - 1}]")}, ")) + "'%s'.format([v54])" + Repeat(")", 55)),
        new("values nested by binds as the result", string.Concat(Enumerable.Range(0, 55).Select(i => $"cel.bind(v{i}, {(i == 0 ? "[1]" : $"[v{i - 1}, v{i - 1}]")}, ")) + "v54" + Repeat(")", 55)),
        new("binds that bind the same name", Repeat("cel.bind(x, cel.bind(x, 1, x), ", 60) + "x" + Repeat(")", 60), IsRefused: false),
    ];

    private static IEnumerable<HostileExpression> Loops =>
    [
        new("loops in loops", string.Concat(Enumerable.Range(0, 8).Select(i => $"{Digits}.all(v{i}, ")) + "true" + Repeat(")", 8)),
        new("lists made in loops", string.Concat(Enumerable.Range(0, 8).Select(i => $"{Digits}.map(v{i}, ")) + "v0" + Repeat(")", 8)),
        new("maps made in loops", string.Concat(Enumerable.Range(0, 8).Select(i => $"{Digits}.transformMap(k{i}, v{i}, ")) + "v0" + Repeat(")", 8)),
        new("a long list in a long list", "list.all(a, list.all(b, a + b >= 0))"),
        new("a long list filtered by itself", "list.filter(a, a in list)"),
        new("a long list joined to itself", "list.map(a, list + list)"),
        new("a long list of long texts", "list.map(a, text + text)"),
        new("a long list made texts", "list.map(a, text.substring(0, 50000))"),
        new("a long map in a long map", "map.all(a, map.exists(b, b == a + 'x'))", IsRefused: false),
        new("entries without end", "list.transformMapEntry(i, v, {string(i): text + text})"),
        new("keys of long texts", "list.transformMapEntry(i, v, {text + string(i): v})"),
        new("a loop whose body is an error", "list.all(a, 1 / 0 == a)"),
        new("a loop of many conversions", "list.all(a, int(string(double(a))) == a) && list.all(a, timestamp(a) != timestamp(0))", IsRefused: false),
        new("a sort by least", "list.map(a, math.least(list))"),
        new("invented locales without end", "list.exists(a, date(timestamp(0), 'd', 'UTC', 'qq-v' + string(a)) == '')"),
        new("amounts for each element", "list.all(a, money({'amount': a, 'currency': 'EUR'}, 'en') != '')"),
        new("phones for each element", "list.all(a, phone('+49151' + string(a), null) != '')"),
        new("words looked for in long texts", "list.all(a, !mentions(text, 'b' + string(a)))"),
        new("the script of long texts", "list.all(a, script(text) == 'Latn')"),
        new("a phone without end", "phone(text.replace('a', '1'), 'DE') == null"),
        new("an amount without end", "money({'amount': text.replace('a', '1'), 'currency': 'EUR'}, 'en')"),
        new("a loop over made code points", "text.split('').map(c, c + c).join('').split('').size() > 0"),
    ];

    private static IEnumerable<HostileExpression> Texts =>
    [
        new("a text doubled", "[text].map(a, a + a).map(b, b + b).map(c, c + c).map(d, d + d)"),
        new("nothing replaced by much", "text.replace('', text)"),
        new("letters replaced by much", "text.replace('a', text)"),
        new("a text split to letters", "text.split('').map(c, text)"),
        new("many texts joined by much", "list.map(a, 'x').join(text)"),
        new("a wide format", "'%.2147483647f'.format([1.0])"),
        new("a format of the widest numbers", $"'{Repeat("%.100f", 600)}'.format([{Repeat("1e308,", 590)}1e308])"),
        new("a format in scientific notation", $"list.map(a, '{Repeat("%.100e", 40)}'.format([{Repeat("1e-300,", 39)}1e-300]))"),
        new("a format of a long list", "list.map(a, '%s'.format([list]))"),
        new("a format of a long map", "list.map(a, '%s'.format([map]))"),
        new("a format in hexadecimal", "'%x%x%x%x'.format([text, text, text, text])"),
        new("a format in binary", "list.map(a, list.map(b, '%b'.format([9223372036854775807])))"),
        new("encoded again and again", "base64.encode(bytes(base64.encode(bytes(base64.encode(bytes(base64.encode(bytes(text))))))))"),
        new("decoded again and again", "list.map(a, base64.decode(text))"),
        new("quoted again and again", "list.map(a, strings.quote(text))"),
        new("turned round again and again", "list.map(a, text.reverse())"),
        new("lowered again and again", "list.map(a, text.lowerAscii())"),
        new("searched again and again", "list.all(a, !text.contains('b' + string(a)))"),
        new("searched for a long part", "list.all(a, text.indexOf(text.substring(0, 50000) + 'b') < 0)"),
        new("searched backwards", "list.all(a, text.lastIndexOf(text.substring(0, 50000) + 'b') < 0)"),
        new("measured again and again", "list.all(a, list.all(b, size(text) > 0))"),
        new("measured", "list.all(a, size(text) > 0)"),
        new("code points counted", "list.all(a, text.charAt(99999) == 'a')"),
        new("begins again and again", "list.all(a, text.startsWith(text))"),
        new("ends again and again", "list.all(a, text.endsWith(text))"),
        new("made octets again and again", "list.all(a, bytes(text).size() > 0)"),
        new("made text of octets again and again", "cel.bind(o, bytes(text), list.all(a, string(o).size() > 0))"),
        new("octets joined", "cel.bind(o, bytes(text), list.map(a, o + o))"),
        new("trimmed again and again", "cel.bind(t, ' ' + text + ' ', list.all(a, t.trim().size() > 0))"),
        new("digits without end made a number", "int(text.replace('a', '9'))"),
        new("digits without end made a double", "double(text.replace('a', '9'))"),
        new("digits without end made a double in a loop", "cel.bind(t, text.replace('a', '9'), list.all(a, [double(t)].size() == 1))"),
        new("digits without end made an unsigned number", "uint(text.replace('a', '9'))"),
        new("a duration without end", "duration(text.replace('a', '1h'))"),
        new("a timestamp without end", "timestamp('2026-01-01T00:00:00.' + text.replace('a', '9') + 'Z')"),
        new("a zone without end", "timestamp(0).getHours(text)"),
        new("zones looked up again and again", "list.all(a, timestamp(0).getHours('Europe/' + string(a)) >= 0)"),
    ];

    private static IEnumerable<HostileExpression> Patterns =>
    [
        new("a pattern that would backtrack", "text.matches('(a+)+$b')", IsRefused: false),
        new("a pattern with nested repetitions", "text.matches('(a{1,100}){1,100}')"),
        new("a pattern with deep groups", $"text.matches('{Repeat("(", 900)}a{Repeat(")", 900)}')"),
        new("a pattern of deep groups, within the limit", $"text.matches('{Repeat("(?:", 240)}a{Repeat(")", 240)}')"),
        new("a pattern of many alternatives", $"text.matches('{string.Join('|', Enumerable.Range(0, 120).Select(i => $"a{i}"))}')"),
        new("a pattern with many states", "text.matches('(.*a){12}.{12}b')", IsRefused: false),
        new("a pattern that remembers places", "text.matches('a.{900}$')"),
        new("a pattern with negations", "text.matches('([^a]|a[^a]|aa[^a]|aaa[^a]){1,40}$')"),
        new("a pattern with classes", $"text.matches('{Repeat(@"\\pL\\PL?", 60)}')"),
        new("a pattern made for each element", "list.all(a, text.matches('a+' + string(a) + '?'))", IsRefused: false),
        new("a pattern matched for each element", "list.all(a, text.matches('a+b?'))"),
        new("a pattern on a pattern", "text.matches(text)"),
        new("a pattern of open brackets", $"text.matches('{Repeat("[", 900)}')"),
        new("a pattern with a back-reference", @"text.matches(r'(a)\1')"),
        new("a pattern with a huge count", "text.matches('a{2147483647}')"),
        new("a pattern with a count beyond all", "text.matches('a{99999999999999999999}')"),
    ];

    private static IEnumerable<HostileExpression> Values =>
    [
        new("long lists compared", "list.all(a, list == list)"),
        new("long maps compared", "list.all(a, map == map)"),
        new("long texts compared", "list.all(a, text + 'x' == text + 'y')", IsRefused: false),
        new("long texts ordered", "list.all(a, text + 'x' <= text + 'y')"),
        new("long texts compared where nothing is made", "list.all(a, list.all(b, text == text))"),
        new("a long list searched", "list.all(a, !(-1 in list))"),
        new("a map of maps", "list.map(a, map)"),
        new("the largest numbers multiplied", "9223372036854775807 * 9223372036854775807"),
        new("the smallest number turned", "-(-9223372036854775807 - 1)"),
        new("the smallest number divided", "(-9223372036854775807 - 1) / -1"),
        new("a duration beyond all", "duration('9999999999999999h')"),
        new("a timestamp beyond all", "timestamp(253402300799) + duration('1s')"),
        new("durations added without end", "list.all(a, duration('2562047h') + duration('2562047h') > duration('0s'))"),
        new("a result of a megabyte", "[text, text, text]"),
        new("a long list as the result", "list.map(a, [a, a, a, a, a, a, a, a])"),
    ];

    /// <summary>A frame with the long values.</summary>
    public static Frame Frame()
    {
        var frame = new Frame(Scope);
        frame[0] = Value.String(new('a', 100_000));
        frame[1] = Value.List(Enumerable.Range(0, 10_000).Select(i => Value.Int(i)).ToArray());
        frame[2] = Value.Map(ValueMap.Of(
            Enumerable.Range(0, 10_000).Select(i => Value.String($"k{i}")).ToArray(),
            Enumerable.Range(0, 10_000).Select(i => Value.Int(i)).ToArray()));
        return frame;
    }

    /// <summary>Compiles and evaluates it, as typed and as dynamic data would be; the value of the second.</summary>
    public Value Run(Frame frame)
    {
        Evaluate(frame, isDynamic: false);
        return Evaluate(frame, isDynamic: true);
    }

    /// <summary>Compiles and evaluates it.</summary>
    public Value Evaluate(Frame frame, bool isDynamic)
    {
        var result = Expression.Compile(Source, Scope, new() { IsDynamic = isDynamic });
        return result.Compiled is { } expression ? expression.Evaluate(frame) : Value.Error(result.Errors[0]);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
