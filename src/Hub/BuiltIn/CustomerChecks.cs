namespace Hub.BuiltIn;

/// <summary>What may stand in a customer's record.</summary>
internal static class CustomerChecks
{
    private const int LongestTag = 100;
    private const int LongestLanguage = 35;

    /// <summary>What is wrong with tags, as a sentence, or null.</summary>
    public static string? Of(TagCustomerInput input) =>
        (input.Add ?? []).Concat(input.Remove ?? []).Any(tag => tag.Length is 0 or > LongestTag || tag != tag.Trim())
            ? $"A tag has 1 to {LongestTag} characters and no blanks around it."
            : null;

    /// <summary>What is wrong with a change, as a sentence, or null.</summary>
    public static string? Of(SetCustomerInput input)
    {
        if (input.Language is { } language && !IsLanguage(language)) return "language takes BCP 47, for example en or pt-BR.";
        if (input.TimeZone is { Length: > 0 } zone && !(zone.Contains('/', StringComparison.Ordinal) || zone == "UTC")) return "time_zone takes an IANA zone, for example Europe/Athens.";
        if (input.TimeZone is { } known && !TimeZoneInfo.TryFindSystemTimeZoneById(known, out _)) return "time_zone takes an IANA zone, for example Europe/Athens.";
        return input.Country is { } country && !(country.Length == 2 && country.All(char.IsAsciiLetter)) ? "country takes ISO 3166-1 alpha-2, for example GR." : null;
    }

    private static bool IsLanguage(string text) =>
        text.Length <= LongestLanguage && text.Replace('_', '-').Split('-') is [{ Length: 2 or 3 } first, .. var rest] && first.All(char.IsAsciiLetter)
        && rest.All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
}
