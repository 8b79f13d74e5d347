using System.Text.Json.Serialization;

namespace Hub.Connectors;

/// <summary>Tries whether a connection can do its work, for <c>hub connections check</c>. It changes nothing at the vendor.</summary>
public interface IConnectionCheck
{
    /// <summary>Looks at credentials, rights, subscriptions and whatever else the vendor lets a connection depend on.</summary>
    /// <param name="address">Where the connection's webhooks are to come to; null where <c>Hub:PublicUrl</c> is not set, which the hub tells itself.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The findings, in the order in which a person would look. Throws only what the HTTP client throws.</returns>
    Task<IReadOnlyList<CheckFinding>> CheckAsync(Uri? address, Connection connection, CancellationToken cancel);
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What, in one or two words: <c>credentials</c>, <c>scopes</c>, <c>webhooks</c>, <c>number</c>.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Text">One or two plain sentences: what was found (whose credentials, how long they hold), and what to do where something lacks. Without secrets.</param>
public sealed record CheckFinding(string Subject, CheckStanding Standing, string Text)
{
    /// <summary>A finding that is all right.</summary>
    public static CheckFinding Right(string subject, string text) => new(subject, CheckStanding.Right, text);

    /// <summary>A finding that somebody should look at.</summary>
    public static CheckFinding Doubtful(string subject, string text) => new(subject, CheckStanding.Doubtful, text);

    /// <summary>A finding that is wrong.</summary>
    public static CheckFinding Wrong(string subject, string text) => new(subject, CheckStanding.Wrong, text);
}

/// <summary>How a thing stands: a closed set.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckStanding>))]
public enum CheckStanding
{
    /// <summary>As it should be.</summary>
    Right,

    /// <summary>It works, and may not for long, or could not be seen.</summary>
    Doubtful,

    /// <summary>Something does not work.</summary>
    Wrong,
}
