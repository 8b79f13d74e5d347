using Sandbox.Vendors;

namespace Sandbox.WhatsApp;

/// <summary>Whether a person can be reached.</summary>
internal enum Reach
{
    /// <summary>Has WhatsApp.</summary>
    Reachable,

    /// <summary>Has no WhatsApp, and the vendor says so in its answer.</summary>
    RefusedAtOnce,

    /// <summary>Has no WhatsApp, and the vendor says so by a later status.</summary>
    RefusedLater,
}

/// <summary>A person with a phone.</summary>
/// <param name="waId">The WhatsApp id: digits, not always the phone's.</param>
internal sealed class Person(string waId)
{
    public string WaId { get; } = waId;

    /// <summary>The phone in E.164.</summary>
    public string Phone { get; init; } = $"+{waId}";

    /// <summary>The profile name.</summary>
    public required string Name { get; init; }

    /// <summary>The business-scoped user id.</summary>
    public string? UserId { get; init; }

    /// <summary>The user name, where the person has taken one.</summary>
    public string? Username { get; init; }

    /// <summary>True when webhooks must not name the phone: the person has taken a user name.</summary>
    public bool HidesPhone { get; init; }

    public Reach Reach { get; init; }

    /// <summary>When they last wrote: the window is open for 24 hours from then.</summary>
    public DateTimeOffset? WroteAt { get; set; }

    /// <summary>True when they have stopped marketing messages of this business by the vendor's own switch.</summary>
    public bool StopsMarketing { get; set; }

    /// <summary>The limit for sends to this person: 45 at once, then one in 6 seconds.</summary>
    public required TokenBucket Pair { get; init; }
}

/// <summary>A message in a chat.</summary>
/// <param name="id">The vendor's id.</param>
internal sealed class ChatMessage(string id)
{
    public string Id { get; } = id;

    /// <summary>The person's WhatsApp id.</summary>
    public required string With { get; init; }

    /// <summary>True when the business sent it.</summary>
    public required bool FromBusiness { get; init; }

    public required string Type { get; init; }

    /// <summary>The words; for a template its body with the parameters in place.</summary>
    public required string Text { get; init; }

    public string? Template { get; init; }

    public string? Language { get; init; }

    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The sender's own mark, echoed in every status.</summary>
    public string? Mark { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The statuses reported so far, oldest first.</summary>
    public List<string> Statuses { get; } = [];
}

/// <summary>How many different people the business portfolio may write to outside of open windows within 24 hours.</summary>
/// <param name="Name">As the vendor names it.</param>
/// <param name="People">The number; null for unlimited.</param>
internal sealed record MessagingLimit(string Name, int? People)
{
    /// <summary>The vendor's tiers.</summary>
    public static IReadOnlyList<MessagingLimit> Tiers { get; } = [new("TIER_250", 250), new("TIER_2K", 2_000), new("TIER_10K", 10_000), new("TIER_100K", 100_000), new("TIER_UNLIMITED", null)];
}

/// <summary>A message template.</summary>
/// <param name="Name">The name.</param>
/// <param name="Language">The language code.</param>
/// <param name="Category"><c>MARKETING</c>, <c>UTILITY</c> or <c>AUTHENTICATION</c>.</param>
/// <param name="Body">The body with its placeholders <c>{{1}}</c>.</param>
/// <param name="Status">Only <c>APPROVED</c> can be sent.</param>
internal sealed record Template(string Name, string Language, string Category, string Body, string Status = "APPROVED")
{
    /// <summary>The labels of its quick-reply buttons, in order.</summary>
    public IReadOnlyList<string> QuickReplies { get; init; } = [];

    /// <summary>How many parameters the body takes.</summary>
    public int Parameters => Enumerable.Range(1, 20).TakeWhile(n => Body.Contains($"{{{{{n}}}}}", StringComparison.Ordinal)).Count();

    /// <summary>The body with the parameters in place.</summary>
    public string Fill(IReadOnlyList<string> parameters)
    {
        var text = Body;
        for (var i = 0; i < parameters.Count; i++) text = text.Replace($"{{{{{i + 1}}}}}", parameters[i], StringComparison.Ordinal);
        return text;
    }
}
