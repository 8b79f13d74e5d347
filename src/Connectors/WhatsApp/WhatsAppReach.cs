using System.Globalization;
using System.Text.Json;
using RestEase;

namespace Hub.Connectors.WhatsApp;

/// <summary>The messaging limit: how many different people the business portfolio may write to outside of open windows within 24 hours, by all its numbers together
/// (Meta, messaging limits, 2026-05: 250, 2,000, 10,000, 100,000, unlimited).</summary>
internal static class WhatsAppReach
{
    private const string Limit = "whatsapp_business_manager_messaging_limit";
    private const string Owner = "owner_business_info";
    private const string Tier = "TIER_";
    private const int LongestId = 64;
    private const long Most = 1_000_000_000;

    /// <summary>Asks for the limit and for whom it counts.</summary>
    public static async Task<AccountReach> AskAsync(Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<WhatsAppOptions>();
        var (number, failure) = await ReadAsync(connection, options.PhoneNumberId, Limit, cancel);
        if (number is null) return new AccountReach.Failed(failure!);
        if (Read(number.WhatsappBusinessManagerMessagingLimit) is not { } people) return new AccountReach.Untold();

        // Who may not see the portfolio counts by the account. What passes is waited for: the same people must not be counted under two names.
        var (account, refused) = await ReadAsync(connection, options.BusinessAccountId, Owner, cancel);
        if (refused is { Kind: not (FailureKind.Rejected or FailureKind.Unauthorized) }) return new AccountReach.Failed(refused);
        return new AccountReach.Told(account?.OwnerBusinessInfo?.Id is { } id && IsId(id) ? id : options.BusinessAccountId, people.PeopleADay);
    }

    /// <summary>What Meta's text of a limit stands for: <c>TIER_250</c>, <c>TIER_2K</c>, <c>TIER_UNLIMITED</c>, or a plain number.</summary>
    /// <returns>Null where it is none that is known.</returns>
    public static People? Read(string? said)
    {
        var text = said?.ToUpperInvariant() ?? "";
        if (text.StartsWith(Tier, StringComparison.Ordinal)) text = text[Tier.Length..];
        if (text == "UNLIMITED") return new(null);
        var unit = text switch { [.., 'K'] => 1_000, [.., 'M'] => 1_000_000, _ => 1 };
        return long.TryParse(unit == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 && number <= Most / unit
            ? new(number * unit)
            : null;
    }

    private static async Task<(GraphNode? Node, VendorFailure? Failure)> ReadAsync(Connection connection, string id, string fields, CancellationToken cancel)
    {
        var options = connection.Options<WhatsAppOptions>();
        var response = await WhatsAppCalls.Api(connection).NodeAsync(WhatsAppCalls.Authorization(options), options.GraphVersion, id, fields, cancel);
        using var answer = response.ResponseMessage;
        if (!answer.IsSuccessStatusCode) return (null, WhatsAppErrors.OfAnswer(answer, response.StringContent, attempt: 1, connection.Time.GetUtcNow()));
        return Content(response) is { } node ? (node, null) : (null, new(FailureKind.Transient, "unreadable", "WhatsApp's answer about the messaging limit cannot be read."));
    }

    private static GraphNode? Content(Response<GraphNode> response)
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

    private static bool IsId(string text) => text.Length is > 0 and <= LongestId && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>How many people a limit lets one write to within 24 hours.</summary>
    /// <param name="PeopleADay">Null for as many as one likes.</param>
    public sealed record People(long? PeopleADay);
}
