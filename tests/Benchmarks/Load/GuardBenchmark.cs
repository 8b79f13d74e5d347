using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Hub.Benchmarks.Load;

/// <summary>What a mistake does that would write to everybody: a changed route sends its first 20, and the rest waits until a person decides by <c>hub approve</c>.</summary>
internal static class GuardBenchmark
{
    private const int First = 20;
    private const int Approved = 30;
    private const string Route = "news";

    public static async Task<int> RunAsync(LoadOptions options, TextWriter output, CancellationToken cancel)
    {
        var report = new Report(output);
        report.Begin(string.Create(CultureInfo.InvariantCulture, $"guard: a changed route would send {options.People} wrong messages, store {options.Store}"));
        await using var vendor = await VendorStandIn.StartAsync(cancel);
        await using var hub = new HubUnderLoad(options, vendor.Address, LoadMapping.News("Right"), isGuarded: true);
        await hub.StartAsync(cancel);
        var tally = new Tally();
        await SendAsync(Approved);
        await hub.UntilAsync(async () => await hub.PendingAsync(cancel) == Approved - First, cancel);
        report.Verify("sent of a new route", vendor.Replies.Distinct, First);
        await OrderAsync($"approve {Route}");
        await hub.DrainAsync(cancel);
        report.Verify("sent once it was approved", vendor.Replies.Distinct, Approved);
        await hub.PublishAsync(LoadMapping.News("Wrong"), cancel);
        var began = Stopwatch.GetTimestamp();
        await SendAsync(options.People);
        var taken = Stopwatch.GetElapsedTime(began);
        var settled = await hub.UntilAsync(async () => await hub.PendingAsync(cancel) == options.People - First && await HeldAsync() == options.People - First, cancel);
        report.Add("taken in; until the last of them waited", $"{taken.TotalSeconds:0.0} s; {settled.TotalSeconds:0.0} s");
        report.Verify("sent of the changed route", vendor.Replies.Distinct - Approved, First);
        var (code, text) = await hub.CallAsync("approve", cancel);
        output.WriteLine(text);
        report.Verify("exit code of hub approve where something waits", code, 1);
        await OrderAsync($"approve {Route} --discard");
        var discarded = await hub.DrainAsync(cancel);
        report.Add("discarded in", $"{discarded.TotalSeconds:0.0} s");
        var stats = await hub.StatsAsync(cancel);
        report.Verify("sent in all, nothing twice", vendor.Replies.Distinct + vendor.Replies.Repeated, Approved + First);
        report.Verify("webhooks acknowledged", tally.Acknowledged, Approved + options.People);
        report.Verify("commands done", stats.Commands("done"), Approved + First);
        report.Verify("commands cancelled", stats.Commands("cancelled"), options.People - First);
        report.Verify("sums that close", stats.Closes ? 1 : 0, 1);
        return report.End();

        Task SendAsync(int many) => tally.SendAsync(hub.Address, WebhookForm.Message, options.Connections, plan => plan with { Count = many }, cancel);

        async Task<long> HeldAsync()
        {
            // What waits is pending: that it is the guard for which it waits, the list says.
            using var json = JsonDocument.Parse((await hub.CallAsync("approve --json", cancel)).Text);
            return json.RootElement.GetArrayLength() == 0 ? 0 : json.RootElement[0].GetProperty("waiting").GetInt64();
        }

        async Task OrderAsync(string call)
        {
            var (exit, said) = await hub.CallAsync(call, cancel);
            output.WriteLine(said);
            report.Verify($"exit code of hub {call}", exit, 0);
        }
    }
}
