using System.Text.Json.Serialization;
using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>One event as the fake vendor writes it into a webhook.</summary>
internal sealed record FakeEvent
{
    public string Type { get; init; } = "fake.thing.happened";

    /// <summary>The delivery key; null for one that no other event has.</summary>
    public string? Key { get; init; }
    public string Record { get; init; } = "1";
    public string Account { get; init; } = FakeVendor.Account;
    public long? Version { get; init; }

    /// <summary>The fact key, which a webhook and a comparison share.</summary>
    public string? Same { get; init; }
    public string? EchoOf { get; init; }

    public string? MadeBy { get; init; }

    /// <summary>What it reports of the record that the hub may have written to.</summary>
    public Dictionary<string, string?>? Told { get; init; }

    /// <summary>Whether that is the whole record.</summary>
    public bool IsWhole { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
    public string Text { get; init; } = "text";
    public int Number { get; init; } = 1;
    public string? Phone { get; init; }
    public string? User { get; init; }
    public string? Email { get; init; }
    public string? NewPhone { get; init; }
    public string? NewUser { get; init; }

    /// <summary>The records that went into the one that it is about.</summary>
    public IReadOnlyList<string>? Absorbed { get; init; }

    /// <summary>Whether the record is no more.</summary>
    public bool IsGone { get; init; }
    public string? MessageId { get; init; }
    public MessageStatus? Status { get; init; }
    public string? CommandId { get; init; }

    /// <summary>The file that comes with a message.</summary>
    public MediaFile? Media { get; init; }
    public FailureKind? Failure { get; init; }

    /// <summary>How long the whole account waits after the failure; null where it concerns its message alone.</summary>
    public TimeSpan? AccountWaits { get; init; }
}

/// <summary>The record that mappings see as <c>event</c>.</summary>
internal sealed record Thing
{
    public required string Record { get; init; }
    public required string Text { get; init; }
    public required int Number { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public IReadOnlyList<string>? Absorbed { get; init; }
    public bool IsGone { get; init; }
}

internal sealed record FieldInput(string Record, string Text);

internal sealed record TicketInput(string Subject);

internal sealed record TicketMade(string TicketId);

internal sealed record CommentInput(string Ticket, string Text);

internal sealed record WordsInput
{
    public Recipient? To { get; init; }
    public required string Text { get; init; }
}

internal sealed record TemplateInput
{
    public Recipient? To { get; init; }
    public required string Template { get; init; }
    public required IReadOnlyList<string> Language { get; init; }
}

internal sealed record MessageSent(string MessageId);

internal sealed record Question(string Record);

internal sealed record Answer(string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<FakeEvent>))]
[JsonSerializable(typeof(Thing))]
[JsonSerializable(typeof(FieldInput))]
[JsonSerializable(typeof(TicketInput))]
[JsonSerializable(typeof(TicketMade))]
[JsonSerializable(typeof(CommentInput))]
[JsonSerializable(typeof(WordsInput))]
[JsonSerializable(typeof(TemplateInput))]
[JsonSerializable(typeof(MessageSent))]
[JsonSerializable(typeof(OutboundMessage))]
[JsonSerializable(typeof(StoredMedia))]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class FakeJson : JsonSerializerContext;
