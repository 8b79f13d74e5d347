// Longer than other files: each cause of an alert, raised and over, beside the others, so that none is left out.
using Hub.Alerting;
using Hub.Connections;
using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Telemetry;
using Hub.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Alerting;

public class AlertWatchTests
{
    [Fact]
    public async Task QuietHub_RaisesNothing_AndShowsItsCounts()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        await hub.SendAsync(new FakeEvent());
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBeEmpty();
        hub.Metric(Metrics.WebhooksReceived).ShouldBe(["1"]);
        hub.Metric(Metrics.Commands).ShouldContain("done 1");
        hub.Metric(Metrics.Attempts).ShouldBe(["fake fake.set_field done 1"]);
        hub.Metric(Metrics.Verdicts).ShouldBe(["fake pass 1"]);
        hub.Metric(Metrics.StoreWritable).ShouldBe(["1"]);
        hub.Metric(Metrics.Silence).ShouldBe(["fake 0"]);
    }

    [Fact]
    public async Task WhatIsParked_IsToldOnceWhileItLasts_AndIsOverWhenItIsDiscarded()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent { Record = "1" });
        await hub.LookAsync();
        await hub.SendAsync(new FakeEvent { Record = "2" });
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["parked  active"]);
        hub.Metric(Metrics.AlertsActive).ShouldBe(["parked warning 1"]);
        foreach (var command in await hub.CommandsAsync()) await hub.Control.DiscardAsync(command.Id, CancellationToken.None);
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["parked  over"]);
        hub.Log.Of(2201).ShouldHaveSingleItem().ShouldStartWith("Alert parked: Set aside: 1 commands, 0 events, 0 webhooks.");
        hub.Log.Of(2202).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Switch it on.", null, null, "Switch it on.")]
    [InlineData("", -1, null, "What was subscribed has ended at 2026-11-21 08:59:00Z. 503: It is down.")]
    [InlineData("", 60, -361, "The vendor last said at 2026-11-21 02:59:00Z how they stand. 503: It is down.")]
    [InlineData("", 60, -359, null)]
    public async Task WebhooksThatAreNotSubscribedAsTheyShouldBe_AreAnAlert(string missing, int? endsIn, int? seenIn, string? told)
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        static DateTimeOffset? In(int? minutes) => minutes is { } count ? HubUnderTest.Start.AddMinutes(count) : null;
        var row = new SubscriptionRow("fake", "https://hub.example/webhooks/fake", HubUnderTest.Start, In(seenIn) ?? HubUnderTest.Start, In(endsIn), missing.Length == 0 ? [] : [missing], 1, "503: It is down.");
        await hub.Database.WriteAsync(WriteKind.Housekeeping, sql => Subscriptions.KeepAsync(sql, row), CancellationToken.None);
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(told is null ? [] : ["subscription fake active"]);
        hub.Metric(Metrics.SubscriptionAge).ShouldBe([$"fake {-(seenIn ?? 0) * 60}"]);
        if (told is not null) hub.Log.Of(2201).ShouldHaveSingleItem().ShouldContain(told);
    }

    [Fact]
    public async Task WebhookThatNobodyReads_IsAnAlertUntilItIsRead()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        await hub.HaltAsync();
        await hub.PostAsync(new FakeEvent());
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBeEmpty();
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["oldest_pending webhook active"]);
        hub.Log.Of(2201).ShouldHaveSingleItem().ShouldStartWith("Alert oldest_pending: The oldest webhook that is not read waits since 2026-11-21 09:00:00Z.");
        await hub.GoOnAsync();
        await hub.SettleAsync();
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["oldest_pending webhook over"]);
    }

    [Theory]
    [InlineData(20, 0, false)]
    [InlineData(21, 0, true)]
    [InlineData(21, 25, false)]
    public async Task ComparisonThatRepairedMany_IsAnAlertForADay(long repaired, int hours, bool isRaised)
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        await hub.WriteAsync("INSERT INTO reconciliation (connection, kind, cursor, since, next_at, began_at, ended_at, found, repaired) VALUES ('fake', 'asked', '', 0, $1, $2, $2, $3, $3)", Lines.Never, HubUnderTest.Start, repaired);
        hub.Clock.Advance(TimeSpan.FromHours(hours));
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(isRaised ? ["reconciled fake/asked active"] : []);
        hub.Metric(Metrics.RepairedLatest).ShouldBe([$"fake asked {repaired}"]);
    }

    [Fact]
    public async Task WebhooksThatAreRefusedForTooMuchWork_AreAnAlertWhileItLasts()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set, ("intake:Over", "2"));
        var refusal = new Refusal("fake", HubUnderTest.Start, HubUnderTest.Start, null, 2);
        await hub.HaltAsync();
        await KeepAsync(refusal);
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBeEmpty();
        await KeepAsync(refusal with { Refused = 3 });
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["intake fake active"]);
        await KeepAsync(refusal with { Refused = 3, To = HubUnderTest.Start });
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["intake fake over"]);

        Task KeepAsync(Refusal one) => hub.Database.WriteAsync(WriteKind.Housekeeping, sql => Refusals.KeepAsync(sql, one), CancellationToken.None).AsTask();
    }

    [Theory]
    [InlineData("100000000", true)]
    [InlineData("0", false)]
    public async Task DiskThatIsNearlyFull_IsAnAlert(string under, bool isRaised)
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set, ("disk:Under", under));
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(isRaised ? ["disk  active"] : []);
        hub.Metric(Metrics.DiskFree).ShouldHaveSingleItem().ShouldNotBe("0");
    }

    [Fact]
    public async Task ClockThatIsWrong_IsAnAlertAtTheSecondLook_UntilItIsRight()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        var date = TimeProvider.System.GetUtcNow().AddMinutes(2);
        using var vendor = new HttpMessageInvoker(hub.Part<VendorClocks>().Watch("fake", new Dated(() => date)));
        async Task CallAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://vendor.example/");
            (await vendor.SendAsync(request, CancellationToken.None)).Dispose();
        }

        await CallAsync();
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBeEmpty();
        hub.Metric(Metrics.ClockSkew).ShouldHaveSingleItem().ShouldStartWith("fake 1");
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["clock_skew fake active"]);
        date = TimeProvider.System.GetUtcNow();
        await CallAsync();
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["clock_skew fake over"]);
    }

    [Fact]
    public async Task EchoesAndWaitsForLimits_AreCounted()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        hub.Vendor.Answer("fake.set_field", (_, _) => Task.FromResult<ActionOutcome>(new ActionOutcome.Failed(new(FailureKind.Throttled, "429", "Too many.", TimeSpan.FromMinutes(1)) { IsAccountWide = true })));
        await hub.SendAsync(new FakeEvent { EchoOf = "c" }, new FakeEvent { Record = "1" });
        await hub.SendAsync(new FakeEvent { Record = "2" });
        await hub.LookAsync();
        hub.Metric(Metrics.Echoes).ShouldBe(["1"]);
        hub.Metric(Metrics.LimitWaits).ShouldHaveSingleItem().ShouldStartWith("fake ");
    }

    [Fact]
    public async Task RouteThatWaitsForAnApproval_IsAnAlertUntilSomebodyDecides()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        await hub.Part<IDatabase>().WriteAsync(WriteKind.Housekeeping, sql => Approvals.BeginAsync(sql, "shipped", "h", "It is new.", hub.Clock.GetUtcNow()), CancellationToken.None);
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["approval shipped active"]);
        hub.Metric(Metrics.ApprovalsWaiting).ShouldBe(["shipped 0"]);
        hub.Log.Of(2201).ShouldHaveSingleItem().ShouldStartWith("Alert approval: What the route shipped sends waits for an approval. It is new.");
        await hub.Part<IDatabase>().WriteAsync(WriteKind.Housekeeping, async sql => await sql.ExecuteAsync("UPDATE pause SET by = 'approve' WHERE name = 'shipped'"), CancellationToken.None);
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["approval shipped over"]);
    }

    [Fact]
    public async Task WrongMappingFiles_AreAnAlertUntilTheyAreMended()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        hub.Part<HubMeter>().ShowMappings(isWrong: true);
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["mappings_wrong  active"]);
        hub.Part<HubMeter>().ShowMappings(isWrong: false);
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["mappings_wrong  over"]);
    }

    [Fact]
    public async Task WhatAComparisonRepaired_IsShown()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        await hub.Part<IDatabase>().WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await Reconciliations.BeginAsync(sql, "fake", "", hub.Clock.GetUtcNow(), hub.Clock.GetUtcNow());
                return await Reconciliations.CountAsync(sql, (await Reconciliations.AllAsync(sql)).Single(), 3);
            },
            CancellationToken.None);
        await hub.LookAsync();
        hub.Metric(Metrics.RepairedLatest).ShouldBe(["fake regular 3"]);
    }

    [Theory]
    [InlineData(-120, true)]
    [InlineData(5, false)]
    public async Task StoreWhoseClockIsFarFromTheNodes_IsAnAlertAtTheSecondLook(int seconds, bool isRaised)
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        var watch = ActivatorUtilities.CreateInstance<AlertWatch>(hub.Part<IServiceProvider>(), new ClaimsOfAnother(isOnDuty: true, TimeSpan.FromSeconds(seconds)));
        await watch.LookAsync(CancellationToken.None);
        (await hub.AlertsAsync()).ShouldBeEmpty();
        double.Parse(hub.Metric(Metrics.StoreClockSkew).ShouldHaveSingleItem(), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(seconds, 2);
        await watch.LookAsync(CancellationToken.None);
        (await hub.AlertsAsync()).ShouldBe(isRaised ? ["clock_skew the store active"] : []);
        if (isRaised) hub.Log.Of(2201).ShouldHaveSingleItem().ShouldStartWith("Alert clock_skew: The clock of the store's server is 120 s behind this machine's.");
    }

    [Fact]
    public async Task WhileAnotherNodeLooks_NothingIsRaisedAndNothingEnded_ButTheCountsAreShown()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        var another = ActivatorUtilities.CreateInstance<AlertWatch>(hub.Part<IServiceProvider>(), new ClaimsOfAnother());
        await another.LookAsync(CancellationToken.None);
        (await hub.AlertsAsync()).ShouldBeEmpty();
        hub.Metric(Metrics.Commands).ShouldContain("parked 1");
        await hub.LookAsync();
        foreach (var command in await hub.CommandsAsync()) await hub.Control.DiscardAsync(command.Id, CancellationToken.None);
        await another.LookAsync(CancellationToken.None);
        (await hub.AlertsAsync()).ShouldBe(["parked  active"]);
    }

    [Fact]
    public async Task Threshold_IsThatOfTheSettings()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set, ("parked:Over", "1"));
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent { Record = "1" });
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBeEmpty();
        await hub.SendAsync(new FakeEvent { Record = "2" });
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["parked  active"]);
    }

    [Fact]
    public async Task RefusedCredentials_AreRaisedAtOnce_AndOverWhenResumed_AlsoAcrossARestart()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Unauthorized));
        await hub.SendAsync(new FakeEvent());
        (await hub.AlertsAsync()).ShouldBe(["reconnect fake active"]);
        await hub.RestartAsync(AlertingHub.Set);
        hub.Clock.Advance(TimeSpan.FromSeconds(15));
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["reconnect fake active"]);
        hub.Metric(Metrics.Paused).ShouldBe(["connection fake unauthorized 1"]);
        await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None);
        await hub.SettleAsync();
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["reconnect fake over"]);
    }

    [Fact]
    public async Task LinesThatRetry_AreOneAlert_AfterTheirTime()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Transient), 30)]);
        await hub.SendAsync(new FakeEvent { Record = "491511234567" });
        await hub.SendAsync(new FakeEvent { Record = "491511234568" });
        await hub.LookAsync();
        hub.Metric(Metrics.BlockedLines).ShouldBe(["command fake retry 2"]);
        (await hub.AlertsAsync()).ShouldBeEmpty();
        foreach (var minutes in (double[])[0.1, 0.6, 6, 10]) await hub.AdvanceAsync(TimeSpan.FromMinutes(minutes));
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldContain("blocked_line command/fake active");
        var age = hub.Metric(Metrics.PendingAge).ShouldHaveSingleItem();
        age.ShouldStartWith("command sync ");
        double.Parse(age.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(15 * 60);
        (await hub.ListAsync("SELECT text FROM alert WHERE name = 'blocked_line'")).ShouldAllBe(text => !text.Contains("4915112345", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenBreaker_IsShown_AndToldAfterAMinute()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Transient), 30)]);
        for (var i = 0; i < 5; i++) await hub.SendAsync(new FakeEvent { Record = $"{i}" });
        await hub.LookAsync();
        hub.Metric(Metrics.OpenBreakers).ShouldBe(["fake fake.set_field 1"]);
        (await hub.AlertsAsync()).ShouldBeEmpty();
        hub.Clock.Advance(TimeSpan.FromSeconds(61));
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["breaker_open fake/fake.set_field active"]);
    }

    [Fact]
    public async Task RefusedWebhooks_AreToldBeyondTheirNumber_AndOverTenMinutesLater()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        await hub.LookAsync();
        for (var i = 0; i < 21; i++) hub.Part<HubMeter>().WebhookRefused("fake");
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["webhook_refusals fake active"]);
        for (var minutes = 0; minutes < 11; minutes++)
        {
            hub.Clock.Advance(TimeSpan.FromMinutes(1));
            await hub.LookAsync();
        }

        (await hub.AlertsAsync()).ShouldBe(["webhook_refusals fake over"]);
    }

    [Fact]
    public async Task RefusalsBeforeTheFirstLook_CountToo()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        for (var i = 0; i < 21; i++) hub.Part<HubMeter>().WebhookRefused("fake");
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["webhook_refusals fake active"]);
    }

    [Fact]
    public async Task PausedTemplate_IsTold()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set);
        var template = hub.Vendor.Templates[0];
        hub.Vendor.Templates[0] = template with { Status = "paused" };
        hub.RefreshTemplates();
        await hub.UntilAsync(_ => ValueTask.FromResult(hub.Part<TemplateCatalogue>().Of("fake") is [{ Status: "paused" }, ..]), "the templates are fetched");
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe([$"template_paused fake/{template.Name}/{template.Language} active"]);
    }

    [Fact]
    public async Task WhatIsSwitchedOff_IsNotRaised()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set, ("parked:Enabled", "false"));
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBeEmpty();
    }

    private sealed class Dated(Func<DateTimeOffset> date) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Headers = { Date = date() } });
    }
}
