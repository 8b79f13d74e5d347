using System.CommandLine;
using System.Globalization;
using Hub.Endpoints;
using Hub.Storage;

namespace Hub.Commands;

/// <summary><c>hub find TEXT</c>: the search of the admin API.</summary>
internal static class FindVerb
{
    /// <summary>The verb.</summary>
    public static Verb Of(HubCall hub)
    {
        var text = new Argument<string>("text") { Description = "A phone in any form, an order number, a ticket number, an e-mail address or an id" };
        var reveal = new Option<bool>("--reveal") { Description = "Shows personal data whole" };
        var verb = new Verb("find", "Finds customers, events, commands and links. Exit code 1 when there is nothing.", "hub find \"+61 412 345 678\"", "hub find 1001 --reveal --json");
        verb.Add(text);
        verb.Add(reveal);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var path = $"search?q={Uri.EscapeDataString(call.GetRequiredValue(text))}{(call.GetValue(reveal) ? "&reveal=true" : "")}";
            var output = call.InvocationConfiguration.Output;
            var answer = await client.GetTextAsync(path, cancel);
            var found = client.Read(answer, AdminJson.Default.Found);
            await (json ? output.WriteLineAsync(answer) : PrintAsync(found, output));
            return found is { Customers.Count: 0, Events.Count: 0, Commands.Count: 0, Links.Count: 0 } ? ExitCode.Found : ExitCode.Fine;
        });
    }

    private static async Task PrintAsync(Found found, TextWriter output)
    {
        foreach (var customer in found.Customers)
        {
            await output.WriteLineAsync($"customer {customer.Id}  {string.Join("  ", new[] { customer.Name, customer.Phone, customer.Email }.OfType<string>())}");
            foreach (var thread in customer.Threads) await output.WriteLineAsync($"  thread {thread}");
        }

        foreach (var link in found.Links) await output.WriteLineAsync($"link {link.Name}  {link.Left} - {link.Right ?? "(being made)"}  {link.State}");
        foreach (var entry in found.Events)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"event {entry.Id}  {entry.OccurredAt:u}  {entry.Type}  {entry.State}{(entry.Reason is null ? "" : $" ({entry.Reason})")}"));
        }

        foreach (var command in found.Commands)
        {
            var why = string.Join(": ", new[] { command.Reason, command.Error }.OfType<string>());
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"command {command.Id}  {command.CreatedAt:u}  {command.Route}  {command.Action}  {command.State}{(why.Length == 0 ? "" : $" ({why})")}"));
        }

        if (found is { Customers.Count: 0, Events.Count: 0, Commands.Count: 0, Links.Count: 0 }) await output.WriteLineAsync("Nothing is found.");
    }
}
