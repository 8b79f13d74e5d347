using System.Text.Json;
using Hub.Tests.Mappings;

namespace Hub.Tests.Commands;

public sealed class EvalVerbTests : IDisposable
{
    private const string Cases = "cel/cases.jsonl";
    private const string Shipment = "{payload: payloads/shopify/fulfillment-success.json, suffix: fulfillments/update, headers: {X-Shopify-Topic: fulfillments/update}, change: {order: {name: \"#2041\", country: AU}}}";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-eval-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SharedFact(Cases)]
    public async Task EveryCaseOfTheSuite_IsAnsweredInItsOwnForm()
    {
        var lines = await File.ReadAllLinesAsync(Repository.Shared(Cases));
        var called = await CommandLineUnderTest.CallAsync(["eval", "--jsonl"], string.Join('\n', lines) + "\n");
        called.Code.ShouldBe(0);
        var answers = called.Output.TrimEnd('\n').Split('\n');
        answers.Length.ShouldBe(lines.Length);
        lines.Length.ShouldBeGreaterThan(1_000);
        lines.Zip(answers).Where(pair => !Agrees(JsonElement.Parse(pair.First), JsonElement.Parse(pair.Second))).Select(pair => $"{pair.First} was answered {pair.Second}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1 + 2", "3")]
    [InlineData("-1 - 2", "-3")]
    [InlineData("phone('0412 345 678', 'AU')", "\"+61412345678\"")]
    [InlineData("duration('90s')", "90s")]
    [InlineData("[1, 2].map(x, x * 2)", "[\n  2,\n  4\n]")]
    [InlineData("'grüße ' + 'x'", "\"grüße x\"")]
    [InlineData("{}.?a", "optional.none()")]
    public async Task Expression_PrintsItsValue(string expression, string printed)
    {
        var called = await CommandLineUnderTest.CallAsync(["eval", expression]);
        called.ShouldBe(new Called(0, printed + "\n", ""));
    }

    [Theory]
    [InlineData("1 +", "at 4: ")]
    [InlineData("phnoe('1', 'AU')", "at 1: There is no function phnoe. Did you mean phone?")]
    [InlineData("[1][size('a')]", "at 1: [1] may have no element size('a')")]
    [InlineData("1 / int('0')", "at 1: ")]
    public async Task WrongExpression_Is1WithItsPlace(string expression, string sentence)
    {
        var called = await CommandLineUnderTest.CallAsync(["eval", expression]);
        called.Code.ShouldBe(1);
        called.Output.ShouldBeEmpty();
        called.Error.ShouldStartWith(sentence);
        JsonElement.Parse((await CommandLineUnderTest.CallAsync(["eval", expression, "--json"])).Output).GetProperty("error").GetString()!.ShouldStartWith(sentence == "at 1: " ? "" : sentence);
    }

    [Fact]
    public async Task LineThatIsNotJson_IsAnsweredByItsNumber_AndTheNextIsRead()
    {
        var called = await CommandLineUnderTest.CallAsync(["eval", "--jsonl"], "{\"expr\": \"1\"}\nexpr: 1\n\n{\"expr\": \"2\"}");
        called.Code.ShouldBe(0);
        var answers = called.Output.TrimEnd('\n').Split('\n');
        answers.Length.ShouldBe(4);
        JsonElement.Parse(answers[1]).GetProperty("error").GetString().ShouldBe("Line 2 is not JSON. Write one object on each line, such as {\"expr\": \"1 + 1\"}.");
        JsonElement.Parse(answers[2]).GetProperty("error").GetString()!.ShouldStartWith("Line 3 is not JSON.");
    }

    [Fact]
    public async Task CalendarWhereThereIsNone_IsAnsweredByWhereItIsLookedFor()
    {
        var called = await CommandLineUnderTest.CallAsync(["eval", "is_open('support', now)", "--mappings", folder]);
        called.Code.ShouldBe(1);
        called.Error.ShouldBe($"at 9: There is no calendar support. Declare it under Calendars in the settings, or in calendars.json beside the mapping files.\nhub eval finds no calendar in the settings and none in {Path.Combine(folder, "calendars.json")}: name the folder that has one by --mappings.\n");
    }

    [Theory]
    [InlineData("eval", "There is no expression. Write hub eval 'EXPRESSION', or --jsonl for lines of standard input.")]
    [InlineData("eval 1 --jsonl", "--jsonl takes its expressions from standard input, and nothing else beside it.")]
    [InlineData("eval 1 --event nowhere.json", "There is no file nowhere.json.")]
    [InlineData("eval 1 --event /", "/ is a folder. Name a file with an event.")]
    public async Task WrongCall_Is2WithOneSentence(string line, string sentence)
    {
        (await CommandLineUnderTest.CallAsync(line.Split(' '))).ShouldBe(new Called(2, "", sentence + "\n"));
        var asJson = await CommandLineUnderTest.CallAsync([.. line.Split(' '), "--json"]);
        asJson.Code.ShouldBe(2);
        JsonElement.Parse(asJson.Output).GetProperty("error").GetString().ShouldBe(sentence);
    }

    [Theory]
    [InlineData("2026-03-02T10:00:00Z", "true")]
    [InlineData("2026-03-02T03:00:00Z", "false")]
    public async Task CalendarsOfAFolder_AreAskedThere(string moment, string open)
    {
        var called = await CommandLineUnderTest.CallAsync(["eval", $"is_open('support', timestamp('{moment}'))", "--mappings", Path.Combine(MappingWorld.Folder, "examples")]);
        called.ShouldBe(new Called(0, open + "\n", ""));
    }

    [Fact]
    public async Task ListOfNumbersOfAllKinds_IsLaidOutOnePerLine() =>
        (await CommandLineUnderTest.CallAsync(["eval", "[1, 2u, 3.5, 1e300]"])).Output.ShouldBe("[\n  1,\n  2,\n  3.5,\n  1e+300\n]\n");

    [Fact]
    public async Task MappingFileInPlaceOfAnEvent_IsAWrongCall()
    {
        var path = Path.Combine(folder, "shipping.yaml");
        await File.WriteAllTextAsync(path, "language: 1\nroutes:\n  - id: paid\n    on: shopify.order.paid\n");
        var called = await CommandLineUnderTest.CallAsync(["eval", "event.order.name", "--event", path]);
        (called.Code, called.Error.Split(". ")[0]).ShouldBe((2, $"{path} is a mapping file, and holds no event"));
    }

    [Fact]
    public async Task FolderThatIsNotThere_IsAWrongCall() =>
        (await CommandLineUnderTest.CallAsync(["eval", "1", "--mappings", "nowhere"])).ShouldBe(new Called(2, "", "nowhere: There is no such folder.\n"));

    [Fact]
    public async Task EventWithItsType_IsCheckedAsInARoute()
    {
        var file = Write("given.yaml", Shipment.Replace("payloads/", Path.Combine(MappingWorld.Folder, "payloads") + "/", StringComparison.Ordinal));
        (await CommandLineUnderTest.CallAsync(["eval", "event.parcels[?1].?number.orValue('none') + ' ' + event.order.name", "--event", file])).ShouldBe(new Called(0, "\"PP1002 #2041\"\n", ""));
        (await CommandLineUnderTest.CallAsync(["eval", "event.satus", "--event", file])).Error.ShouldBe("at 7: event has no field satus. Did you mean status?\n");
    }

    [Fact]
    public async Task PlainJson_IsDynamicData()
    {
        var file = Write("any.json", """{"order": {"id": 5, "lines": [{"sku": "a"}, {"sku": "b"}]}}""");
        (await CommandLineUnderTest.CallAsync(["eval", "event.order.lines.map(l, l.sku).join('+') + string(event.order.id)", "--event", file])).Output.ShouldBe("\"a+b5\"\n");
        (await CommandLineUnderTest.CallAsync(["eval", "event.nothing", "--event", file])).Code.ShouldBe(1);
    }

    [Fact]
    public async Task FileThatIsNoJson_IsOneSentenceWithItsPlace()
    {
        var file = Write("broken.json", "{\n  \"a\": }");
        (await CommandLineUnderTest.CallAsync(["eval", "1", "--event", file])).ShouldBe(new Called(2, "", $"{file}:2:8: The file is not JSON. A value is missing before it.\n"));
    }

    [Fact]
    public async Task Trace_PrintsTheValueOfEachPart()
    {
        var called = await CommandLineUnderTest.CallAsync(["eval", "size([1, 2].filter(x, x > 1)) == 2 && 1 / 0 > 1", "--trace"]);
        called.Output.ShouldBe("""
            size([1, 2].filter(x, x > 1)) == 2 && 1 / 0 > 1  false
              size([1, 2].filter(x, x > 1)) == 2             false
                size([1, 2].filter(x, x > 1))                1
                  [1, 2].filter(x, x > 1)                    [2]
                    [1, 2]                                   [1,2]
                    x > 1                                    false, true
                      x                                      1, 2
              1 / 0 > 1                                      not looked at

            """.ReplaceLineEndings("\n"));
        var trace = JsonElement.Parse((await CommandLineUnderTest.CallAsync(["eval", "1 + 1 == 2", "--trace", "--json"])).Output).GetProperty("trace");
        trace.GetProperty("parts")[0].GetProperty("results")[0].GetProperty("value").GetProperty("int64Value").GetString().ShouldBe("2");
    }

    private static bool Agrees(JsonElement test, JsonElement answer) =>
        test.TryGetProperty("error", out _) ? answer.TryGetProperty("error", out _) : answer.TryGetProperty("value", out var value) && Same(test.GetProperty("value"), value);

    // The order of a map's entries means nothing, and a number may be written in several ways.
    private static bool Same(JsonElement expected, JsonElement given)
    {
        if (expected.ValueKind != given.ValueKind) return false;
        return expected.ValueKind switch
        {
            JsonValueKind.Number => expected.GetDouble().CompareTo(given.GetDouble()) == 0,
            JsonValueKind.Array => expected.GetArrayLength() == given.GetArrayLength() && (IsEntries(expected)
                ? expected.EnumerateArray().All(entry => given.EnumerateArray().Any(other => Same(entry, other)))
                : expected.EnumerateArray().Zip(given.EnumerateArray()).All(pair => Same(pair.First, pair.Second))),
            JsonValueKind.Object => expected.GetPropertyCount() == given.GetPropertyCount() && expected.EnumerateObject().All(property => given.TryGetProperty(property.Name, out var other) && Same(property.Value, other)),
            JsonValueKind.String => expected.GetString() == given.GetString(),
            _ => true,
        };
    }

    private static bool IsEntries(JsonElement list) => list.GetArrayLength() > 0 && list[0].ValueKind == JsonValueKind.Object && list[0].TryGetProperty("key", out _);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
