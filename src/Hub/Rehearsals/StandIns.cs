using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hub.Rehearsals;

/// <summary>
/// Replaces what names people in JSON: phones, e-mail addresses, names, addresses and tokens, by the fields' names and by what the texts look like. The same value
/// gets the same stand-in wherever it stands and in whichever form, so that what belonged together still does. First learn everything, then replace.
/// </summary>
/// <param name="salt">Makes the stand-ins of tokens; random, so that nobody can find the token to a stand-in by trying.</param>
internal sealed class StandIns(byte[] salt)
{
    private static readonly Regex Emails = new(@"[\w.%+\-]+@[\w\-]+(\.[\w\-]+)+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex QuerySecrets = new(@"(?<before>[?&](access_token|token|key|signature|sig|hmac|secret|code|auth|password)=)(?<value>[^&\s""]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase);
    private static readonly Regex Addresses = new(@"\b[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\b", RegexOptions.NonBacktracking);
    private static readonly Regex Segments = new("[A-Za-z0-9_+=~-]{20,}", RegexOptions.NonBacktracking);

    private const int ShortestKnown = 4;
    private const int LongEnoughAnywhere = 12;
    private readonly PhoneStandIns phones = new();
    private readonly NameStandIns names = new();
    private readonly Dictionary<string, string> emails = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> made = new(StringComparer.Ordinal);

    /// <summary>Learns a value of a kind.</summary>
    public void Learn(PersonalKind kind, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return;
        switch (kind)
        {
            case PersonalKind.Phone:
                phones.Learn(value);
                break;
            case PersonalKind.Name:
                names.Learn(value);
                break;
            case PersonalKind.Email:
                Email(value);
                break;
            case PersonalKind.Address or PersonalKind.Token:
                known.TryAdd(value, Shaped(value));
                break;
        }
    }

    /// <summary>Learns all that the fields of a document name as a person's.</summary>
    public void Learn(JsonNode? document) => Learn(document, "", "", []);

    /// <summary>A copy of a document without anything that was learned, nor anything that looks like it. All documents have to be learned before.</summary>
    public JsonNode? Replace(JsonNode? document) => Replace(document, "", "", []);

    /// <summary>A text without anything that was learned, nor anything that looks like it.</summary>
    public string Replace(string text)
    {
        var replaced = Emails.Replace(text, match => Email(match.Value));
        foreach (var (value, standIn) in known.Where(pair => pair.Key.Length >= ShortestKnown).OrderByDescending(pair => pair.Key.Length))
        {
            replaced = ReplaceWhole(replaced, value, standIn);
        }

        replaced = QuerySecrets.Replace(replaced, match => $"{match.Groups["before"].Value}{Shaped(match.Groups["value"].Value)}");
        replaced = Addresses.Replace(replaced, match => Shaped(match.Value));
        replaced = Segments.Replace(replaced, match => IsToken(match.Value) && !made.Contains(match.Value) ? Shaped(match.Value) : match.Value);
        return names.Replace(phones.Replace(replaced));
    }

    private void Learn(JsonNode? node, string field, string owner, IReadOnlyList<string> beside)
    {
        switch (node)
        {
            case JsonObject map:
                var fields = map.Select(pair => pair.Key).ToList();
                foreach (var (name, value) in map) Learn(value, name, field, fields);
                break;
            case JsonArray list:
                foreach (var item in list) Learn(item, field, owner, beside);
                break;
            case JsonValue value when PersonalFields.Of(field, owner, beside) is not PersonalKind.None and var kind:
                if (value.GetValueKind() == JsonValueKind.String) Learn(kind, value.GetValue<string>());
                else if (value.GetValueKind() == JsonValueKind.Number && kind == PersonalKind.Phone) phones.Learn(value.ToJsonString());
                break;
            case JsonValue value when field is "from" or "to" && value.GetValueKind() == JsonValueKind.String && PhoneStandIns.IsNumber(value.GetValue<string>()):
                phones.Learn(value.GetValue<string>());
                break;
        }
    }

    private JsonNode? Replace(JsonNode? node, string field, string owner, IReadOnlyList<string> beside)
    {
        switch (node)
        {
            case JsonObject map:
                var fields = map.Select(pair => pair.Key).ToList();
                return new JsonObject(map.Select(pair => KeyValuePair.Create(Replace(pair.Key), Replace(pair.Value, pair.Key, field, fields))));
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Replace(item, field, owner, beside))]);
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = value.GetValue<string>();
                return JsonValue.Create(PersonalFields.Of(field, owner, beside) is PersonalKind.Address or PersonalKind.Token && known.TryGetValue(text, out var whole) ? whole : Replace(text));
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                if (PersonalFields.Of(field, owner, beside) == PersonalKind.Address) return JsonValue.Create(0);
                var digits = value.ToJsonString();
                return phones.Replace(digits) is var other && other != digits ? JsonNode.Parse(other) : value.DeepClone();
            default:
                return node?.DeepClone();
        }
    }

    private string Email(string value) =>
        emails.TryGetValue(value, out var there) ? there : emails[value] = $"person{(emails.Count + 1).ToString(null, null)}@example.com";

    // A short value, a postcode say, counts only where it stands alone: its digits may stand in an id by chance.
    private static string ReplaceWhole(string text, string value, string standIn)
    {
        var from = 0;
        while (text.IndexOf(value, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            var end = at + value.Length;
            var isWhole = value.Length >= LongEnoughAnywhere || ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])));
            if (isWhole) text = text[..at] + standIn + text[end..];
            from = isWhole ? at + standIn.Length : at + 1;
        }

        return text;
    }

    // A vendor's ids and secrets: long, and of letters and digits mixed as no word is.
    private static bool IsToken(string text) =>
        text.Any(char.IsAsciiDigit)
        && ((text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower))
            || (text.Count(char.IsAsciiDigit) >= 4 && (text.All(letter => char.IsAsciiHexDigit(letter) || letter == '-') || !text.Any(char.IsAsciiLetterLower)) && text.Any(char.IsAsciiLetter)));

    // Letters for letters and digits for digits, so that whatever reads it still can.
    private string Shaped(string value)
    {
        for (var round = 0; ; round++)
        {
            var noise = System.Security.Cryptography.HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes($"{round.ToString(null, null)}/{value.ToLowerInvariant()}"));
            var isHex = value.All(letter => char.IsAsciiHexDigit(letter) || letter == '-');
            var shaped = string.Concat(value.Select((letter, at) => Other(letter, noise[at % noise.Length] + at, isHex)));
            if (shaped.Equals(value, StringComparison.OrdinalIgnoreCase) && value.Any(char.IsLetterOrDigit)) continue;
            made.Add(shaped);
            return shaped;
        }
    }

    private static char Other(char letter, int noise, bool isHex) => letter switch
    {
        >= '0' and <= '9' => (char)('0' + (noise % 10)),
        >= 'a' and <= 'z' => (char)('a' + (noise % (isHex ? 6 : 26))),
        >= 'A' and <= 'Z' => (char)('A' + (noise % (isHex ? 6 : 26))),
        _ when char.IsLetter(letter) => 'x',
        _ => letter,
    };
}
