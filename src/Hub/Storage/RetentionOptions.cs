using System.ComponentModel.DataAnnotations;

namespace Hub.Storage;

/// <summary>The settings under <c>Retention</c>: for how many days what has ended is kept, and how much of it. What is open or parked stays until it has ended.</summary>
internal sealed class RetentionOptions : IValidatableObject
{
    // Vendors repeat a webhook for up to a week; a first delivery that comes as late must still find what it belongs to.
    private const int LongestRedelivery = 7;

    // Evidence of consent is asked for long after the last message.
    private const int ShortestConsent = 730;
    private const int Longest = 36500;

    /// <summary>Days for webhooks that bring nothing but statuses of messages, with their events, and for statuses of messages that the hub has not sent.</summary>
    public int StatusDays { get; init; } = 7;

    /// <summary>Days for all other webhooks with their events, for the hub's own events, and for variables that have ended.</summary>
    public int WebhookDays { get; init; } = 30;

    /// <summary>Days for commands that have ended, with their attempts, counted from their end.</summary>
    public int CommandDays { get; init; } = 90;

    /// <summary>Days for the messages of threads; 0 keeps them for ever.</summary>
    public int MessageDays { get; init; }

    /// <summary>Days for words of consent that later words of the same customer have replaced; 0 keeps them for ever. The last word is always kept.</summary>
    public int ConsentDays { get; init; }

    /// <summary>Mebibytes that webhooks of statuses may take before the oldest go earlier, with an alert; 0 for no such bound.</summary>
    public int StatusMegabytes { get; init; } = 2048;

    /// <summary>Mebibytes that all other webhooks may take before the oldest go earlier, with an alert; 0 for no such bound.</summary>
    public int WebhookMegabytes { get; init; } = 10240;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, days) in new[] { (nameof(StatusDays), StatusDays), (nameof(WebhookDays), WebhookDays), (nameof(CommandDays), CommandDays) })
        {
            if (days is < LongestRedelivery or > Longest) yield return new($"must be {LongestRedelivery} to {Longest} days: vendors repeat what was not answered for up to {LongestRedelivery}.", [name]);
        }

        if (MessageDays is < 0 or > Longest) yield return new($"must be 0, to keep them for ever, or 1 to {Longest} days.", [nameof(MessageDays)]);
        if (ConsentDays is not 0 and (< ShortestConsent or > Longest)) yield return new($"must be 0, to keep them for ever, or {ShortestConsent} to {Longest} days: proof of consent is asked for years later.", [nameof(ConsentDays)]);
        if (StatusMegabytes < 0) yield return new("must be 0, for no bound, or more.", [nameof(StatusMegabytes)]);
        if (WebhookMegabytes < 0) yield return new("must be 0, for no bound, or more.", [nameof(WebhookMegabytes)]);
    }
}
