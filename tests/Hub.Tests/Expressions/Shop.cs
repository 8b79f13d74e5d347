using Hub.Expressions;
using Hub.Mappings;
using Hub.Mappings.Functions;

namespace Hub.Tests.Expressions;

/// <summary>A small typed world for tests: an event with an order, its customer and parcels.</summary>
internal static class Shop
{
    public static readonly RecordType Customer = new("customer",
    [
        Field<Person>("name", CelType.String, nullable: true, person => Value.StringOrNull(person.Name)),
        Field<Person>("phone", CelType.String, nullable: true, person => Value.StringOrNull(person.Phone)),
    ]);

    public static readonly RecordType Order = new("shopify.order",
    [
        Field<Purchase>("id", CelType.String, nullable: false, order => Value.String(order.Id)),
        Field<Purchase>("total", CelType.Int, nullable: false, order => Value.Int(order.Total)),
        Field<Purchase>("locale", CelType.String, nullable: true, order => Value.StringOrNull(order.Locale)),
        Field<Purchase>("customer", Customer, nullable: true, order => Value.RecordOrNull(Customer, order.Customer)) with { ReadPart = order => ((Purchase)order).Customer },
        Field<Purchase>("tags", CelType.ListOf(CelType.String), nullable: false, order => Value.List(order.Tags, Value.String)),
    ]);

    public static readonly RecordType Event = new("shopify.order.created",
    [
        Field<Happening>("status", CelType.String, nullable: false, happening => Value.String(happening.Status)) with { KnownValues = ["pending", "success", "failure"] },
        Field<Happening>("at", CelType.Timestamp, nullable: false, happening => Value.Timestamp(happening.At)),
        Field<Happening>("order", Order, nullable: false, happening => Value.Record(Order, happening.Order)) with { ReadPart = happening => ((Happening)happening).Order },
        Field<Happening>("note", CelType.String, nullable: true, happening => Value.StringOrNull(happening.Note)),
    ]);

    public static readonly Scope Scope = Scope.Of(HubFunctions.Table(new RecordTypes().Of(typeof(Hub.Connectors.Money), "money")))
        .With("event", Event)
        .With("customer", Customer, nullable: true)
        .With("let.to", CelType.String, nullable: true)
        .With("raw", CelType.Dyn)
        .With("index", CelType.Int);

    public static Happening Sample { get; } = new(
        "success",
        new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
        new("o1", 1200, null, new("Maria", "+306900000000"), ["vip", "greek"]),
        null);

    public static Frame Frame(Happening? happening = null)
    {
        var frame = new Frame(Scope);
        frame[0] = Value.Record(Event, happening ?? Sample);
        frame[2] = Value.String("+306900000000");
        return frame;
    }

    public static CompileResult<Expression> Compile(string source, CompileOptions? options = null) => Expression.Compile(source, Scope, options);

    public static Value Evaluate(string source, Frame? frame = null)
    {
        var result = Compile(source);
        return result.Compiled is { } expression ? expression.Evaluate(frame ?? Frame()) : Value.Error(result.Errors[0]);
    }

    /// <summary>Evaluates without any checks before, as untyped data is.</summary>
    public static Value Dynamic(string source) =>
        Expression.Compile(source, Scope, new() { IsDynamic = true }) is { Compiled: { } expression } ? expression.Evaluate(Frame()) : Value.Error("It does not parse.");

    private static RecordField Field<T>(string name, CelType type, bool nullable, Func<T, Value> read) =>
        new(name, type, nullable, $"The {name}.", instance => read((T)instance));
}

internal sealed record Person(string? Name, string? Phone);

internal sealed record Purchase(string Id, long Total, string? Locale, Person? Customer, IReadOnlyList<string> Tags);

internal sealed record Happening(string Status, DateTimeOffset At, Purchase Order, string? Note);
