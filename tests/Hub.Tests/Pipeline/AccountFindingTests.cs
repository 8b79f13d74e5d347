using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>Of a connection whose account nobody knows yet nothing is read.</summary>
public sealed class AccountFindingTests
{
    private const string Note = "routes: [{id: note, on: fake.thing.happened, do: fake.set_field, with: {record: \"${event.record}\", text: \"${event.text}\"}}]";

    [Fact]
    public async Task WebhooksOfAnUnknownAccount_WaitUntilTheVendorHasSaidWhoseItIs()
    {
        AccountAnswer answer = new AccountAnswer.Failed(new(FailureKind.Transient, "down", "It is down."));
        await using var hub = await HubUnderTest.StartAsync(Note, vendor: vendor => vendor.OnAccount = () => answer);
        await hub.PostAsync(new FakeEvent { Text = "own", Record = "1" });
        await hub.PostAsync(new FakeEvent { Text = "of another seller", Account = "another", Record = "2" });
        await hub.UntilAsync(
            async sql =>
            {
                hub.Clock.Advance(TimeSpan.FromSeconds(30));
                return await sql.ScalarAsync<long>("SELECT COUNT(*) FROM alert") > 0;
            },
            "somebody is told that the vendor does not say it");
        (await hub.EventStatesAsync()).ShouldBeEmpty();
        (await hub.ListAsync("SELECT text FROM alert")).ShouldHaveSingleItem().ShouldContain("whose account the connection fake serves");

        answer = new AccountAnswer.Known(FakeVendor.Account);
        await hub.UntilAsync(
            _ =>
            {
                hub.Clock.Advance(TimeSpan.FromSeconds(30));
                return ValueTask.FromResult(hub.Connection.Account is not null);
            },
            "the account is known");
        await hub.SettleAsync();
        (await hub.EventStatesAsync()).ShouldBe(["applied", "noop(foreign)"], ignoreOrder: true);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["own"]);
    }

    [Fact]
    public async Task AccountThatIsAskedAtTheStart_IsKnownBeforeAnythingIsApplied()
    {
        await using var hub = await HubUnderTest.StartAsync(Note, vendor: vendor => vendor.OnAccount = () => new AccountAnswer.Known(FakeVendor.Account));
        await hub.SendAsync(new FakeEvent { Account = "another" });
        (await hub.EventStatesAsync()).ShouldBe(["noop(foreign)"]);
        hub.Connection.Account.ShouldBe(FakeVendor.Account);
    }
}
