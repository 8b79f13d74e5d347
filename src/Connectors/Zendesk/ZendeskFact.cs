using System.Globalization;

namespace Hub.Connectors.Zendesk;

/// <summary>The keys by which a webhook and a comparison know one fact.</summary>
internal static class ZendeskFact
{
    /// <summary>A ticket was opened.</summary>
    public static string Created(string ticket) => $"ticket/{ticket}/created";

    /// <summary>A comment was written.</summary>
    public static string Comment(string comment) => $"comment/{comment}";

    /// <summary>A ticket got a status. The time is that of the ticket's change, in whole seconds: a webhook has it in <c>detail.updated_at</c>, and a time of its own besides.</summary>
    public static string Status(string ticket, string status, DateTimeOffset changed) => string.Create(CultureInfo.InvariantCulture, $"ticket/{ticket}/status/{status}/{changed.ToUnixTimeSeconds()}");
}
