using System.ComponentModel;
using Hub.Connectors;

namespace Hub.BuiltIn;

/// <summary>The input of <c>hub.timer</c>: nothing but the command's due time.</summary>
internal sealed record TimerInput;

/// <summary>The input of <c>hub.alert</c>.</summary>
internal sealed record AlertInput
{
    [Description("What the people who run the hub should know")]
    public required string Text { get; init; }

    [Description("How serious it is; warning where it is left out")]
    [KnownValues(AlertLevel.Info, AlertLevel.Warning, AlertLevel.Critical)]
    public string? Level { get; init; }
}

/// <summary>How serious an alert is.</summary>
internal static class AlertLevel
{
    public const string Info = "info";
    public const string Warning = "warning";
    public const string Critical = "critical";
}

/// <summary>The input of <c>hub.record_consent</c>.</summary>
internal sealed record RecordConsentInput
{
    [Description("Whose consent it is")]
    public required CustomerRef Customer { get; init; }

    [Description("The category of messages; marketing where it is left out. replies are free-form messages while the window is open")]
    public ConsentCategory? Category { get; init; }

    /// <summary>The category as it is stored.</summary>
    public string About() => (Category ?? ConsentCategory.Marketing).ToString().ToLowerInvariant();

    [Description("true for an opt-in, false for an opt-out")]
    public required bool Allowed { get; init; }

    [Description("The words with which it was stated or asked for: the evidence")]
    public required string Wording { get; init; }
}

/// <summary>The input of <c>hub.tag_customer</c>.</summary>
internal sealed record TagCustomerInput
{
    [Description("The customer")]
    public required CustomerRef Customer { get; init; }

    [Description("The tags to give")]
    public IReadOnlyList<string>? Add { get; init; }

    [Description("The tags to take away")]
    public IReadOnlyList<string>? Remove { get; init; }
}

/// <summary>The input of <c>hub.set_customer</c>; what is left out or null stays as it is.</summary>
internal sealed record SetCustomerInput
{
    [Description("The customer")]
    public required CustomerRef Customer { get; init; }

    [Description("The display name; from then on the names that vendors report do not replace it")]
    public string? Name { get; init; }

    [Description("The language as BCP 47, for example pt-BR")]
    public string? Language { get; init; }

    [Description("The IANA time zone, for example Europe/Athens")]
    public string? TimeZone { get; init; }

    [Description("The country as ISO 3166-1 alpha-2, for example GR")]
    public string? Country { get; init; }
}
