using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hub.Connectors.Zendesk;

/// <summary>The mark that the hub leaves on each of its writes, in the metadata of the audit that the write makes.
/// Zendesk keeps about 1 KB of it, too little for fifty ids: the first is written whole, all of them as short hashes.</summary>
/// <param name="Hub">Always <c>1</c>: a write of the hub's.</param>
/// <param name="Command">The id of the first command.</param>
/// <param name="Commands">The short hashes of all commands, with blanks between them.</param>
internal sealed record ZendeskMark(string Hub, string Command, string Commands)
{
    // So that an event that carries the ticket's external id, but no metadata, is known to be the hub's own doing.
    private const string Prefix = "hub:";

    /// <summary>The mark of commands that go out as one write.</summary>
    public static ZendeskMark Of(IReadOnlyList<ActionCall> calls) => new("1", calls[0].CommandId, string.Join(' ', calls.Select(call => Short(call.CommandId))));

    /// <summary>The external id of a ticket that a command makes, or of a user that a customer is.</summary>
    public static string ExternalId(string id) => Prefix + id;

    /// <summary>The command that made the ticket with this external id; null where it was not the hub.</summary>
    public static string? OfExternalId(string? externalId) => externalId?.StartsWith(Prefix, StringComparison.Ordinal) == true ? externalId[Prefix.Length..] : null;

    /// <summary>Whether an audit bears the mark of a command.</summary>
    public static bool IsOn(Audit audit, string commandId) =>
        Text(audit, "hub") is not null
        && (Text(audit, "command") == commandId || Text(audit, "commands")?.Split(' ').Contains(Short(commandId), StringComparer.Ordinal) == true);

    /// <summary>The first command of the write that made an audit; null where it was not the hub.</summary>
    public static string? CommandOf(Audit audit) => Text(audit, "hub") is null ? null : Text(audit, "command");

    // 64 bits tell the commands of one ticket apart.
    private static string Short(string commandId) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(commandId)).AsSpan(0, 8));

    private static string? Text(Audit audit, string name) =>
        audit.Metadata?.Custom is { ValueKind: JsonValueKind.Object } custom && custom.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
