using System.Globalization;
using System.Text.Json;
using Hub.Expressions;

namespace Hub.Benchmarks.Cel;

/// <summary>Usual expressions on an event of dynamic data, and a whole typed route.</summary>
internal static class CelBenchmark
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var expressionsFile = Usage.Option(arguments, "--expressions") ?? Path.Combine(AppContext.BaseDirectory, "Cel", "usual.cel");
        var eventFile = Usage.Option(arguments, "--event") ?? Path.Combine(AppContext.BaseDirectory, "Cel", "usual.json");
        if (new[] { expressionsFile, eventFile }.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            output.WriteLine($"There is no file {missing}.");
            return 2;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(eventFile));
        var happening = document.RootElement.Clone();
        var scope = ScopeOf(happening);
        var compiled = new List<Expression>();
        foreach (var source in File.ReadLines(expressionsFile).Where(line => line.Trim().Length > 0))
        {
            if (Compiled(source, scope, output) is not { } expression) return 1;
            compiled.Add(expression);
        }

        var frame = FrameOf(scope, happening);
        foreach (var expression in compiled)
        {
            var value = expression.Evaluate(frame);
            if (value.IsError) output.WriteLine($"{expression.Source} fails: {value.AsError.Message}");
        }

        Expression[] all = [.. compiled];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.Length} expressions, one pass:           {Measured.Of(() => Pass(all, frame))}"));
        output.WriteLine($"the same, the event new each pass:  {Measured.Of(() => Pass(all, FrameOf(scope, happening)))}");
        output.WriteLine($"compiling them:                    {Measured.Of(() => Array.ForEach(all, expression => Expression.Compile(expression.Source, scope)))}");
        if (Usage.Option(arguments, "--each") is not null)
        {
            foreach (var expression in all) output.WriteLine($"{Measured.Of(() => expression.Evaluate(frame))}  {expression.Source}");
        }

        RouteBenchmark.Run(output);
        return 0;
    }

    private static void Pass(Expression[] expressions, Frame frame)
    {
        foreach (var expression in expressions) expression.Evaluate(frame);
    }

    private static Expression? Compiled(string source, Scope scope, TextWriter output)
    {
        var result = Expression.Compile(source, scope);
        // What the checker refuses of untyped data may be meant, as the suite's cases are.
        if (result.Compiled is null) result = Expression.Compile(source, scope, new() { IsDynamic = true });
        if (result.Compiled is null) output.WriteLine($"{source}: {result.Errors[0].Message}");
        return result.Compiled;
    }

    // The event by its name; and where the file holds several variables, each by its own.
    private static Scope ScopeOf(JsonElement happening)
    {
        var scope = Scope.Of(FunctionTable.Standard).With("now", CelType.Timestamp).With("event", CelType.Dyn);
        if (happening.ValueKind != JsonValueKind.Object) return scope;
        return happening.EnumerateObject().Where(property => property.Name != "now").Aggregate(scope, (known, property) => known.With(property.Name, CelType.Dyn));
    }

    private static Frame FrameOf(Scope scope, JsonElement happening)
    {
        var frame = new Frame(scope);
        frame[0] = Value.Timestamp(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        frame[1] = Value.FromJson(happening);
        if (happening.ValueKind != JsonValueKind.Object) return frame;
        var slot = 2;
        foreach (var property in happening.EnumerateObject().Where(property => property.Name != "now")) frame[slot++] = Value.FromJson(property.Value);
        return frame;
    }
}
