using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Hub.Expressions;

namespace Hub.Mappings.Evaluating;

/// <summary>
/// Answers lines: each <c>{"expr": TEXT, "bindings"?: {NAME: {"value": V}}}</c> by <c>{"value": V}</c> or <c>{"error": TEXT}</c>, in order, each as soon as it is known.
/// A line that is none is answered as an error, and the next one is read.
/// </summary>
internal sealed class EvaluationLines(Evaluator evaluator)
{
    /// <summary>The longest line, in octets; of a longer one nothing is kept.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    private const byte NewLine = (byte)'\n';

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    // A value nests three objects of JSON for each of its own levels.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_000 };

    /// <summary>Answers all lines.</summary>
    /// <param name="input">UTF-8, one object a line.</param>
    /// <param name="output">Gets one line for each, flushed.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task AnswerAsync(Stream input, Func<string, Task> output, CancellationToken cancel)
    {
        var reader = PipeReader.Create(input, new(bufferSize: 64 * 1024, leaveOpen: true));
        var (isTooLong, number) = (false, 0L);
        for (var isOpen = true; isOpen;)
        {
            var read = await reader.ReadAsync(cancel);
            var buffer = read.Buffer;
            while (buffer.PositionOf(NewLine) is { } end)
            {
                number++;
                await output(isTooLong ? TooLong() : Answer(buffer.Slice(0, end), number));
                isTooLong = false;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            isOpen = !read.IsCompleted;
            if (!isOpen && (buffer.Length > 0 || isTooLong)) await output(isTooLong ? TooLong() : Answer(buffer, number + 1));
            isTooLong |= isOpen && buffer.Length > LongestLine;
            if (isTooLong) buffer = buffer.Slice(buffer.End);
            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync();
    }

    private string Answer(in ReadOnlySequence<byte> line, long number)
    {
        try
        {
            using var document = Parse(line, number);
            var (expression, bindings) = Read(document.RootElement);
            return Write(evaluator.EvaluateDynamic(expression, bindings));
        }
        catch (JsonException wrong)
        {
            return EvaluationJson.Error(wrong.Message);
        }
    }

    private static string Write(Value value)
    {
        try
        {
            return EvaluationJson.Write(value);
        }
        catch (ArgumentException halfOfPair)
        {
            throw new JsonException(halfOfPair.Message, halfOfPair);
        }
    }

    private static (string Expression, List<(string Name, Value Value)> Bindings) Read(JsonElement line)
    {
        try
        {
            return Parts(line);
        }
        catch (InvalidOperationException halfOfPair)
        {
            throw new JsonException(halfOfPair.Message, halfOfPair);
        }
    }

    private static JsonDocument Parse(in ReadOnlySequence<byte> line, long number)
    {
        try
        {
            return JsonDocument.Parse(WithoutMark(line), Deep);
        }
        catch (JsonException wrong)
        {
            throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"Line {number} is not JSON. Write one object on each line, such as {{\"expr\": \"1 + 1\"}}."), wrong);
        }
    }

    private static ReadOnlySequence<byte> WithoutMark(in ReadOnlySequence<byte> line)
    {
        Span<byte> begin = stackalloc byte[ByteOrderMark.Length];
        if (line.Length < begin.Length) return line;
        line.Slice(0, begin.Length).CopyTo(begin);
        return begin.SequenceEqual(ByteOrderMark) ? line.Slice(begin.Length) : line;
    }

    private static (string Expression, List<(string Name, Value Value)> Bindings) Parts(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object || !line.TryGetProperty("expr", out var expression) || expression.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("The line is no object with expr, a text.");
        }

        return (expression.GetString()!, Bindings(line));
    }

    private static List<(string Name, Value Value)> Bindings(JsonElement line)
    {
        if (!line.TryGetProperty("bindings", out var bindings) || bindings.ValueKind == JsonValueKind.Null) return [];
        if (bindings.ValueKind != JsonValueKind.Object) throw new JsonException("bindings is an object of names, each with value.");
        return [.. bindings.EnumerateObject().Select(binding => (
            binding.Name,
            binding.Value.ValueKind == JsonValueKind.Object && binding.Value.TryGetProperty("value", out var value) ? SuiteJson.Read(value) : throw new JsonException($"The binding {binding.Name} has no value.")))];
    }

    private static string TooLong() => EvaluationJson.Error($"The line is longer than {LongestLine / 1024 / 1024} MiB.");
}
