using System.Globalization;

namespace Hub.Connectors.WhatsApp;

/// <summary>Kind, words and summary of a message of any kind.</summary>
internal static class Summaries
{
    /// <summary>The kind as mappings see it: Meta's type, with the three interactive answers told apart.</summary>
    public static string Kind(MessagePart message) => message switch
    {
        { Interactive.ButtonReply: not null } => "button",
        { Interactive.ListReply: not null } => "list_reply",
        { Interactive.NfmReply: not null } => "flow_reply",
        { Type: { Length: > 0 } type } => type.ToLowerInvariant(),
        _ => "unsupported",
    };

    /// <summary>The person's own words: the text or a caption.</summary>
    public static string? Words(MessagePart message) => Given(message.Text?.Body) ?? Given(message.Media?.Caption) ?? Given(message.Order?.Text);

    /// <summary>Text for every kind of message; never empty.</summary>
    public static string Summary(MessagePart message) => Kind(message) switch
    {
        "text" => Given(message.Text?.Body) ?? "[empty text]",
        "button" => Given(message.Interactive?.ButtonReply?.Title) ?? Given(message.Button?.Text) ?? Given(message.Button?.Payload) ?? "[button]",
        "list_reply" => Given(message.Interactive?.ListReply?.Title) ?? "[list choice]",
        "flow_reply" => Tagged("form answer", message.Interactive?.NfmReply?.Body),
        "image" => Tagged("image", message.Image?.Caption),
        "video" => Tagged("video", message.Video?.Caption),
        "audio" => message.Audio is { Voice: true } ? "[voice message]" : "[audio]",
        "document" => Tagged("document", message.Document?.Filename, message.Document?.Caption),
        "sticker" => "[sticker]",
        "location" => Tagged("location", Place(message.Location)),
        "contacts" => Tagged("contact", string.Join(", ", message.Contacts?.Select(card => Given(card.Name?.FormattedName)).OfType<string>() ?? [])),
        "reaction" => string.IsNullOrEmpty(message.Reaction?.Emoji) ? "[reaction removed]" : Tagged("reaction", message.Reaction.Emoji),
        "order" => Tagged("order", Order(message.Order), message.Order?.Text),
        "unsupported" => Tagged("unsupported message", message.Unsupported?.Type),
        "request_welcome" => "[opened the chat]",
        "edit" => Tagged("edited", message.Edit?.Message is { } edited ? Summary(edited) : null),
        "revoke" => "[message deleted]",
        var kind => $"[{kind}]",
    };

    private static string Tagged(string tag, params ReadOnlySpan<string?> texts)
    {
        var text = $"[{tag}]";
        foreach (var part in texts)
        {
            if (Given(part) is { } given) text = $"{text} {given}";
        }

        return text;
    }

    private static string? Place(LocationPart? place)
    {
        var named = string.Join(", ", new[] { Given(place?.Name), Given(place?.Address) }.OfType<string>());
        if (named.Length > 0) return named;
        return place is { Latitude: { } latitude, Longitude: { } longitude } ? string.Create(CultureInfo.InvariantCulture, $"{latitude}, {longitude}") : null;
    }

    private static string? Order(OrderPart? order) =>
        order?.ProductItems is { Count: > 0 } items ? string.Join(", ", items.Select(item => $"{item.Quantity ?? "1"} × {item.ProductRetailerId}")) : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
