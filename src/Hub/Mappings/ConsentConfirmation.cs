using Hub.Connectors;
using Hub.Customers;

namespace Hub.Mappings;

/// <summary>The answer to STOP and START that the law asks for: a service reply inside the window.</summary>
internal static class ConsentConfirmation
{
    /// <summary>The id under which its commands are listed.</summary>
    public const string RouteId = "hub.consent_confirmation";

    // No mapping file has this name: those end with .yaml.
    private const string FileName = "hub";

    /// <summary>Whether a command is such an answer, which passes opt-out.</summary>
    public static bool Is(string file, string route) => file == FileName && route == RouteId;

    /// <summary>The command that confirms a word.</summary>
    /// <param name="connector">The connector of the thread's connection.</param>
    /// <param name="connection">The connection's name.</param>
    /// <param name="thread">The thread's id.</param>
    /// <param name="word">The word.</param>
    public static CommandDraft Draft(IMessagingConnector connector, string connection, string thread, ConsentWord word)
    {
        var (action, input) = connector.Reply(new Recipient.InThread(thread), word.Confirmation);
        return new()
        {
            File = FileName,
            RouteId = RouteId,
            Item = 0,
            Action = action,
            Connection = connection,
            Input = input,
            Bindings = BindingsJson.Empty,
            Lane = Lane.Interactive,
            FollowedOutcomes = [],
        };
    }
}
