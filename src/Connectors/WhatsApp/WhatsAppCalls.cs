using System.Text.Json;

namespace Hub.Connectors.WhatsApp;

/// <summary>What all calls of the connector share: the client, the credentials, the limits, and how the answer to a send is read.</summary>
internal static class WhatsAppCalls
{
    /// <summary>80 messages a second for each business number, all kinds together (Meta, throughput, 2025-11).</summary>
    public static RateLimit PerNumber { get; } = new("number", LimitScope.Connection, 80, TimeSpan.FromMilliseconds(12.5));

    /// <summary>One message each 6 s to one person, of which 45 may be borrowed at once (Meta, about the platform).</summary>
    public static RateLimit PerPair { get; } = new("pair", LimitScope.Target, 45, TimeSpan.FromSeconds(6));

    /// <summary>The connection's client.</summary>
    public static IWhatsAppApi Api(Connection connection) => connection.Shared(static own => RestJson.Client<IWhatsAppApi>(own.Http, WhatsAppApiJson.Default));

    /// <summary>The value of the Authorization header.</summary>
    public static string Authorization(WhatsAppOptions options) => $"Bearer {options.AccessToken.Current}";

    /// <summary>Sends a message to the context's address.</summary>
    /// <param name="message">The message; its address and mark are put in here.</param>
    /// <param name="context">Whereto.</param>
    /// <param name="cancel">Stops waiting.</param>
    public static async Task<ActionOutcome> SendAsync(SendRequest message, ActionContext context, CancellationToken cancel)
    {
        // Where both are given the phone wins at Meta: one is enough.
        if (context.Address is not { } address || (address.To is null && address.UserId is null)) return Failed(FailureKind.NoWhatsApp, "no_address", "There is no address on WhatsApp to send to.");
        var options = context.Connection.Options<WhatsAppOptions>();
        var addressed = message with { To = address.To, Recipient = address.To is null ? address.UserId : null };
        var response = await Api(context.Connection).SendAsync(Authorization(options), options.GraphVersion, options.PhoneNumberId, addressed, cancel);
        using var answer = response.ResponseMessage;
        if (!answer.IsSuccessStatusCode)
        {
            return new ActionOutcome.Failed(WhatsAppErrors.OfAnswer(answer, response.StringContent, context.Attempt, context.Connection.Time.GetUtcNow()));
        }

        return Content(response)?.Messages is [{ Id: { Length: > 0 } id } sent, ..]
            ? new ActionOutcome.Done(new SentMessage { MessageId = id, MessageStatus = sent.MessageStatus?.ToLowerInvariant() }, id)
            : Failed(FailureKind.Unknown, "no_message_id", "WhatsApp accepted the call and named no message.");
    }

    /// <summary>A failure as an outcome.</summary>
    public static ActionOutcome Failed(FailureKind kind, string code, string text) => new ActionOutcome.Failed(new(kind, code, text));

    private static SendAnswer? Content(RestEase.Response<SendAnswer> response)
    {
        try
        {
            return response.GetContent();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
