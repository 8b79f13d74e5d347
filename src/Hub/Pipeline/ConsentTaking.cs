using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Whose consent it is: one of the three.</summary>
/// <param name="Customer">The hub's id of the customer.</param>
/// <param name="Phone">Their phone, E.164.</param>
/// <param name="Email">Their e-mail address.</param>
internal sealed record ConsentSubject(string? Customer, string? Phone, string? Email);

/// <summary>What telling of a consent led to: a closed set.</summary>
internal abstract record ConsentTaken
{
    private ConsentTaken()
    {
    }

    /// <summary>It is kept; also where it was before.</summary>
    /// <param name="Row">As it is kept.</param>
    public sealed record Kept(ConsentRequestRow Row) : ConsentTaken;

    /// <summary>The key was used for something else.</summary>
    public sealed record Other : ConsentTaken;

    /// <summary>There is no such customer.</summary>
    public sealed record Nobody : ConsentTaken;

    /// <summary>It does not fit the configuration.</summary>
    /// <param name="Sentence">Why.</param>
    public sealed record Wrong(string Sentence) : ConsentTaken;
}

/// <summary>Takes the consent of people that was stated outside of the chat.</summary>
internal sealed class ConsentTaking(IDatabase database, ConnectionRegistry connections, HubSettings settings, FaultTrigger faults, TimeProvider time)
{
    private const string NoChannel = "hub";

    /// <summary>Keeps a consent. An opt-in from a source that the connection wants confirmed counts once the person has confirmed it there.</summary>
    /// <param name="subject">Whose it is; who is not known yet becomes a customer.</param>
    /// <param name="told">What was told; its customer, channel and state are found here.</param>
    /// <param name="isDated">Whether its time was told too.</param>
    /// <param name="connection">The connection in whose chat it would be confirmed; null for the only one that there is.</param>
    /// <param name="cancel">Withdraws the order while it waits.</param>
    public async Task<ConsentTaken> TakeAsync(ConsentSubject subject, ConsentRequestRow told, bool isDated, string? connection, CancellationToken cancel)
    {
        var chats = connections.All.Where(one => one.Connector is IMessagingConnector).Select(one => one.Name).ToList();
        if (connection is not null && !chats.Contains(connection, StringComparer.Ordinal)) return new ConsentTaken.Wrong($"{connection} is no connection with a chat. Known: {string.Join(", ", chats)}.");
        var channel = connection ?? (chats.Count == 1 ? chats[0] : NoChannel);
        if (channel == NoChannel && told.Allowed && chats.Exists(chat => MustConfirm(chat, told))) return new ConsentTaken.Wrong($"connection is missing: an opt-in by {told.Source} has to be confirmed in a chat, and there are several. Known: {string.Join(", ", chats)}.");
        var now = time.GetUtcNow();
        var row = told.Allowed && MustConfirm(channel, told)
            ? told with { Channel = channel, State = ConsentRequests.Pending, LapsesAt = now + settings.Rules[channel].ConfirmWithin }
            : told with { Channel = channel, State = ConsentRequests.Recorded };
        var content = Keys.Hash(
            "consent", subject.Customer ?? "", subject.Phone ?? "", subject.Email ?? "", told.Category, told.Allowed ? "yes" : "no", told.Source, told.Wording, told.Language ?? "", connection ?? "", told.TakenBy,
            told.Evidence, !isDated ? "" : told.StatedAt.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        faults.Pass(FaultPoint.BeforeOrder);
        var taken = await database.WriteAsync<ConsentTaken>(
            WriteKind.Housekeeping,
            async sql =>
            {
                if (await ConsentRequests.FindAsync(sql, told.Key, content) is var (known, isSame)) return isSame ? new ConsentTaken.Kept(known) : new ConsentTaken.Other();
                if (await CustomerAsync(sql, subject, told.Key, now) is not { } customer) return new ConsentTaken.Nobody();
                var kept = row with { Customer = customer };
                await ConsentRequests.TellAsync(sql, kept, content, now);
                return new ConsentTaken.Kept(kept);
            },
            cancel);
        faults.Pass(FaultPoint.AfterOrder);
        return taken;
    }

    private bool MustConfirm(string chat, ConsentRequestRow told) => settings.Rules.TryGetValue(chat, out var rules) && rules.ConfirmedSources.Contains(told.Source);

    private static async ValueTask<string?> CustomerAsync(ISql sql, ConsentSubject subject, string key, DateTimeOffset now)
    {
        if (subject.Customer is { } id) return (await People.FindAsync(sql, id))?.Id;
        var person = new Person([subject.Phone is { } phone ? new Alias("", AliasKind.Phone, phone) : new Alias("", AliasKind.Email, subject.Email!)], null);
        var plan = await People.ResolveAsync(sql, person, Keys.Id("customer", "consent", key));
        await People.ApplyAsync(sql, plan, person, $"consent/{key}", now);
        return plan.CustomerId;
    }
}
