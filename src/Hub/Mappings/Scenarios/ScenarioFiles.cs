using Hub.Expressions;

namespace Hub.Mappings.Scenarios;

/// <summary>Which mapping files take part in a scenario: all of the folder, as in life, or those that it names under <c>files</c>.</summary>
internal static class ScenarioFiles
{
    /// <summary>The snapshot in which the scenario runs. Links and state variables are the folder's in any case: files share them.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="whole">All files of the folder.</param>
    /// <param name="testFile">The scenario's own file within the folder: files beside it may be named without their folder.</param>
    /// <param name="problems">Takes names that no file has.</param>
    public static Snapshot Of(Scenario scenario, Snapshot whole, string testFile, Problems problems)
    {
        if (scenario.Files.Count == 0) return whole;
        var beside = testFile[..(testFile.LastIndexOf('/') + 1)];
        var known = whole.Sources.Select(source => source.File).Where(file => file != MappingFolder.Calendars).ToList();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in scenario.Files)
        {
            var written = name.Text.Replace('\\', '/');
            var found = known.Find(file => file == written) ?? known.Find(file => file == beside + written);
            if (found is not null) taken.Add(found);
            else problems.Add(name, $"files: the folder has no mapping file {name.Text}.{Suggestion.For(name.Text, known)} Its files are {string.Join(", ", known)}.");
        }

        return new([.. whole.Sources.Where(source => taken.Contains(source.File))], [.. whole.Routes.Where(route => taken.Contains(route.File))], whole.Links) { State = whole.State, Calendars = whole.Calendars, Words = whole.Words };
    }
}
