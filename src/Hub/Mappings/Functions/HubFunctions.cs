using Hub.Customers;
using Hub.Expressions;

namespace Hub.Mappings.Functions;

/// <summary>The functions of the mapping language beyond the standard ones.</summary>
internal static class HubFunctions
{
    // What one reading of a number, and one text by a locale's rules, costs of an expression's budget.
    private const int PhoneCost = 10;
    private const int LocaleCost = 20;

    private static readonly TypeUse Text = new(CelType.String, Nullable: false);
    private static readonly TypeUse TextOrNull = new(CelType.String, Nullable: true);
    private static readonly TypeUse Texts = new(CelType.ListOf(CelType.String), Nullable: false);

    /// <summary>The standard functions and the hub's own.</summary>
    /// <param name="money">The record type of amounts of money.</param>
    public static FunctionTable Table(RecordType money) => FunctionTable.Standard.With(
        new Function("phone", [TextOrNull, TextOrNull], TextOrNull, (arguments, frame) => frame.Spend(PhoneCost) ? Phone(arguments[0], arguments[1]) : Value.Null)
        {
            CheckConstants = CheckCountry,
            Description = "A phone number as people write it, in E.164; null where it is none. The country (ISO 3166, two letters) is that of numbers written without one.",
        },
        new Function("coalesce_phone", [Texts, TextOrNull], TextOrNull, CoalescePhone)
        {
            Description = "The first of the values that is a phone number, in E.164; null where none is.",
            Chooses = true,
            CheckConstants = CheckCountry,
        },
        new Function("mentions", [Text, Texts], new(CelType.Bool, Nullable: false), (arguments, frame) => Mentions(arguments[0], arguments[1].AsList, frame))
        {
            Description = "Whether the text holds one of the words or phrases as whole words; case, accents and the final sigma make no difference.",
        },
        new Function("mentions", [Text, Text], new(CelType.Bool, Nullable: false), (arguments, frame) => Mentions(arguments[0], ValueList.Of(arguments[1]), frame))
        {
            DoubtConstants = DoubtPhrase,
            Description = "Whether the text holds the word or phrase as whole words; case, accents and the final sigma make no difference.",
        },
        new Function("script", [Text], Text, (arguments, frame) => frame.Spend(arguments[0].AsString.Length / 16) ? Value.String(Scripts.Of(arguments[0].AsString)) : Value.Null)
        {
            DoubtResult = Scripts.Doubt,
            Description = "The script of most letters of the text by ISO 15924: Latn, Grek, Cyrl, Hebr, Arab, …; Zyyy where it has no letters.",
        },
        new Function("money", [new(money, Nullable: false), Text], Text, (arguments, frame) => frame.Spend(LocaleCost) ? MoneyText.Format(arguments[0].AsRecord, arguments[1].AsString) : Value.Null)
        {
            CheckConstants = CheckLocale,
            Description = "An amount of money as people of a locale (BCP 47) write it.",
        },
        new Function("money", [new(CelType.MapOf(CelType.String, CelType.Dyn), Nullable: false), Text], Text, (arguments, frame) => frame.Spend(LocaleCost) ? MoneyText.Format(arguments[0].AsMap, arguments[1].AsString) : Value.Null)
        {
            CheckConstants = CheckLocale,
            Description = "The same of dynamic data: a map with amount (decimal text) and currency, and perhaps minor.",
        },
        new Function("date", [new(CelType.Timestamp, Nullable: false), Text, Text, Text], Text, (arguments, frame) => frame.Spend(LocaleCost) ? DateText.Format(arguments[0].AsTimestamp, arguments[1].AsString, arguments[2].AsString, arguments[3].AsString) : Value.Null)
        {
            CheckConstants = CheckDate,
            Description = "A moment by an ICU pattern (y M L d E a H h m s S, text in single quotes), in an IANA time zone and a locale (BCP 47).",
        });

    private static (int Argument, string Message)? CheckCountry(IReadOnlyList<Value?> arguments) =>
        TextOf(arguments[1]) is { } country && !Countries.IsCode(country) ? (1, Countries.Advice(country)) : null;

    private static (int Argument, string Message)? CheckLocale(IReadOnlyList<Value?> arguments) =>
        TextOf(arguments[1]) is { } locale && Locales.Fault(locale) is { } fault ? (1, fault) : null;

    private static (int Argument, string Message)? CheckDate(IReadOnlyList<Value?> arguments)
    {
        if (TextOf(arguments[1]) is { } pattern && DatePatterns.Fault(pattern) is { } wrong) return (1, wrong);
        if (TextOf(arguments[2]) is { } zone && !TimeZones.IsName(zone)) return (2, $"{zone} is no time zone. {TimeZones.Advice(zone)}");
        return TextOf(arguments[3]) is { } locale && Locales.Fault(locale) is { } fault ? (3, fault) : null;
    }

    private static (int Argument, string Message)? DoubtPhrase(IReadOnlyList<Value?> arguments) => TextOf(arguments[1]) is { } phrase && phrase.Contains(',', StringComparison.Ordinal)
        ? (1, $"This is one phrase, and its words are looked for one after the other. For any of several write [{string.Join(", ", phrase.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word}\""))}].")
        : null;

    private static string? TextOf(Value? argument) => argument is { Kind: ValueKind.String } text ? text.AsString : null;

    private static Value Phone(in Value value, in Value country) =>
        !value.IsNull && PhoneNumbers.TryParse(value.AsString, country.IsNull ? null : country.AsString, out var e164) ? Value.String(e164) : Value.Null;

    private static Value CoalescePhone(ReadOnlySpan<Value> arguments, Frame frame)
    {
        var values = arguments[0].AsList;
        for (var i = 0; i < values.Count && frame.Spend(PhoneCost); i++)
        {
            if (values[i] is { IsNull: false, Kind: not ValueKind.String }) return NotTexts("coalesce_phone", values[i]);
            var phone = Phone(values[i], arguments[1]);
            if (!phone.IsNull) return phone;
        }

        return Value.Null;
    }

    private static Value Mentions(in Value text, ValueList words, Frame frame)
    {
        if (!frame.Spend((text.AsString.Length / 8) + words.Count)) return Value.False;
        var spoken = FoldedWords.Of(text.AsString);
        for (var i = 0; i < words.Count && frame.Spend(spoken.Count / 8); i++)
        {
            if (words[i].Kind != ValueKind.String) return NotTexts("mentions", words[i]);
            if (FoldedWords.Contain(spoken, FoldedWords.Of(words[i].AsString))) return Value.True;
        }

        return Value.False;
    }

    // A list of dynamic data passes for one of texts until its elements are read.
    private static Value NotTexts(string function, in Value element) =>
        element.IsError ? element : Value.Error($"no such overload: {function} takes strings, not {ValueText.TypeName(element)}");
}
