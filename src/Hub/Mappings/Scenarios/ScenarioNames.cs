using Hub.Expressions;

namespace Hub.Mappings.Scenarios;

/// <summary>What is said after a name in a scenario that nothing has.</summary>
internal static class ScenarioNames
{
    private const int MostListed = 20;

    /// <summary>The name that was probably meant, else those that there are, as a sentence with a space before it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="known">The names that there are.</param>
    public static string Meant(string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        return names.Count == 0 ? " The files declare none."
            : Suggestion.For(name, names) is { Length: > 0 } near ? near
            : $" Known are {string.Join(", ", names.Take(MostListed))}{(names.Count > MostListed ? $" and {names.Count - MostListed} more" : "")}.";
    }
}
