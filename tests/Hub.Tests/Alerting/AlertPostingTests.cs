using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Connectors;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Alerting;

public class AlertPostingTests
{
    [Fact]
    public async Task Alert_IsPostedSigned_WhenItBeginsAndWhenItIsOver()
    {
        await using var receiver = await Receiving.StartAsync();
        await using var hub = await AlertingHub.StartAsync(receiver);
        await ParkAsync(hub);
        await hub.ReceivedAsync(receiver, 1);
        await hub.Control.DiscardAsync((await hub.CommandsAsync())[0].Id, CancellationToken.None);
        await hub.LookAsync();
        await hub.ReceivedAsync(receiver, 2);

        var raised = JsonElement.Parse(receiver.All[0].Body);
        raised.GetProperty("type").GetString().ShouldBe("hub.alert.raised");
        var data = raised.GetProperty("data");
        data.GetProperty("name").GetString().ShouldBe("parked");
        data.GetProperty("level").GetString().ShouldBe("warning");
        data.GetProperty("active").GetBoolean().ShouldBeTrue();
        data.GetProperty("whatToDo").GetString().ShouldStartWith("hub parked");
        JsonElement.Parse(receiver.All[1].Body).GetProperty("type").GetString().ShouldBe("hub.alert.resolved");
        foreach (var post in receiver.All) ShouldBeSigned(post);
        receiver.All[0].Headers["webhook-id"].ShouldBe(data.GetProperty("id").GetString());
        receiver.All[1].Headers["webhook-id"].ShouldNotBe(receiver.All[0].Headers["webhook-id"]);
    }

    [Fact]
    public async Task PostThatIsNotTaken_GoesAgainWithTheSameId_AlsoAfterARestart()
    {
        await using var receiver = await Receiving.StartAsync();
        receiver.Answer(500, 503);
        await using var hub = await AlertingHub.StartAsync(receiver);
        await ParkAsync(hub);
        await hub.ReceivedAsync(receiver, 1);
        await hub.UntilLoggedAsync(2211);
        await hub.RestartAsync(AlertingHub.Set);
        foreach (var seconds in (int[])[6, 31])
        {
            var before = receiver.All.Count;
            hub.Clock.Advance(TimeSpan.FromSeconds(seconds));
            hub.Part<Hub.Coordination.Wakeups>().Signal("alert_post");
            await hub.ReceivedAsync(receiver, before + 1);
            await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM alert_post WHERE due_at <= $1", hub.Clock.GetUtcNow()) == 0, "the answer is kept");
        }

        receiver.All.Select(post => post.Headers["webhook-id"]).Distinct().ShouldHaveSingleItem();
        receiver.All.Count.ShouldBe(3);
        (await hub.ListAsync("SELECT id FROM alert_post")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task PostThatIsRefusedForGood_IsGivenUp(int status)
    {
        await using var receiver = await Receiving.StartAsync();
        receiver.Answer(status);
        await using var hub = await AlertingHub.StartAsync(receiver);
        await ParkAsync(hub);
        await hub.UntilLoggedAsync(2212);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM alert_post") == 0, "the post is given up");
        receiver.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task AlertOfARoute_IsPosted_ItsWordsOnlyWhereTheSettingsLetThem()
    {
        const string Alert = "routes: [{id: tell, on: fake.thing.happened, do: hub.alert, with: {text: \"Call Clara Brandt at +49 151 12345678\"}}]";
        foreach (var reveal in (bool[])[false, true])
        {
            await using var receiver = await Receiving.StartAsync();
            await using var hub = await AlertingHub.StartAsync(
                Alert, ("Webhook:Url", receiver.Address.AbsoluteUri), ("Webhook:Secret", AlertingHub.Secret), ("Webhook:AllowPrivate", "true"), ("Webhook:Reveal", reveal ? "true" : "false"));
            await hub.SendAsync(new FakeEvent());
            await hub.LookAsync();
            await hub.ReceivedAsync(receiver, 1);
            var data = JsonElement.Parse(receiver.All[0].Body).GetProperty("data");
            data.GetProperty("name").GetString().ShouldBe("hub.alert");
            data.GetProperty("source").GetString().ShouldBe("tell");
            receiver.All[0].Body.Contains("Clara", StringComparison.Ordinal).ShouldBe(reveal);
        }
    }

    [Fact]
    public async Task PrivateAddress_IsNotCalled_UnlessTheSettingsLetIt()
    {
        await using var receiver = await Receiving.StartAsync();
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set, ("Webhook:Url", receiver.Address.AbsoluteUri), ("Webhook:Secret", AlertingHub.Secret));
        await ParkAsync(hub);
        await hub.UntilLoggedAsync(2211);
        receiver.All.ShouldBeEmpty();
        hub.Log.Of(2211).ShouldHaveSingleItem().ShouldContain("Alerts:Webhook:AllowPrivate");
    }

    [Fact]
    public async Task WithoutAnAddress_NothingIsKeptToBePostedLater()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        await ParkAsync(hub);
        await hub.LookAsync();
        (await hub.ListAsync("SELECT id FROM alert_post")).ShouldBeEmpty();
        (await hub.ListAsync("SELECT id FROM alert WHERE is_told = 0")).ShouldBeEmpty();
    }

    private static async Task ParkAsync(HubUnderTest hub)
    {
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        await hub.LookAsync();
    }

    // As a receiver checks it: by the published rules alone.
    private static void ShouldBeSigned(Received post)
    {
        var key = Convert.FromBase64String(AlertingHub.Secret["whsec_".Length..]);
        var signed = $"{post.Headers["webhook-id"]}.{post.Headers["webhook-timestamp"]}.{post.Body}";
        post.Headers["webhook-signature"].ShouldBe("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed))));
        post.Headers["content-type"].ShouldStartWith("application/json");
    }
}
