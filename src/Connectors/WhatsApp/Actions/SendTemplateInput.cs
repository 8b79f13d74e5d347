using System.ComponentModel;

namespace Hub.Connectors.WhatsApp;

internal sealed record SendTemplateInput
{
    [Description("To whom: a thread, a customer or a phone; null means that there is no address")]
    public Recipient? To { get; init; }

    [Description("The template's name")]
    public required string Template { get; init; }

    [Description("Wanted languages, best first: the first that an approved template has is taken, exact, then by base language")]
    public required IReadOnlyList<string> Language { get; init; }

    [Description("What the template's header takes")]
    public TemplateHeader? Header { get; init; }

    [Description("The values of the body's parameters: a list by position, or a map by name")]
    public TemplateValues? Body { get; init; }

    [Description("The values of buttons that take one, and payloads of quick replies")]
    public IReadOnlyList<TemplateButtonValue>? Buttons { get; init; }
}

internal sealed record TemplateHeader
{
    [Description("The value of a text header's parameter")]
    public string? Text { get; init; }

    [Description("An image: a web address or the id of uploaded media")]
    public string? Image { get; init; }

    [Description("A video: a web address or the id of uploaded media")]
    public string? Video { get; init; }

    [Description("A document: a web address or the id of uploaded media")]
    public string? Document { get; init; }

    [Description("The name that a document shows")]
    public string? FileName { get; init; }

    [Description("A place")]
    public TemplateLocation? Location { get; init; }
}

internal sealed record TemplateLocation
{
    [Description("Degrees north")]
    public required double Latitude { get; init; }

    [Description("Degrees east")]
    public required double Longitude { get; init; }

    [Description("The name of the place")]
    public string? Name { get; init; }

    [Description("The address of the place")]
    public string? Address { get; init; }
}

internal sealed record TemplateButtonValue
{
    [Description("Which button of the template, counted from 0")]
    public required int Index { get; init; }

    [Description("For an address button what stands in its placeholder, for a code button the code, for a quick reply its payload")]
    public required string Value { get; init; }
}
