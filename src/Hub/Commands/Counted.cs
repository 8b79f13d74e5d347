using System.Globalization;

namespace Hub.Commands;

/// <summary>Numbers with their word.</summary>
internal static class Counted
{
    /// <summary><c>1 scenario</c>, <c>2 scenarios</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="many">The word for several, where it is not made by an s.</param>
    public static string Of(long count, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
