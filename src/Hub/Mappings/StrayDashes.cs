using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>Finds the dash that makes a route of its own out of keys of the route above it.</summary>
internal static class StrayDashes
{
    private static readonly string[] Deeds = ["do", "cancel", "unlink", "set"];

    /// <summary>The routes of a list. What stands behind a stray dash is told, and joined to the route that it belongs to.</summary>
    /// <param name="list">The list below <c>routes</c>.</param>
    /// <param name="problems">Gathers what is wrong.</param>
    public static IReadOnlyList<YamlMap> Joined(YamlList list, Problems problems)
    {
        var routes = new List<YamlMap>();
        foreach (var item in list.Items)
        {
            switch (item)
            {
                case YamlMap map when routes.Count > 0 && Continues(routes[^1], map):
                    problems.Add(map.Line, Math.Max(1, map.Column - 2), $"This dash begins another route, without an id. If {map.Entries[0].Name} belongs to the route {IdOf(routes[^1])} above, leave the dash out and begin {map.Entries[0].Name} in the column of id.");
                    routes[^1] = routes[^1] with { Entries = [.. routes[^1].Entries, .. map.Entries] };
                    break;
                case YamlMap map:
                    routes.Add(map);
                    break;
                case YamlScalar { Text.Length: 0, IsPlain: true }:
                    problems.Add(item.Line, Math.Max(1, item.Column - 1), "Behind this dash stands nothing. Remove it, or write a route there: id, on and do.");
                    break;
                default:
                    problems.Add(item, "A route is a map with id, on and do. Write a space behind the dash and behind each colon.");
                    break;
            }
        }

        return routes;
    }

    // Keys of a route without an id, none of which the one above has, and one of the two is no whole route.
    private static bool Continues(YamlMap above, YamlMap map) =>
        map.Entries.Count > 0
        && Has(above, ["id"])
        && map.Entries.All(entry => entry.Name != "id" && Vocabulary.RouteKeys.Contains(entry.Name, StringComparer.Ordinal) && above.Entries.All(other => other.Name != entry.Name))
        && !(IsWhole(above) && IsWhole(map));

    private static bool IsWhole(YamlMap map) => Has(map, ["on", "after"]) && Has(map, Deeds);

    private static bool Has(YamlMap map, string[] names) => map.Entries.Any(entry => names.Contains(entry.Name, StringComparer.Ordinal));

    private static string IdOf(YamlMap map) => map.Entries.First(entry => entry.Name == "id").Value is YamlScalar { Text.Length: > 0 } id ? id.Text : "";
}
