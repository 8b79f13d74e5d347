using System.Globalization;
using Hub.Expressions;

namespace Hub.Tests.Expressions;

/// <summary>Whatever the source, compiling and evaluating give a value or an error, and throw nothing.</summary>
public class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "event", "event.order", ".total", ".?customer", ".?name", ".orValue(", ".tags", "raw", "let.to", "customer", "1", "0", "-", "2u", "1.5", "'a'", "\"😀\"", "b'x'", "null", "true",
        "==", "!=", "<", ">=", "&&", "||", "!", "+", "*", "/", "%", "?", ":", "(", ")", "[", "]", "[?", "{", "}", ",", " in ", "size(", "has(", ".map(x, ", ".filter(x, ", ".exists(", "x",
        "string(", "int(", "timestamp(", "duration('1h')", ".matches(", ".split(", ".join(", ".format(", "math.greatest(", "optional.of(", "optional.none()", "cel.bind(y, ", "y", ".",
        "`q`", "//", "\n", "9223372036854775807", "-9223372036854775808", "type(", "dyn(", ".substring(", ".replace(", "\\", "\"", "$", "${", "0x", "1e",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomSource_GivesAValueOrAnError(int seed)
    {
        var random = new Random(seed);
        var frame = Shop.Frame();
        frame[3] = Value.List(Value.Int(1), Value.String("a"), Value.Null);
        for (var i = 0; i < 5_000; i++)
        {
            var source = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            Try(source, frame, isDynamic: i % 2 == 0);
            Template.Compile(source, Shop.Scope).Compiled?.Evaluate(frame);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void MutatedSource_GivesAValueOrAnError(int seed)
    {
        const string Source = "event.order.?customer.?name.orValue('x') + string([1, 2].map(n, n * 2)[?0].orValue(0)) == \"${a}\" && {'k': 1u}.k < 2u ? b'\\x41' : null";
        var random = new Random(seed);
        var frame = Shop.Frame();
        for (var i = 0; i < 5_000; i++)
        {
            var characters = Source.ToCharArray();
            for (var change = 0; change < 3; change++) characters[random.Next(characters.Length)] = Source[random.Next(Source.Length)];
            Try(new(characters), frame, isDynamic: i % 2 == 0);
        }
    }

    private static void Try(string source, Frame frame, bool isDynamic)
    {
        var result = Expression.Compile(source, Shop.Scope, new() { IsDynamic = isDynamic });
        (result.Compiled is null).ShouldBe(result.Errors.Count > 0, source);
        foreach (var error in result.Errors)
        {
            error.Position.ShouldBeInRange(0, source.Length, source);
            (error.Position + error.Length).ShouldBeInRange(0, source.Length, source);
            error.Message.ShouldNotBeEmpty(source);
        }

        if (result.Compiled is not { } expression) return;
        var value = expression.Evaluate(frame);
        if (value.IsError)
        {
            value.AsError.Position.ShouldBeInRange(0, (value.AsError.Source ?? source).Length, string.Create(CultureInfo.InvariantCulture, $"{source}: {value}"));
        }
    }
}
