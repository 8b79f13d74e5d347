using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sandbox.Shopify;

/// <summary>Lists with a search, an order and pages, as the API gives them.</summary>
internal static partial class ShopifySearch
{
    private const int UsualPage = 50;

    /// <summary>A page of records.</summary>
    /// <param name="type">The type of the list.</param>
    /// <param name="all">All records.</param>
    /// <param name="times">When a record changed last and was made, and its number.</param>
    /// <param name="show">Shows a record.</param>
    /// <param name="arguments">What is asked: <c>query</c> knows <c>updated_at</c> and <c>created_at</c> from a time on.</param>
    public static GraphQlObject Page<T>(string type, IEnumerable<T> all, Func<T, (DateTimeOffset Updated, DateTimeOffset Created, long Id)> times, Func<T, GraphQlObject> show, IReadOnlyDictionary<string, JsonNode?> arguments)
    {
        var found = all;
        foreach (Match term in Term().Matches((string?)arguments.GetValueOrDefault("query") ?? ""))
        {
            var since = DateTimeOffset.Parse(term.Groups["time"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            found = found.Where(one => (term.Groups["field"].Value == "updated_at" ? times(one).Updated : times(one).Created) >= since);
        }

        var sorted = found.OrderBy(one => (string?)arguments.GetValueOrDefault("sortKey") switch
        {
            "UPDATED_AT" => times(one).Updated.ToUnixTimeSeconds(),
            _ => times(one).Created.ToUnixTimeSeconds(),
        }).ThenBy(one => times(one).Id).ToList();
        if ((bool?)arguments.GetValueOrDefault("reverse") == true) sorted.Reverse();

        // Behind the record, wherever it stands by now: so a record that changes meanwhile hides no other.
        if ((string?)arguments.GetValueOrDefault("after") is { } cursor)
        {
            var (second, id) = Read(cursor);
            sorted.RemoveAll(one => times(one).Updated.ToUnixTimeSeconds() is var at && (at < second || (at == second && times(one).Id <= id)));
        }

        var size = (int?)arguments.GetValueOrDefault("first") ?? UsualPage;
        var page = sorted.Take(size).ToList();
        return Connection(type, page.Select(show), sorted.Count > size ? Cursor(times(page[^1])) : null);
    }

    /// <summary>A list and what follows it.</summary>
    public static GraphQlObject Connection(string type, IEnumerable<GraphQlObject> nodes, string? next) => new GraphQlObject(type)
        .With("nodes", () => nodes)
        .With("pageInfo", () => new GraphQlObject("PageInfo").With("hasNextPage", () => (JsonNode)(next is not null)).With("endCursor", () => next is null ? null : (JsonNode)next));

    private static string Cursor((DateTimeOffset Updated, DateTimeOffset Created, long Id) last) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.Updated.ToUnixTimeSeconds()}/{last.Id}")));

    private static (long Second, long Id) Read(string cursor)
    {
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(cursor)).Split('/');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("(?<field>updated_at|created_at):>=?'?(?<time>[0-9TZ:.+-]+)'?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Term();
}
