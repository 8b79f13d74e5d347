using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Endpoints;

/// <summary>The names of the calls in the description of the API: method and path, such as <c>postCommandsByIdReplay</c>, by which generated clients name their functions.</summary>
internal static partial class OperationIds
{
    /// <summary>The name of a call.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path with its parameters in braces.</param>
    public static string Of(string method, string path)
    {
        var parts = path.Replace(AdminEndpoints.Root, "", StringComparison.Ordinal).Split('/', StringSplitOptions.RemoveEmptyEntries).SelectMany(part => Word().Matches(part)
            .Select(word => (part[0] == '{' ? "By" : "") + char.ToUpper(word.Value[0], CultureInfo.InvariantCulture) + word.Value[1..]));
        return method.ToLowerInvariant() + string.Concat(parts);
    }

    [GeneratedRegex("[A-Za-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
