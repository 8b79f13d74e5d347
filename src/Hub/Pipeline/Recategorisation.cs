using System.Text.Json;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Customers;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// What is done when the vendor makes a template a marketing one that was none: the routes that send it are paused, because their messages would go to people who were not asked for marketing,
/// and cost as such, until somebody has looked.
/// </summary>
internal static class Recategorisation
{
    // Of a route that takes the template's name from the event, so many of its latest commands tell whether it is this one.
    private const int Latest = 200;

    /// <summary>Whether a template has become a marketing one.</summary>
    public static bool Is(MessageTemplate before, MessageTemplate now) =>
        ConsentCategories.Of(before.Category) != ConsentCategories.Marketing && ConsentCategories.Of(now.Category) == ConsentCategories.Marketing;

    /// <summary>Pauses the routes that send it, and tells so.</summary>
    /// <param name="sql">The transaction that keeps the templates as they are now.</param>
    /// <param name="files">The files in force; null where there are none yet.</param>
    /// <param name="connection">Whose template it is.</param>
    /// <param name="template">As it is now.</param>
    /// <param name="before">Its category before.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask PauseAsync(ISql sql, Snapshot? files, Connection connection, MessageTemplate template, string before, DateTimeOffset now)
    {
        var why = $"The template {template.Name} ({template.Language}) was {before} and is {template.Category} now.";
        var paused = new List<string>();
        foreach (var route in files?.Routes ?? [])
        {
            if (route.Connection != connection.Name || route.Action is not IMessageAction { Lane: Lane.Template } action || !await SendsAsync(sql, route, action, template.Name)) continue;
            paused.Add(route.Id);
            if (!await Pauses.AddAsync(sql, new(Pauses.Route, route.Id, why, Pauses.Category, now), now)) continue;
            await Alerts.RaiseAsync(
                sql, AlertName.Paused, $"{Pauses.Route}/{route.Id}", AlertLevel.Critical, $"The route {route.Id} was paused. {why} Look whether everybody whom it writes to has agreed to marketing, then resume it.", now);
        }

        await Alerts.AddOwnAsync(
            sql, AlertLevel.Warning, $"{why} It goes to nobody who wants no marketing. {(paused.Count == 0 ? "No route sends it by itself." : $"Paused: {string.Join(", ", paused)}.")}", now);
    }

    private static async ValueTask<bool> SendsAsync(ISql sql, Route route, IMessageAction action, string template)
    {
        if (route.Template is { } name) return name == template;
        var inputs = await sql.ListAsync("SELECT input FROM command WHERE route = $1 AND action = $2 AND input IS NOT NULL ORDER BY seq DESC LIMIT $3", row => row.GetString(0), route.Id, action.Name, Latest);
        return inputs.Exists(input => action.Intent(JsonSerializer.Deserialize(input, action.Input)!) is MessageIntent.OfTemplate sent && sent.Name == template);
    }
}
