using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hub.Connectors.WhatsApp;

/// <summary>The account's templates: all pages, and what a send must know of each.</summary>
internal static partial class WhatsAppTemplates
{
    private const string Fields = "name,language,category,status,components,parameter_format";
    private const int PageSize = 100;

    // An account has at most 6,000 templates; an answer that never ends is an error of the vendor.
    private const int MaxPages = 100;

    /// <summary>Fetches all templates.</summary>
    public static async Task<TemplateList> ListAsync(Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<WhatsAppOptions>();
        List<MessageTemplate> templates = [];
        string? after = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var response = await WhatsAppCalls.Api(connection)
                .TemplatesAsync(WhatsAppCalls.Authorization(options), options.GraphVersion, options.BusinessAccountId, Fields, PageSize, after, cancel);
            using var answer = response.ResponseMessage;
            if (!answer.IsSuccessStatusCode)
            {
                return new([], WhatsAppErrors.OfAnswer(answer, response.StringContent, attempt: 1, connection.Time.GetUtcNow()));
            }

            if (Content(response) is not { } content) return new([], new(FailureKind.Transient, "unreadable", "WhatsApp's list of templates cannot be read."));
            templates.AddRange(content.Data?.Select(Of).OfType<MessageTemplate>() ?? []);
            // The address in next carries the token and names its own host: only the cursor is taken from the answer.
            var next = content.Paging is { Next.Length: > 0, Cursors.After: { Length: > 0 } cursor } ? cursor : null;
            if (next is null || next == after) return new(templates);
            after = next;
        }

        return new([], new(FailureKind.Transient, "endless", "WhatsApp's list of templates does not end."));
    }

    /// <summary>The templates of one kept answer; null where it is none.</summary>
    public static IReadOnlyList<MessageTemplate>? Read(ReadOnlyMemory<byte> answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Span, WhatsAppApiJson.Default.TemplatePage)?.Data?.Select(Of).OfType<MessageTemplate>().ToList();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A template as a send must know it; null where it lacks name or language.</summary>
    public static MessageTemplate? Of(TemplateDefinition definition)
    {
        if (definition is not { Name.Length: > 0, Language.Length: > 0 }) return null;
        var header = Component(definition, "HEADER");
        var category = definition.Category?.ToLowerInvariant() ?? "unknown";
        var named = string.Equals(definition.ParameterFormat, "NAMED", StringComparison.OrdinalIgnoreCase);
        // WhatsApp writes the body of authentication templates itself; it takes the code.
        var body = Component(definition, "BODY")?.Text ?? (category == "authentication" ? "{{1}}" : "");
        return new()
        {
            Name = definition.Name,
            Language = definition.Language,
            Category = category,
            Status = definition.Status?.ToLowerInvariant() ?? "unknown",
            NamedParameters = named,
            HeaderFormat = header?.Format?.ToLowerInvariant(),
            HeaderParameters = Parameters(header?.Text, named),
            Body = body,
            BodyParameters = Parameters(body, named),
            Buttons = [.. Component(definition, "BUTTONS")?.Buttons?.OfType<ButtonDefinition>().Select(Button) ?? []],
        };
    }

    /// <summary>The body with its placeholders replaced.</summary>
    /// <param name="body">The body, for example <c>Hi {{1}}</c>.</param>
    /// <param name="value">The value of a placeholder; null leaves the placeholder.</param>
    public static string Fill(string body, Func<string, string?> value) => Placeholder().Replace(body, match => value(match.Groups["name"].Value) ?? match.Value);

    private static TemplatePage? Content(RestEase.Response<TemplatePage> response)
    {
        try
        {
            return response.GetContent();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TemplateComponent? Component(TemplateDefinition definition, string type) =>
        definition.Components?.OfType<TemplateComponent>().FirstOrDefault(component => string.Equals(component.Type, type, StringComparison.OrdinalIgnoreCase));

    // Positions count by their number, names by their first use.
    private static List<string> Parameters(string? text, bool named)
    {
        var found = Placeholder().Matches(text ?? "").Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        return named ? found : [.. found.OrderBy(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : int.MaxValue)];
    }

    private static TemplateButton Button(ButtonDefinition button)
    {
        var type = button.Type?.ToLowerInvariant() ?? "unknown";
        var takesValue = type switch
        {
            "url" => button.Url is not null && Placeholder().IsMatch(button.Url),
            "copy_code" or "otp" => true,
            _ => false,
        };
        return new(type, button.Text ?? "", takesValue);
    }

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z0-9_]+)\s*\}\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
