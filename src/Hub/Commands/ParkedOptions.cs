using System.CommandLine;
using System.Globalization;
using Hub.Endpoints;

namespace Hub.Commands;

/// <summary>The options by which <c>hub parked</c> and its sub-verbs say which entries they mean. Options belong to one verb: each gets its own.</summary>
internal sealed class ParkedOptions
{
    private readonly Option<string?> connection = new("--connection") { Description = "Only those of this connection" };
    private readonly Option<string?> route = new("--route") { Description = "Only those of this route" };
    private readonly Option<string?> reason = new("--reason") { Description = "Only those parked for this reason, for example rejected" };
    private readonly Option<string?> error = new("--error") { Description = "Only those whose error contains this" };
    private readonly Option<string?> from = new("--from") { Description = "Only those parked at or after this moment, for example 2026-03-01T10:00:00Z" };
    private readonly Option<string?> to = new("--to") { Description = "Only those parked before this moment" };
    private readonly Option<bool> reveal = new("--reveal") { Description = "Shows personal data whole" };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Verb verb)
    {
        foreach (var option in new Option[] { connection, route, reason, error, from, to, reveal }) verb.Add(option);
    }

    /// <summary>Whether personal data is shown whole.</summary>
    public bool Reveals(ParseResult call) => call.GetValue(reveal);

    /// <summary>What a call means.</summary>
    /// <exception cref="HubCallException">A moment cannot be read.</exception>
    public ParkedOrder Read(ParseResult call) => ParkedOrder.None with
    {
        Connection = call.GetValue(connection),
        Route = call.GetValue(route),
        Reason = call.GetValue(reason),
        Error = call.GetValue(error),
        From = Moment(call, from),
        To = Moment(call, to),
        Reveal = call.GetValue(reveal) ? true : null,
    };

    /// <summary>The same as a query, with its question mark; empty where everything is meant.</summary>
    public static string QueryOf(ParkedOrder order)
    {
        (string Name, string? Value)[] parts =
        [
            ("connection", order.Connection), ("route", order.Route), ("reason", order.Reason), ("error", order.Error),
            ("from", order.From?.ToString("O", CultureInfo.InvariantCulture)), ("to", order.To?.ToString("O", CultureInfo.InvariantCulture)), ("reveal", order.Reveal == true ? "true" : null),
        ];
        var given = parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    private static DateTimeOffset? Moment(ParseResult call, Option<string?> option)
    {
        if (call.GetValue(option) is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new HubCallException($"{option.Name} must be a moment such as 2026-03-01T10:00:00Z.");
    }
}
