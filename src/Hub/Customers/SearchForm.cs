namespace Hub.Customers;

/// <summary>The form under which a text is stored to be searched, and searched.</summary>
internal static class SearchForm
{
    // Fewer digits are the end of too many numbers.
    private const int FewestDigits = 7;

    /// <summary>A phone number in E.164 where it is written internationally, else its digits; any other text in lower case.</summary>
    public static string Of(string text) =>
        !IsPhone(text) ? text.Trim().ToLowerInvariant() : PhoneNumbers.TryParse(text, null, out var number) ? number : Digits(text);

    /// <summary>Whether a text is written as phone numbers are: enough digits, and nothing beside them but what people put between.</summary>
    public static bool IsPhone(string text) => Digits(text).Length >= FewestDigits && text.AsSpan().IndexOfAnyExcept("+0123456789 ()-./\u00a0") < 0;

    /// <summary>The ASCII digits of a text.</summary>
    public static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
