using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Connectors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Pipeline;

/// <summary>The keys that hold back, through the whole host: settings, mapping files, webhooks over HTTP and the Sandbox's clock.</summary>
public sealed class HostedHoldsTests : IAsyncLifetime
{
    private const string Mapping =
        """
        language: 1
        routes:
          - id: held
            on: fake.thing.happened
            if: event.text == "held"
            hours: office
            limit: {count: 1, per: route, in: 1h, over: hold}
            lane: backfill
            do: fake.set_field
            with: {record: "${event.record}", text: "${event.text}"}
          - id: reminder
            on: fake.thing.happened
            if: event.text == "remind"
            slot: {key: "r/${event.record}", keep: newest}
            at: ${add_open("office", now, duration("15m"))}
            max_late: 10m
            do: fake.set_field
            with: {record: "${event.record}", text: "${event.text}"}
          - id: stop
            on: fake.thing.changed
            cancel: ["r/*"]
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string folder = Directory.CreateTempSubdirectory("hub-hosted-").FullName;
    private readonly FakeVendor vendor = new();
    private WebApplication app = null!;
    private HttpClient client = null!;
    private int posted;

    public async Task InitializeAsync()
    {
        File.WriteAllText(Path.Combine(folder, "a.yaml"), Mapping);
        string[] args =
        [
            "--urls=http://127.0.0.1:0", $"--Hub:DataPath={Path.Combine(folder, "data")}", $"--Hub:Mappings={folder}", "--Hub:AdminKey=key-of-this-test", "--Hub:Sandbox=true", "--Logging:LogLevel:Default=None",
            "--Connections:fake:Connector=fake", "--Connections:fake:Secret=secret", $"--Connections:fake:Account={FakeVendor.Account}",
            "--Calendars:office:Zone=Europe/Athens", "--Calendars:office:Open:Monday=09:00-17:00", "--Calendars:office:Open:Tuesday=09:00-17:00",
        ];
        app = HubHost.Build(args, services => services.AddSingleton<IConnector>(vendor));
        await HubHost.PrepareAsync(app.Services, CancellationToken.None);
        await app.StartAsync();
        client = new() { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "key-of-this-test");
        await MoveToAsync("2026-11-21T09:00:00Z");
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task HoursThenLimit_LetOneGoEachHourOnceItIsOpen()
    {
        await PostAsync(new FakeEvent { Text = "held", Record = "1" }, new FakeEvent { Text = "held", Record = "2" });
        await UntilAsync("held", "scheduled out_of_hours", "scheduled out_of_hours");
        await MoveToAsync("2026-11-23T07:00:00Z");
        await UntilAsync(seen => seen.Order().SequenceEqual(["done", "scheduled capped"]), "held", "one of them done, the other capped: they are two lines");
        await MoveToAsync("2026-11-23T08:00:00Z");
        await UntilAsync("held", "done", "done");
    }

    [Fact]
    public async Task ReminderInItsSlot_IsReplacedAndGoesAfterFifteenMinutesOfOpening()
    {
        await PostAsync(new FakeEvent { Text = "remind" });
        await UntilAsync("reminder", "scheduled");
        await PostAsync(new FakeEvent { Text = "remind" });
        await UntilAsync("reminder", "cancelled slot_replaced", "scheduled");
        await MoveToAsync("2026-11-23T07:15:00Z");
        await UntilAsync("reminder", "cancelled slot_replaced", "done");
    }

    [Fact]
    public async Task ReminderThatIsCancelled_DoesNotGo()
    {
        await PostAsync(new FakeEvent { Text = "remind" });
        await UntilAsync("reminder", "scheduled");
        await PostAsync(new FakeEvent { Type = "fake.thing.changed" });
        await UntilAsync("reminder", "cancelled slot_cancelled");
        vendor.Calls().ShouldBeEmpty();
    }

    [Fact]
    public async Task ReminderThatComesDueWhileTheClockLeapsPastMaxLate_IsTooLate()
    {
        await PostAsync(new FakeEvent { Text = "remind" });
        await UntilAsync("reminder", "scheduled");
        await MoveToAsync("2026-11-23T07:26:00Z");
        await UntilAsync("reminder", "refused too_late");
    }

    private async Task PostAsync(params FakeEvent[] events)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes([.. events.Select(happened => happened with { Key = $"event {++posted}" })], FakeJson.Default.ListFakeEvent);
        (await client.PostAsync("/webhooks/fake", new ByteArrayContent(body))).EnsureSuccessStatusCode();
    }

    private async Task MoveToAsync(string moment) => (await client.PostAsJsonAsync("/sandbox/clock", new { now = moment })).EnsureSuccessStatusCode();

    // The commands of a route, oldest first, as the admin API shows them.
    private Task UntilAsync(string route, params string[] states) => UntilAsync(seen => seen.SequenceEqual(states), route, states);

    private async Task UntilAsync(Func<List<string>, bool> holds, string route, params string[] wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        var seen = new List<string>();
        while (!patience.IsCancellationRequested)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/commands?route={route}", CancellationToken.None);
            seen = [.. page.GetProperty("items").EnumerateArray().Reverse().Select(Show)];
            if (holds(seen)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }

        seen.ShouldBe(wanted);
    }

    private static string Show(JsonElement command) => $"{command.GetProperty("state").GetString()} {(command.TryGetProperty("reason", out var reason) ? reason.GetString() : "")}".Trim();
}
