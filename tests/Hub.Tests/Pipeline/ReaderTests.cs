using System.Globalization;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Tests.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>Webhooks become events in the order in which they came, though the next wait for the writer already while the ones before them are stored.</summary>
public class ReaderTests
{
    private const int Many = (3 * Prospects.AtOnce) + 5;
    private const string Routes = "routes: [{id: r, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: \"${event.text}\"}}]";

    private static IReadOnlyList<string> Keys => [.. Enumerable.Range(0, Many).Select(n => n.ToString("000", CultureInfo.InvariantCulture))];

    [Fact]
    public async Task ManyWebhooksOfOneSubject_KeepTheirOrder()
    {
        await using var hub = await HaltedAsync();
        await hub.GoOnAsync();
        await hub.SettleAsync();
        await ShouldBeInOrderAsync(hub, Keys);
    }

    // The write that says that they are being read passes; then one that stores some of them fails, with the next in the queue.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task StoreThatFailsOnceMeanwhile_ChangesNoOrder(int stored)
    {
        await using var hub = await HaltedAsync();
        hub.FailWrites(WriteKind.Read, 1, after: stored);
        await hub.GoOnAsync();
        await hub.SettleAsync();
        await ShouldBeInOrderAsync(hub, Keys);
    }

    [SqliteTheory]
    [InlineData("004")]
    [InlineData("033")]
    [InlineData("100")]
    public async Task WebhookThatCannotBeStored_IsLeftOut_AndTheOthersKeepTheirOrder(string bad)
    {
        await using var hub = await HaltedAsync();
        await hub.WriteAsync($"CREATE TRIGGER bad BEFORE INSERT ON event WHEN NEW.data LIKE '%{bad}%' BEGIN SELECT RAISE(ABORT, 'bad row'); END");
        await hub.GoOnAsync();
        await hub.SettleAsync();
        await ShouldBeInOrderAsync(hub, [.. Keys.Where(key => key != bad)]);
        (await hub.ListAsync("SELECT error FROM webhook WHERE outcome = 'parked'")).ShouldBe(["Its events could not be stored (SqliteException)."]);
    }

    private static async Task<HubUnderTest> HaltedAsync()
    {
        var hub = await HubUnderTest.StartAsync(Routes);
        await hub.HaltAsync();
        foreach (var key in Keys) await hub.PostAsync(new FakeEvent { Key = key, Text = key });
        return hub;
    }

    private static async Task ShouldBeInOrderAsync(HubUnderTest hub, IReadOnlyList<string> keys)
    {
        (await hub.ListAsync("SELECT COUNT(*) || '' FROM webhook WHERE is_read = 0")).ShouldBe(["0"]);
        hub.Vendor.Calls("fake.set_field").SelectMany(call => call.Texts).ShouldBe(keys);
    }
}
