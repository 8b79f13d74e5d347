using System.Globalization;
using System.Text.Json.Nodes;

namespace Sandbox.Vendors;

/// <summary>What somebody gives to a control of the Sandbox by hand is not what it takes.</summary>
/// <param name="sentence">What it takes.</param>
internal sealed class WrongControlException(string sentence) : Exception(sentence);

/// <summary>The fields of a control's body; what is wrong with one is told in a sentence.</summary>
/// <param name="json">The body; null for an empty one.</param>
internal sealed class ControlBody(JsonNode? json)
{
    private readonly JsonObject fields = json switch
    {
        null => [],
        JsonObject given => given,
        _ => throw new WrongControlException("The body must be a JSON object."),
    };

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => TextOr(name) ?? throw Wrong(name, "a text");

    /// <summary>A text, or null where it is not there.</summary>
    public string? TextOr(string name)
    {
        if (fields[name] is not { } node) return null;
        return Value<string>(node) is { Length: > 0 } text ? text : throw Wrong(name, "a text");
    }

    /// <summary>One of some words, or the usual one.</summary>
    public string? OneOf(string name, string? usual, params IReadOnlyList<string> words) =>
        TextOr(name) is not { } text ? usual : words.Contains(text, StringComparer.Ordinal) ? text : throw Wrong(name, $"one of {string.Join(", ", words)}");

    /// <summary>A phone number in international form, or null where it is not there.</summary>
    public string? PhoneOr(string name)
    {
        if (TextOr(name) is not { } text) return null;
        return text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] != '0' && text.Skip(1).All(char.IsAsciiDigit) ? text : throw Wrong(name, "a phone number in international form, such as +4915100000001");
    }

    /// <summary>Whether something holds, or null where it is not said.</summary>
    public bool? FlagOr(string name) => fields[name] is not { } node ? null : Value<bool?>(node) ?? throw Wrong(name, "true or false");

    /// <summary>A whole number within bounds, or null where it is not there.</summary>
    public int? WholeOr(string name, int least, int most) =>
        fields[name] is not { } node ? null : Value<int?>(node) is { } number && number >= least && number <= most ? number
        : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    /// <summary>A number within bounds, or null where it is not there.</summary>
    public double? NumberOr(string name, double least, double most) =>
        fields[name] is not { } node ? null : Value<double?>(node) is { } number && number >= least && number <= most ? number
        : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    /// <summary>A while, as <c>hours:minutes:seconds</c> with any number of hours, of a year at most.</summary>
    public TimeSpan Hours(string name)
    {
        var parts = Text(name).Split(':');
        if (parts.Length != 3 || !Array.TrueForAll(parts, part => part.Length is > 0 and <= 4 && part.All(char.IsAsciiDigit))) throw NoHours();
        var numbers = Array.ConvertAll(parts, part => int.Parse(part, CultureInfo.InvariantCulture));
        var span = TimeSpan.FromHours(numbers[0]) + TimeSpan.FromMinutes(numbers[1]) + TimeSpan.FromSeconds(numbers[2]);
        return span > TimeSpan.Zero && span <= TimeSpan.FromDays(366) ? span : throw NoHours();

        WrongControlException NoHours() => Wrong(name, "hours:minutes:seconds of at most a year, such as 25:00:00");
    }

    private static T? Value<T>(JsonNode node) => node is JsonValue value && value.TryGetValue<T>(out var found) ? found : default;

    private static WrongControlException Wrong(string name, string wanted) => new($"\"{name}\" must be {wanted}.");
}
