using System.Globalization;

namespace Hub.Connectors.WhatsApp;

/// <summary>A template send against the template's real components: what does not fit, and what goes over the wire.</summary>
internal static class TemplateSend
{
    /// <summary>A sentence for each of header, body and buttons that does not fit the template, or null where all do.</summary>
    public static string? Mismatch(SendTemplateInput input, MessageTemplate template)
    {
        string?[] found = [Header(input.Header, template), Body(input.Body, template), Buttons(input.Buttons ?? [], template.Buttons)];
        return Array.Exists(found, sentence => sentence is not null) ? string.Join(' ', found.OfType<string>()) : null;
    }

    /// <summary>What goes out with a template, in one sentence: what its components took when it was fetched last.</summary>
    public static string Sent(MessageTemplate template) => string.Create(
        CultureInfo.InvariantCulture,
        $"Sent was what {template.Name} ({template.Language}) took when it was fetched last: {template.BodyParameters.Count} for the body, {(template.HeaderFormat == "text" ? template.HeaderParameters.Count : template.HeaderFormat is null ? 0 : 1)} for the header, {template.Buttons.Count(button => button.HasParameter)} for buttons.");

    /// <summary>The message for an input that fits.</summary>
    public static SendTemplatePart Compile(SendTemplateInput input, MessageTemplate template)
    {
        List<SendComponent> components = [];
        if (HeaderParameter(input.Header, template) is { } header) components.Add(new("header", null, null, [header]));
        if (template.BodyParameters.Count > 0)
        {
            components.Add(new("body", null, null, [.. template.BodyParameters.Select(name => new SendParameter("text")
            {
                ParameterName = template.NamedParameters ? name : null,
                Text = TemplateText.Clean(input.Body!.Value(template.BodyParameters, name)!),
            })]));
        }

        foreach (var button in (input.Buttons ?? []).OrderBy(button => button.Index)) components.Add(Button(button, template.Buttons[button.Index]));
        return new(template.Name, new(template.Language), components.Count > 0 ? components : null);
    }

    private static string? Header(TemplateHeader? header, MessageTemplate template)
    {
        var wanted = template.HeaderFormat switch
        {
            "text" => template.HeaderParameters.Count > 0 ? "text" : null,
            var format => format,
        };
        string?[] given =
        [
            header?.Text is null ? null : "text", header?.Image is null ? null : "image", header?.Video is null ? null : "video",
            header?.Document is null ? null : "document", header?.Location is null ? null : "location",
        ];
        if (Array.Find(given, kind => kind is not null && kind != wanted) is { } other) return $"The header of {template.Name} takes {wanted ?? "nothing"}, and {other} is given.";
        if (wanted is null) return null;
        if (!given.Contains(wanted, StringComparer.Ordinal)) return $"The header of {template.Name} takes {wanted}, and none is given.";
        return wanted != "location" && string.IsNullOrWhiteSpace(header!.Text ?? header.Image ?? header.Video ?? header.Document) ? $"The header of {template.Name} is given an empty {wanted}." : null;
    }

    private static string? Body(TemplateValues? values, MessageTemplate template)
    {
        var parameters = template.BodyParameters;
        if (values is { Count: > 0 } && template.NamedParameters != values.Named is not null)
        {
            return template.NamedParameters ? $"The parameters of {template.Name} have names, and a list is given." : $"The parameters of {template.Name} have positions, and names are given.";
        }

        if (values?.Named?.Keys.FirstOrDefault(name => !parameters.Contains(name, StringComparer.Ordinal)) is { } unknown) return $"The body of {template.Name} has no parameter {unknown}.";
        if (values?.Named is null && (values?.Count ?? 0) != parameters.Count)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The body of {template.Name} takes {parameters.Count} parameters, and {values?.Count ?? 0} are given.");
        }

        return parameters.FirstOrDefault(name => string.IsNullOrWhiteSpace(values?.Value(parameters, name))) is { } empty ? $"The parameter {empty} of {template.Name} is empty." : null;
    }

    private static string? Buttons(IReadOnlyList<TemplateButtonValue> given, IReadOnlyList<TemplateButton> buttons)
    {
        foreach (var value in given)
        {
            if (value.Index < 0 || value.Index >= buttons.Count) return string.Create(CultureInfo.InvariantCulture, $"The template has no button {value.Index}.");
            if (!buttons[value.Index].HasParameter && buttons[value.Index].Type != "quick_reply") return string.Create(CultureInfo.InvariantCulture, $"The button {value.Index} takes no value.");
            if (string.IsNullOrWhiteSpace(value.Value)) return string.Create(CultureInfo.InvariantCulture, $"The value of the button {value.Index} is empty.");
        }

        if (given.Select(value => value.Index).Distinct().Count() < given.Count) return "A button is given two values.";
        for (var index = 0; index < buttons.Count; index++)
        {
            if (buttons[index].HasParameter && !given.Any(value => value.Index == index)) return string.Create(CultureInfo.InvariantCulture, $"The button {index} needs a value.");
        }

        return null;
    }

    private static SendParameter? HeaderParameter(TemplateHeader? header, MessageTemplate template) => template.HeaderFormat switch
    {
        "text" when template.HeaderParameters is [var name, ..] => new("text") { ParameterName = template.NamedParameters ? name : null, Text = TemplateText.Clean(header!.Text!) },
        "image" => new("image") { Image = Media(header!.Image!) },
        "video" => new("video") { Video = Media(header!.Video!) },
        "document" => new("document") { Document = Media(header!.Document!) with { Filename = header.FileName } },
        "location" => new("location") { Location = new(header!.Location!.Latitude, header.Location.Longitude, header.Location.Name, header.Location.Address) },
        _ => null,
    };

    private static SendMedia Media(string media) =>
        media.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || media.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? new() { Link = media } : new() { Id = media };

    // The code of an authentication template goes out as the button's address (Meta, authentication templates).
    private static SendComponent Button(TemplateButtonValue value, TemplateButton button)
    {
        var (subType, parameter) = button.Type switch
        {
            "quick_reply" => ("quick_reply", new SendParameter("payload") { Payload = value.Value }),
            "copy_code" => ("copy_code", new SendParameter("coupon_code") { CouponCode = value.Value }),
            _ => ("url", new SendParameter("text") { Text = TemplateText.Clean(value.Value) }),
        };
        return new("button", subType, value.Index.ToString(CultureInfo.InvariantCulture), [parameter]);
    }
}
