namespace Sandbox.WhatsApp;

/// <summary>The templates that the business has had approved, and two that it may not send.</summary>
internal static class StandardTemplates
{
    public static IReadOnlyList<Template> All { get; } =
    [
        new("order_shipped", "en", "UTILITY", "Hi {{1}}, your order {{2}} is on its way. Follow it here: {{3}}"),
        new("order_shipped", "de", "UTILITY", "Hallo {{1}}, deine Bestellung {{2}} ist unterwegs. Hier kannst du sie verfolgen: {{3}}"),
        new("we_have_an_answer", "en", "UTILITY", "Hi {{1}}, we have an answer to your question. Reply to this message to read it."),
        new("we_have_an_answer", "de", "UTILITY", "Hallo {{1}}, wir haben eine Antwort auf deine Frage. Antworte kurz, um sie zu lesen."),
        new("documents_required", "en", "UTILITY", "Hi {{1}}, to go on we need your documents. Please send them here."),
        new("how_was_it", "en", "MARKETING", "Hi {{1}}, how do you like your order {{2}}? Next time you get 10 % off."),
        new("how_was_it", "de", "MARKETING", "Hallo {{1}}, wie gefällt dir deine Bestellung {{2}}? Beim nächsten Mal bekommst du 10 % Rabatt."),
        new("booking_confirmed", "en", "UTILITY", "Hi {{1}}, you are booked at {{2}} for {{3}}.") { QuickReplies = ["Cancel"] },
        new("booking_reminder", "en", "UTILITY", "Hi {{1}}, we expect you at {{2}} on {{3}}.") { QuickReplies = ["Cancel"] },
        new("booking_cancelled", "en", "UTILITY", "Hi {{1}}, your appointment at {{2}} on {{3}} is cancelled."),
        new("deal_news", "en", "UTILITY", "Hi {{1}}, {{2}}."),
        new("thank_you", "en", "MARKETING", "Hi {{1}}, thank you for your trust! Tell a friend, and both of you get 10 % off."),
        new("winter_sale", "en", "MARKETING", "Hi {{1}}, our winter sale begins tomorrow.", "PENDING"),
        new("summer_sale", "en", "MARKETING", "Hi {{1}}, our summer sale begins tomorrow.", "PAUSED"),
    ];
}
