using System.Globalization;
using Hub.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Configuration;

public class AlertReaderTests
{
    [Fact]
    public void WithoutSettings_AllAreOn_AndNothingIsPosted()
    {
        var settings = AlertSettings.Usual;
        settings.Rules.Keys.ShouldBe(AlertKind.All.Select(kind => kind.Name), ignoreOrder: true);
        settings.Rules.Values.Where(rule => !rule.Enabled).Select(rule => rule.Kind.Name).ShouldBeEmpty();
        settings.Rules["silence"].ShouldSatisfyAllConditions(rule => rule.Number.ShouldBe(20), rule => rule.Time.ShouldBe(TimeSpan.MaxValue));
        settings.Rules["blocked_line"].Time.ShouldBe(TimeSpan.FromMinutes(15));
        settings.Rules["disk"].Number.ShouldBe(1024);
        settings.Target.ShouldBeNull();
        settings.Digest.ShouldBeNull();
    }

    [Theory]
    [InlineData("prked:Over=1", "Alerts:prked is no alert. Did you mean parked?")]
    [InlineData("parked:After=00:01:00", "Alerts:parked:After is not a setting of the alert parked.")]
    [InlineData("parked:Over=many", "Alerts:parked:Over is not a whole number.")]
    [InlineData("parked:Enabled=perhaps", "Alerts:parked:Enabled is not true or false.")]
    [InlineData("blocked_line:After=24:00:00", "Alerts:blocked_line:After is not a duration")]
    [InlineData("silence:Connections:shp=06:00:00", "Alerts:silence:Connections:shp: there is no connection shp. Did you mean shop?")]
    [InlineData("silence:Missing=many", "Alerts:silence:Missing is not a whole number.")]
    [InlineData("silence:Connections:shop=long", "Alerts:silence:Connections:shop is not a duration")]
    [InlineData("Webhook:Url=https://alerts.example/in", "Alerts:Webhook:Secret is missing")]
    [InlineData("Webhook:Url=http://alerts.example/in;Webhook:Secret=whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "Alerts:Webhook:Url must be an https address")]
    [InlineData("Webhook:Url=https://alerts.example/in;Webhook:Secret=not-a-secret-of-that-kind", "Alerts:Webhook:Secret must be whsec_")]
    [InlineData("Digest:At=08:00", "Alerts:Webhook:Url is not")]
    [InlineData("Webhook:Url=https://alerts.example/in;Webhook:Secret=whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX;Digest:At=8 o'clock", "Alerts:Digest:At is not a time of day")]
    [InlineData("Webhook:Url=https://alerts.example/in;Webhook:Secret=whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX;Digest:At=08:00;Digest:Zone=Moon", "Alerts:Digest:Zone is not the IANA name")]
    public void Mistake_IsTold_WithoutTheSecret(string settings, string expected)
    {
        var errors = new List<string>();
        AlertReader.Read(Configuration(settings), ["shop"], errors);
        string.Join('\n', errors).ShouldContain(expected);
        string.Join('\n', errors).ShouldNotContain("not-a-secret-of-that-kind");
    }

    [Fact]
    public void AllSettings_AreRead()
    {
        var errors = new List<string>();
        var settings = AlertReader.Read(
            Configuration("silence:After=1.00:00:00;silence:Connections:shop=06:00:00;parked:Enabled=false;Webhook:Url=https://alerts.example/in?room=7;Webhook:Secret=whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX;Digest:At=08:30;Digest:Zone=Europe/Athens"),
            ["shop"], errors);
        errors.ShouldBeEmpty();
        settings.Rules["silence"].ShouldSatisfyAllConditions(rule => rule.Enabled.ShouldBeTrue(), rule => rule.Time.ShouldBe(TimeSpan.FromDays(1)), rule => rule.ByConnection["shop"].ShouldBe(TimeSpan.FromHours(6)));
        settings.Rules["parked"].Enabled.ShouldBeFalse();
        settings.Target!.Url.Query.ShouldBe("?room=7");
        settings.Digest!.At.ShouldBe(new TimeOnly(8, 30));
    }

    [Theory]
    [InlineData("2026-11-22T05:59:00Z", "2026-11-21T06:00:00Z")]
    [InlineData("2026-11-22T06:00:00Z", "2026-11-22T06:00:00Z")]
    [InlineData("2026-11-22T22:30:00Z", "2026-11-22T06:00:00Z")]
    [InlineData("2026-07-01T05:30:00Z", "2026-07-01T05:00:00Z")]
    public void DigestTime_IsThatOfItsZone(string now, string expected) =>
        new DigestTime(new(8, 0), TimeZoneInfo.FindSystemTimeZoneById("Europe/Athens")).LatestBefore(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)).ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));

    // Clocks go from 3:00 to 4:00 there on that day.
    [Fact]
    public void DigestTimeThatSpringLeavesOut_IsAnHourLater() =>
        new DigestTime(new(3, 30), TimeZoneInfo.FindSystemTimeZoneById("Europe/Athens")).LatestBefore(new(2026, 3, 29, 12, 0, 0, TimeSpan.Zero)).ShouldBe(new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero));

    private static IConfiguration Configuration(string settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Split(';').Select(pair => KeyValuePair.Create("Alerts:" + pair[..pair.IndexOf('=', StringComparison.Ordinal)], (string?)pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]))).Build();
}
