using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>Warns of what is declared and used nowhere. A name counts as used wherever a text could mean it, so that a warning is certain.</summary>
internal static class UnusedChecks
{
    public static void Check(IReadOnlyList<MappingFile> files, IReadOnlyList<RouteDraft> drafts)
    {
        foreach (var file in files)
        {
            var texts = drafts.Where(draft => draft.File == file).SelectMany(draft => TextsOf(draft.Source.At)).ToList();
            var withVars = texts.FindAll(text => text.Contains("vars", StringComparison.Ordinal));
            foreach (var entry in file.Vars.Where(entry => !Mentioned(withVars, "vars", entry.Name)))
            {
                file.Problems.Warn(entry.Key, $"Nothing uses vars.{entry.Name}. Use it or remove it.");
            }

            foreach (var link in file.Links.Where(link => !drafts.Any(draft => Names(draft.Source, link.Name.Text))))
            {
                file.Problems.Warn(link.Name, $"No route uses the link {link.Name.Text}: none has it in find, link or unlink. Use it or remove it.");
            }
        }

        foreach (var draft in drafts)
        {
            var texts = WithFollowers(draft, []).SelectMany(each => TextsOf(each.Source.At)).ToList();
            foreach (var entry in draft.Source.Let.Where(entry => !Mentioned(texts, "let", entry.Name)))
            {
                draft.Problems.Warn(entry.Key, $"Nothing uses let.{entry.Name}. Use it or remove it.");
            }

            foreach (var read in draft.Source.Read.Where(read => !Mentioned(texts, "read", read.Name.Text)))
            {
                draft.Problems.Warn(read.Name, $"Nothing uses read.{read.Name.Text}, and the vendor would be asked all the same. Use it in when or with, or remove it.");
            }
        }
    }

    private static bool Names(RouteSource route, string link) => new[] { route.Find?.Link, route.Unlink, route.Link?.Key }.Any(name => name?.Text == link);

    private static bool Mentioned(List<string> texts, string family, string name) =>
        texts.Exists(text => text.Contains(family, StringComparison.Ordinal) && text.Contains(name, StringComparison.Ordinal));

    private static HashSet<RouteDraft> WithFollowers(RouteDraft draft, HashSet<RouteDraft> seen)
    {
        if (!seen.Add(draft)) return seen;
        foreach (var follower in draft.Followers) WithFollowers(follower, seen);
        return seen;
    }

    private static IEnumerable<string> TextsOf(YamlNode node) => node switch
    {
        YamlScalar scalar => [scalar.Text],
        YamlList list => list.Items.SelectMany(TextsOf),
        YamlMap map => map.Entries.SelectMany(entry => TextsOf(entry.Value)),
        _ => [],
    };
}
