namespace Hub.Tests.Pipeline;

public class PersonChangeTests
{
    private const string Old = "4915112345678";
    private const string New = "4915187654321";
    private const string Open = "SELECT value FROM alias WHERE closed_at IS NULL ORDER BY value";
    private const string Routes = "routes: [{id: answer, on: fake.message.received, do: fake.reply, with: {to: '${thread}', text: '${customer.id} ${thread.id}'}}]";

    private static readonly FakeEvent Message = new() { Type = "fake.message.received" };
    private static readonly FakeEvent Moved = new() { Type = "fake.person.moved" };

    // What the vendor tells: the old names, the new names, and the names under which the person writes afterwards.
    [Theory]
    [InlineData(Old, "U.1", New, "U.2", New, "U.2")]
    [InlineData(Old, null, New, "U.2", New, "U.2")]
    [InlineData(Old, null, New, null, New, "U.2")]
    [InlineData(null, "U.1", null, "U.2", null, "U.2")]
    [InlineData(Old, "U.2", New, "U.2", New, "U.2")]
    [InlineData(Old, "U.2", New, null, New, "U.2")]
    public async Task PersonWithANewNumber_IsTheSameCustomerInTheSameThread(string? phone, string? user, string? newPhone, string? newUser, string? laterPhone, string laterUser)
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Message with { Phone = phone, User = "U.1" });
        await hub.SendAsync(Moved with { Phone = phone, User = user, NewPhone = newPhone, NewUser = newUser });
        await hub.SendAsync(Message with { Phone = laterPhone, User = laterUser });
        var texts = hub.Vendor.Texts("fake.reply");
        texts.Count.ShouldBe(2);
        texts[1].ShouldBe(texts[0]);
        (await hub.ListAsync(Open)).ShouldBe(new[] { laterPhone, laterUser }.OfType<string>());
        if (phone is not null) (await hub.ListAsync("SELECT phone FROM customer")).ShouldBe(["+" + New]);
        var moved = (await hub.EventsAsync()).Single(e => e.Type == "fake.person.moved");
        moved.State.ShouldBe("applied");
        (await hub.ListAsync("SELECT DISTINCT closed_by FROM alias WHERE closed_at IS NOT NULL")).ShouldBe([moved.Id]);
    }

    [Fact]
    public async Task MessageUnderTheNewNamesThatWasQuicker_IsOfTheSamePerson()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Message with { Phone = Old, User = "U.1" });
        await hub.SendAsync(Message with { Phone = New, User = "U.2" });
        await hub.SendAsync(Moved with { Phone = Old, User = "U.1", NewPhone = New, NewUser = "U.2" });
        (await hub.ListAsync("SELECT id FROM customer WHERE merged_into IS NULL")).ShouldHaveSingleItem();
        (await hub.ListAsync("SELECT id FROM thread WHERE merged_into IS NULL")).ShouldHaveSingleItem();
        (await hub.ListAsync(Open)).ShouldBe([New, "U.2"]);
    }

    [Fact]
    public async Task NumberThatWasSomebodyElses_IsHandedOn_AndTheOtherStaysWhoTheyAre()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Message with { Phone = New, User = "U.9" });
        await hub.SendAsync(Message with { Phone = Old, User = "U.1" });
        await hub.SendAsync(Moved with { Phone = Old, User = "U.1", NewPhone = New, NewUser = "U.2" });
        (await hub.ListAsync("SELECT id FROM customer WHERE merged_into IS NULL")).Count.ShouldBe(2);
        var owners = await hub.ListAsync("SELECT customer FROM alias WHERE closed_at IS NULL ORDER BY value");
        (await hub.ListAsync(Open)).ShouldBe([New, "U.2", "U.9"]);
        owners[0].ShouldBe(owners[1]);
        owners[2].ShouldNotBe(owners[0]);
    }

    [Fact]
    public async Task StrangerWhoMoves_IsNobody()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Moved with { Phone = Old, NewPhone = New, NewUser = "U.2" });
        (await hub.ListAsync("SELECT id FROM customer")).ShouldBeEmpty();
        (await hub.EventStatesAsync()).ShouldBe(["noop(no_route)"]);
    }

    [Fact]
    public async Task FiftyFirstMessagesUnderEveryFormOfTheNames_AreOneCustomerInOneThread()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: other, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: b}}]");
        FakeEvent[] forms =
        [
            Message with { Phone = "5511987654321", User = "BR.1" }, Message with { User = "BR.1" }, Message with { Phone = "551187654321" },
            Message with { Phone = "551187654321", User = "BR.1" }, Message with { Phone = "5511987654321" },
        ];
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => hub.PostAsync(forms[i % forms.Length]))));
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT id FROM customer WHERE merged_into IS NULL")).ShouldHaveSingleItem();
        (await hub.ListAsync("SELECT id FROM thread WHERE merged_into IS NULL")).ShouldHaveSingleItem();
        (await hub.ListAsync("SELECT COUNT(*) FROM message")).ShouldBe(["50"]);
    }
}
