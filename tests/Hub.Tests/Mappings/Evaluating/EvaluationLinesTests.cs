using System.Text;
using System.Text.Json;
using Hub.Mappings.Evaluating;

namespace Hub.Tests.Mappings.Evaluating;

public class EvaluationLinesTests
{
    [Theory]
    [InlineData("", "{\"error\":")]
    [InlineData("nonsense", "{\"error\":")]
    [InlineData("[1]", "{\"error\":\"The line is no object with expr, a text.\"}")]
    [InlineData("{\"expr\":1}", "{\"error\":\"The line is no object with expr, a text.\"}")]
    [InlineData("{\"expr\":\"x\",\"bindings\":[]}", "{\"error\":\"bindings is an object of names, each with value.\"}")]
    [InlineData("{\"expr\":\"x\",\"bindings\":{\"x\":1}}", "{\"error\":\"The binding x has no value.\"}")]
    [InlineData("{\"expr\":\"x\",\"bindings\":{\"x\":{\"value\":{\"intValue\":\"1\"}}}}", "{\"error\":\"There is no kind of value intValue.\"}")]
    [InlineData("{\"expr\":\"x\",\"bindings\":{\"x\":{\"value\":{\"int64Value\":\"1e3\"}}}}", "{\"error\":\"int64Value cannot be read")]
    [InlineData("{\"expr\":\"x\",\"bindings\":{\"x\":{\"value\":{\"int64Value\":\"9223372036854775808\"}}}}", "{\"error\":\"int64Value cannot be read")]
    [InlineData("{\"expr\":\"x\",\"bindings\":{\"x\":{\"value\":{\"mapValue\":{\"entries\":[{\"key\":{\"nullValue\":null},\"value\":{\"nullValue\":null}}]}}}}}", "{\"error\":\"A key of a map")]
    [InlineData("{\"expr\":\"\\ud800\"}", "{\"error\":")]
    [InlineData("{\"expr\":\"1 +\"}", "{\"error\":")]
    [InlineData("{\"expr\":\"1 / 0\"}", "{\"error\":")]
    [InlineData("{\"expr\":\"phone('0412 345 678', 'AU')\"}", "{\"value\":{\"stringValue\":\"+61412345678\"}}")]
    [InlineData("{\"expr\":\"phone('x', 'AU')\"}", "{\"value\":{\"nullValue\":null}}")]
    [InlineData("\uFEFF{\"expr\":\"1u\"}\r", "{\"value\":{\"uint64Value\":\"1\"}}")]
    [InlineData("{\"expr\":\"a.b + 1\",\"bindings\":{\"a.b\":{\"value\":{\"int64Value\":1}}}}", "{\"value\":{\"int64Value\":\"2\"}}")]
    public async Task Line_IsAnsweredAndTheNextOneToo(string line, string answer)
    {
        var answers = await AnswersAsync($"{line}\n{{\"expr\":\"true\"}}");
        answers.Count.ShouldBe(2);
        answers[0].ShouldStartWith(answer);
        answers[1].ShouldBe("""{"value":{"boolValue":true}}""");
    }

    [Theory]
    [InlineData("b'\\xff'")]
    [InlineData("timestamp('2026-01-01T00:00:00.000000001Z')")]
    [InlineData("duration('-1.5s')")]
    [InlineData("optional.of([optional.none()])")]
    [InlineData("{1: 'a', 'b': [2u, -0.0, 1.0/0.0, 0.0/0.0 == 1.0]}")]
    [InlineData("[type(1), type(''), null, true, {}]")]
    public async Task Value_ComesBackAsItWent(string expression)
    {
        var value = JsonElement.Parse((await AnswersAsync($"{{\"expr\":\"{expression.Replace("\\", "\\\\", StringComparison.Ordinal)}\"}}"))[0]).GetProperty("value").GetRawText();
        (await AnswersAsync($"{{\"expr\":\"x\",\"bindings\":{{\"x\":{{\"value\":{value}}}}}}}"))[0].ShouldBe($"{{\"value\":{value}}}");
    }

    [Fact]
    public async Task LineThatIsTooLong_IsAnErrorAndIsNotKept()
    {
        var answers = await AnswersAsync(new string(' ', EvaluationLines.LongestLine + 100_000) + "\n{\"expr\":\"1\"}\n");
        answers.ShouldBe(["""{"error":"The line is longer than 16 MiB."}""", """{"value":{"int64Value":"1"}}"""]);
    }

    [Fact]
    public async Task LargeLine_IsAnswered()
    {
        var text = new string('x', 200_000);
        (await AnswersAsync("{\"expr\":\"size(t)\",\"bindings\":{\"t\":{\"value\":{\"stringValue\":\"" + text + "\"}}}}")).ShouldBe(["""{"value":{"int64Value":"200000"}}"""]);
    }

    [Fact]
    public async Task EachLine_IsAnsweredBeforeTheNextIsRead()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        var answered = System.Threading.Channels.Channel.CreateUnbounded<string>();
        var work = new EvaluationLines(new(MappingWorld.Environment)).AnswerAsync(pipe.Reader.AsStream(), answer => answered.Writer.WriteAsync(answer).AsTask(), CancellationToken.None);
        for (var i = 0; i < 3; i++)
        {
            await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes($"{{\"expr\":\"{i}\"}}\n"));
            (await answered.Reader.ReadAsync()).ShouldBe($"{{\"value\":{{\"int64Value\":\"{i}\"}}}}");
        }

        await pipe.Writer.CompleteAsync();
        await work;
    }

    private static async Task<List<string>> AnswersAsync(string input)
    {
        var answers = new List<string>();
        await new EvaluationLines(new(MappingWorld.Environment)).AnswerAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(input)),
            answer =>
            {
                answers.Add(answer);
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return answers;
    }
}
