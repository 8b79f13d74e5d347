using System.CommandLine;
using System.Globalization;
using Hub.Endpoints;
using Hub.Storage;

namespace Hub.Commands;

/// <summary><c>hub approve</c>: what waits for an approval, and the decision about it.</summary>
internal static class ApproveVerb
{
    private const string Unguarded = "the guard is off in this hub, as it is in the Sandbox unless Guard:Enabled is true.";

    /// <summary>The verb.</summary>
    public static Verb Of(HubCall hub)
    {
        var route = new Argument<string?>("route") { Description = "The route whose sends are approved as it is now; without one, what waits is listed, with exit code 1 when there is anything", Arity = ArgumentArity.ZeroOrOne };
        var discard = new Option<bool>("--discard") { Description = "Cancels what waits instead of sending it" };
        var earlier = new Option<bool>("--earlier") { Description = "Sends it also where the route has been changed since it was made" };
        var verb = new Verb("approve", "Sends what a route has waiting because it is new, has changed or sends more than is usual; lists what waits.", "hub approve", "hub approve shipped", "hub approve shipped --discard");
        verb.Add(route);
        verb.Add(discard);
        verb.Add(earlier);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var output = call.InvocationConfiguration.Output;
            if (call.GetValue(discard) && call.GetValue(earlier)) throw new HubCallException("--discard cancels what waits and --earlier sends it. Give one of them.");
            var (waiting, isOff) = await client.GetAsync("approvals", AdminJson.Default.IReadOnlyListApproval, ApprovalEndpoints.GuardHeader, cancel);
            if (call.GetValue(route) is not { } one)
            {
                if (call.GetValue(discard) || call.GetValue(earlier)) throw new HubCallException("Name the route whose commands are meant: hub approve ROUTE.");
                if (json) await output.WriteLineAsync(CommandJson.Write(waiting));
                else if (waiting.Count == 0) await output.WriteLineAsync(isOff ? $"Nothing waits for an approval: {Unguarded}" : "Nothing waits for an approval.");
                else foreach (var approval in waiting) await output.WriteLineAsync(Sentence(approval));
                return waiting.Count == 0 ? ExitCode.Fine : ExitCode.Found;
            }

            var order = call.GetValue(discard) ? Approvals.Discard : Approvals.Approve;
            await client.PostAsync($"approvals/{Uri.EscapeDataString(one)}", new(call.GetValue(discard), call.GetValue(earlier)), AdminJson.Default.ApprovalRequest, cancel);
            var count = waiting.FirstOrDefault(approval => approval.Route == one)?.Waiting ?? 0;
            await output.WriteLineAsync(json ? CommandJson.Write(new Ordered("route", one, order)) : Done(one, order, count));
            if (isOff && !json) await call.InvocationConfiguration.Error.WriteLineAsync($"Nothing of any route is held: {Unguarded}");
            return ExitCode.Fine;
        });
    }

    private static string Done(string route, string order, long count) =>
        order == Approvals.Discard ? $"What waited of the route {route} is cancelled: {Commands(count)}."
        : count == 0 ? $"The route {route} is approved as it is now. Nothing of it waited."
        : $"The route {route} is approved: {Commands(count)} released.";

    private static string Sentence(Approval approval) => string.Create(
        CultureInfo.InvariantCulture,
        $"{approval.Route}: {approval.Waiting} waiting since {approval.Since:u}{(approval.Order is { } order ? $", under way: {order}" : "")}. {approval.Why}{(approval.Sample is { } sample ? $" The first: {sample.Action}, command {sample.Command}{(sample.Text is { Length: > 0 } text ? $", {text}" : "")}." : "")}");

    private static string Commands(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} command{(count == 1 ? "" : "s")}");
}
