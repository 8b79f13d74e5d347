using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class ConnectionTroubleTests
{
    private const string Phone = "4915112345678";

    private const string Offers =
        """
        routes:
          - {id: offer, on: fake.thing.happened, max_age: 72h, do: fake.send_template, with: {to: "${phone(event.phone, 'DE')}", template: offer, language: [en]}}
          - {id: tell, on: hub.connection.failed, do: hub.alert, with: {text: "${event.code} ${event.text}"}}
        """;

    private static readonly TimeSpan SixHours = TimeSpan.FromHours(6);
    private static readonly FakeEvent Offer = new() { Phone = Phone };

    [Fact]
    public async Task RestrictedAccount_RestsAsAWhole_AlsoAcrossARestart_AndThenGoesOnByItself()
    {
        await using var hub = await HubUnderTest.StartAsync(Offers);
        hub.Vendor.Answer("fake.send_template", Restricted("Too many people blocked it."));
        await hub.SendAsync(Offer);
        await hub.SendAsync(Offer with { Phone = "4915112345679" });
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(1);
        (await PausesAsync(hub)).ShouldHaveSingleItem().ShouldBe(
            new(Pauses.Connection, "fake", "131048: Too many people blocked it.", Pauses.Restricted, HubUnderTest.Start) { Until = HubUnderTest.Start + SixHours });
        await hub.RestartAsync(Offers);
        await hub.AdvanceAsync(SixHours - TimeSpan.FromMinutes(1));
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(1);
        (await hub.CommandsAsync("offer")).ShouldAllBe(command => command.Attempts == 0 && command.State == CommandState.Waiting);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(2));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE route = 'offer' AND state = 'done'") == 2, "the templates are known again and both are sent");
        (await PausesAsync(hub)).ShouldBeEmpty();
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM pause") == 0, "the pause is forgotten");
    }

    [Fact]
    public async Task RestrictedAccount_IsToldOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Offers);
        hub.Vendor.Answer("fake.send_template", Restricted("Too many people blocked it."));
        await hub.SendAsync(Offer, Offer with { Phone = "4915112345679" });
        await hub.SendAsync(Failed("send_template-9"));
        (await hub.ListAsync("SELECT source || ': ' || text FROM alert ORDER BY seq")).ShouldBe(
            ["hub: The connection fake rests until 2026-11-21 15:00:00Z. 131048: Too many people blocked it. Resuming it ends that earlier.", "tell: 131048 Too many people blocked it."]);
    }

    [Fact]
    public async Task CredentialsThatAreRefusedWhileTheAccountRests_AreToldToo()
    {
        await using var hub = await HubUnderTest.StartAsync(Offers);
        hub.Vendor.Answer("fake.send_template", Restricted("Not now."));
        await hub.SendAsync(Offer);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        var row = (await hub.CommandsAsync("offer"))[0];
        for (var i = 0; i < 2; i++)
        {
            await hub.Database.WriteAsync(
                WriteKind.EndAttempt,
                async sql =>
                {
                    await ConnectionTrouble.RefusedAsync(sql, row, new(FailureKind.Unauthorized, "190", "The token is gone.", null), hub.Clock.GetUtcNow());
                    return true;
                },
                CancellationToken.None);
        }

        (await PausesAsync(hub)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(pause => pause.By.ShouldBe(Pauses.Unauthorized), pause => pause.Until.ShouldBeNull());
        (await hub.ListAsync("SELECT text FROM alert WHERE source = 'hub' ORDER BY seq")).Skip(1)
            .ShouldBe(["The connection fake was paused: its credentials were refused (190). Mend them, then resume it."]);
        (await hub.ListAsync("SELECT COUNT(*) FROM event WHERE type = 'hub.connection.failed'")).ShouldBe(["2"]);
    }

    [Fact]
    public async Task Resume_EndsTheRest()
    {
        await using var hub = await HubUnderTest.StartAsync(Offers);
        hub.Vendor.Answer("fake.send_template", Restricted("Not now."));
        await hub.SendAsync(Offer);
        await hub.SendAsync(Offer with { Phone = "4915112345679" });
        await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync("offer")).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task LateStatus_RestsTheAccountFromTheVendorsTime_AndItsMessageGoesAgain()
    {
        await using var hub = await HubUnderTest.StartAsync(Offers);
        await hub.SendAsync(Offer);
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.SendAsync(Failed("send_template-1") with { OccurredAt = HubUnderTest.Start });
        await hub.SendAsync(Offer with { Phone = "4915112345679" });
        (await PausesAsync(hub)).ShouldHaveSingleItem().Until.ShouldBe(HubUnderTest.Start + SixHours);
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(1);
        await hub.AdvanceAsync(TimeSpan.FromHours(5.1));
        (await hub.StatesAsync("offer")).ShouldBe(["done", "done", "done"]);
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(3);
    }

    [Fact]
    public async Task LateStatusOfAMessageThatTheHubDoesNotKnow_RestsTheAccountToo()
    {
        await using var hub = await HubUnderTest.StartAsync(Offers);
        await hub.SendAsync(Failed("from the phone app"));
        (await PausesAsync(hub)).ShouldHaveSingleItem().By.ShouldBe(Pauses.Restricted);
    }

    [Fact]
    public async Task StatusThatComesWhenTheRestIsOver_RestsNothing()
    {
        await using var hub = await HubUnderTest.StartAsync(Offers);
        await hub.SendAsync(Offer);
        await hub.AdvanceAsync(SixHours);
        await hub.SendAsync(Failed("send_template-1") with { OccurredAt = HubUnderTest.Start });
        (await PausesAsync(hub)).ShouldBeEmpty();
        (await hub.StatesAsync("offer")).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task PauseByHand_OutlastsTheRest()
    {
        await using var hub = await HubUnderTest.StartAsync(Offers);
        hub.Vendor.Answer("fake.send_template", Restricted("Not now."));
        await hub.SendAsync(Offer);
        await hub.Control.PauseAsync("connection", "fake", "we look into it", CancellationToken.None);
        await hub.SendAsync(Failed("send_template-9"));
        await hub.AdvanceAsync(TimeSpan.FromHours(7));
        (await PausesAsync(hub)).ShouldHaveSingleItem().By.ShouldBe(Pauses.Operator);
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(1);
        await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync("offer")).ShouldBe(["done"]);
    }

    [Theory]
    [InlineData(FailureKind.Later)]
    [InlineData(FailureKind.Unauthorized)]
    public async Task WhatTheVendorQuotesOfPeople_IsMasked(FailureKind kind)
    {
        await using var hub = await HubUnderTest.StartAsync(Offers);
        hub.Vendor.Answer("fake.send_template", Answer(new(kind, "anna@example.com", "No to +49 151 12345678.", SixHours) { IsAccountWide = kind == FailureKind.Later }));
        await hub.SendAsync(Offer);
        (await PausesAsync(hub)).ShouldHaveSingleItem().Reason.ShouldBe("…@example.com: No to …5678.");
        var alerts = await hub.ListAsync("SELECT text FROM alert ORDER BY seq");
        alerts.Count.ShouldBe(2);
        alerts.ShouldAllBe(text => !text.Contains("anna") && !text.Contains("151 1234"));
        alerts[1].ShouldBe("…@example.com No to …5678.");
    }

    private static FakeEvent Failed(string message) =>
        new() { Type = "fake.status.changed", MessageId = message, Status = MessageStatus.Failed, Failure = FailureKind.Later, AccountWaits = SixHours };

    private static FakeAnswer Restricted(string text) => Answer(new(FailureKind.Later, "131048", text, SixHours) { IsAccountWide = true });

    private static FakeAnswer Answer(VendorFailure failure) => (_, _) => Task.FromResult<ActionOutcome>(new ActionOutcome.Failed(failure));

    private static async Task<List<Pause>> PausesAsync(HubUnderTest hub) => await hub.Database.ReadAsync(sql => Pauses.AllAsync(sql, hub.Clock.GetUtcNow()), CancellationToken.None);
}
