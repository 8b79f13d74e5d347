using Hub.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Telemetry;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddTelemetry().AddSingleton<PrometheusText>().BuildServiceProvider();
    private readonly HubMeter meter;
    private readonly PrometheusText text;

    public PrometheusTextTests()
    {
        meter = services.GetRequiredService<HubMeter>();
        text = services.GetRequiredService<PrometheusText>();
    }

    [Fact]
    public void EveryMetric_IsTold_AlsoWithoutANumber()
    {
        var families = PrometheusReader.Read(text.Write());
        families.Keys.ShouldBe(Metrics.All.Select(metric => metric.PrometheusName));
        families.Values.Select(family => family.Help).ShouldBe(Metrics.All.Select(metric => metric.Description));
    }

    [Fact]
    public void WhatHappens_AddsUp_ByLabels()
    {
        meter.WebhookAnswered("shop", "200");
        meter.WebhookAnswered("shop", "200");
        meter.WebhookRefused("shop");
        Read("hub_webhook_requests_total").ShouldBe(["connection=shop answer=200 2", "connection=shop answer=401 1"], ignoreOrder: true);
        meter.Refusals["shop"].ShouldBe(1);
    }

    [Fact]
    public void Durations_StandInBuckets()
    {
        foreach (var seconds in (double[])[0.01, 0.05, 0.3, 40]) meter.Attempted("wa", "whatsapp.reply", "done", TimeSpan.FromSeconds(seconds));
        var samples = PrometheusReader.Read(text.Write())["hub_attempt_duration_seconds"].Samples;
        double Below(string limit) => samples.Single(sample => sample.Labels.GetValueOrDefault("le") == limit).Value;
        Below("0.05").ShouldBe(2);
        Below("0.5").ShouldBe(3);
        Below("30").ShouldBe(3);
        Below("+Inf").ShouldBe(4);
        samples.Single(sample => sample.Name.EndsWith("_sum", StringComparison.Ordinal)).Value.ShouldBe(40.36, 1e-9);
    }

    [Fact]
    public void HowThingsStand_IsWhatWasShownLast()
    {
        meter.Show([new(Metrics.Silence, 5, "wa"), new(Metrics.Silence, 7.5, "shop")]);
        Read("hub_silence_seconds").ShouldBe(["connection=shop 7.5", "connection=wa 5"]);
        meter.Show([new(Metrics.Silence, 6, "wa")]);
        Read("hub_silence_seconds").ShouldBe(["connection=wa 6"]);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("back\\slash")]
    [InlineData("quote\"d")]
    [InlineData("two\nlines")]
    [InlineData("\\n")]
    [InlineData("")]
    public void LabelOfAnyText_ComesBackAsItWas(string value)
    {
        meter.LimitWaited(value);
        PrometheusReader.Read(text.Write())["hub_limit_waits_total"].Samples.ShouldHaveSingleItem().Labels["connection"].ShouldBe(value);
    }

    [Fact]
    public void OtherMeters_OfOtherHubs_AreNotHeard()
    {
        using var others = new ServiceCollection().AddTelemetry().BuildServiceProvider();
        others.GetRequiredService<HubMeter>().LimitWaited("elsewhere");
        Read("hub_limit_waits_total").ShouldBeEmpty();
    }

    public void Dispose() => services.Dispose();

    private IEnumerable<string> Read(string family) => PrometheusReader.Read(text.Write())[family].Samples
        .Select(sample => string.Join(' ', sample.Labels.Select(label => $"{label.Key}={label.Value}").Append(sample.Value.ToString(System.Globalization.CultureInfo.InvariantCulture))));
}
