using System.Text.Json;

namespace Hub.Connectors.Square;

/// <summary>Square's list of the events of the last 28 days. They are those of the webhooks, letter for letter. The list is the application's: without its token there is nothing to compare with.</summary>
/// <param name="topics">Reads the events.</param>
/// <param name="completion">Adds to events of orders what the hub expects to be there.</param>
internal sealed class SquareChanges(SquareTopics topics, SquareCompletion completion) : IChangeFeed
{
    // Where, until when, and the vendor's own word for the page; the latter two within a list of pages only.
    private const char Separator = '|';
    private const int PageSize = 100;

    // From the vendor's description; an hour less, for the clocks differ.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(28) - TimeSpan.FromHours(1);

    // Square promises no more than that an event is in the list some time after it: what was told is known by its key.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public string CursorAt(DateTimeOffset moment) => SquareTimeConverter.Text(moment);

    /// <inheritdoc />
    public async Task<ChangePage> ChangedSinceAsync(string cursor, DateTimeOffset until, Connection connection, CancellationToken cancel)
    {
        var api = SquareApi.Of(connection);
        if (connection.Options<SquareOptions>().ApplicationToken is null) return new ChangePage.Found([], CursorAt(until), IsMore: false);
        var (merchant, unknown) = await MerchantAsync(api, connection, cancel);
        if (merchant is null) return new ChangePage.Failed(unknown ?? SquareErrors.Unreadable);

        var parts = cursor.Split(Separator, 3);
        var since = SquareTimeConverter.Of(parts[0]) ?? until;
        var oldest = connection.Time.GetUtcNow() - Kept;
        var bound = parts.Length == 3 ? SquareTimeConverter.Of(parts[1]) ?? until : until;
        if (bound <= oldest) return new ChangePage.Found([], CursorAt(bound < oldest ? oldest : bound), IsMore: false);
        var filter = new EventFilter(topics.Known, [merchant], new((since - Overlap < oldest ? oldest : since - Overlap).ToUniversalTime(), bound.ToUniversalTime()));
        var search = new EventSearch(new(filter, new("DEFAULT", "ASC")), PageSize, parts.Length == 3 ? parts[2] : null);
        var answer = await api.AskAsApplicationAsync((rest, token) => rest.EventsAsync(token, search, cancel));

        // A page is known for some minutes only: then the list begins anew, and what was told is told again.
        if (answer.Failure is { Code: SquareErrors.InvalidCursor } && parts.Length == 3) return new ChangePage.Found([], parts[0], IsMore: true);
        if (answer.Failure is not null) return new ChangePage.Failed(answer.Failure);

        var read = Read(answer.Value?.Events ?? [], merchant, connection.Time.GetUtcNow());
        var (events, failure) = await WithOrdersAsync(read, api, cancel);
        if (failure is not null) return new ChangePage.Failed(failure);
        return answer.Value?.Cursor is { Length: > 0 } next
            ? new ChangePage.Found(events, string.Join(Separator, CursorAt(since), CursorAt(bound), next), IsMore: true)
            : new ChangePage.Found(events, CursorAt(bound), IsMore: false);
    }

    // One application may serve many sellers, and the list is of all of them.
    private static async Task<(string? Merchant, VendorFailure? Failure)> MerchantAsync(SquareApi api, Connection connection, CancellationToken cancel)
    {
        if (connection.Options<SquareOptions>().MerchantId is { } configured) return (configured, null);
        if (connection.Account is { } learnt) return (learnt, null);
        var main = await api.Locations.FindAsync(SquareLocations.Main, cancel);
        return (main.Value?.MerchantId, main.Failure);
    }

    private List<IncomingEvent> Read(IReadOnlyList<JsonElement> events, string merchant, DateTimeOffset now)
    {
        List<IncomingEvent> read = [];
        foreach (var raw in events)
        {
            try
            {
                read.Add(topics.Read(raw, now));
            }
            catch (UnreadableWebhookException)
            {
                // Its webhook is set aside with the reason, where there was one; the others are compared all the same.
            }
        }

        read.RemoveAll(incoming => incoming.Account != merchant || incoming.Type == SquareConnector.Unknown);
        return read;
    }

    private async Task<(IReadOnlyList<IncomingEvent> Events, VendorFailure? Failure)> WithOrdersAsync(List<IncomingEvent> read, SquareApi api, CancellationToken cancel)
    {
        List<string> ids = [.. read.Select(incoming => incoming.Data).OfType<SquareOrder>().Select(order => order.Id).Distinct(StringComparer.Ordinal)];
        if (ids.Count == 0) return (read, null);
        var found = await api.AskAsync((rest, token) => rest.OrdersAsync(token, new(ids), cancel), cancel);
        if (found.Failure is { Kind: not FailureKind.Rejected } failure) return ([], failure);
        var orders = (found.Value?.Orders ?? []).Where(order => order.Id is not null).DistinctBy(order => order.Id).ToDictionary(order => order.Id!, StringComparer.Ordinal);
        List<IncomingEvent> whole = [];
        foreach (var incoming in read)
        {
            if (incoming.Data is not SquareOrder hint)
            {
                whole.Add(incoming);
            }
            else if (found.Failure is not null)
            {
                whole.Add(incoming with { LacksFields = true });
            }
            else if (orders.TryGetValue(hint.Id, out var order))
            {
                switch (await completion.WithOrderAsync(incoming, order, api, cancel))
                {
                    case Completion.Completed done:
                        whole.Add(done.Event);
                        break;

                    // One that Square or the connector refuses holds up no other: it is fetched, and set aside, by itself.
                    case Completion.Failed { Failure.Kind: FailureKind.Rejected }:
                        whole.Add(incoming with { LacksFields = true });
                        break;
                    case Completion.Failed failed:
                        return ([], failed.Failure);
                }
            }
        }

        return (whole, null);
    }
}
