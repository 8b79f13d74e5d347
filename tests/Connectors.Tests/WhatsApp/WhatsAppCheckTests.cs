using Hub.Connectors;

namespace Connectors.Tests.WhatsApp;

public sealed class WhatsAppCheckTests : IAsyncLifetime
{
    private WhatsAppSetupStand meta = null!;

    public async Task InitializeAsync() => meta = await WhatsAppSetupStand.StartAsync();

    public async Task DisposeAsync() => await meta.DisposeAsync();

    [Fact]
    public async Task ConnectionInOrder_IsRightInEverything()
    {
        var findings = await CheckAsync();
        findings.ShouldAllBe(finding => finding.Standing == CheckStanding.Right);
        findings.Select(finding => finding.Subject).ShouldBe(["credentials", "scopes", "number", "webhooks", "webhooks", "templates"]);
        findings[0].Text.ShouldEndWith("for the app Connector hub, and does not end.");
        findings[2].Text.ShouldStartWith("4930901820 (Kairos) is connected; the portfolio may write to ");
        findings[4].Text.ShouldBe("Webhooks of the number go to https://hub.example.test/webhooks/wa.");
    }

    [Fact]
    public async Task WrongToken_IsTheOnlyFinding_AndIsNotShown()
    {
        var finding = (await CheckAsync(meta.With(options => options with { AccessToken = new(["wrong-token"]) }))).ShouldHaveSingleItem();
        finding.Standing.ShouldBe(CheckStanding.Wrong);
        finding.Text.ShouldNotContain("wrong-token");
    }

    [Fact]
    public async Task TokenThatEndsSoon_IsDoubtful()
    {
        meta.Vendor.App.TokenEndsAt = meta.Now.AddDays(3);
        var finding = (await CheckAsync())[0];
        (finding.Subject, finding.Standing).ShouldBe(("credentials", CheckStanding.Doubtful));
        finding.Text.ShouldContain($"ends {meta.Vendor.App.TokenEndsAt:u}");
    }

    [Fact]
    public async Task MissingPermission_IsNamedWithWhatDoesNotWork()
    {
        meta.Vendor.App.Scopes = ["whatsapp_business_messaging"];
        (await CheckAsync()).Single(finding => finding.Subject == "scopes").Text.ShouldStartWith("The token lacks the permission whatsapp_business_management: templates are not fetched");
    }

    [Theory]
    [InlineData("RESTRICTED", "GREEN", CheckStanding.Wrong, "is restricted, not connected")]
    [InlineData("CONNECTED", "RED", CheckStanding.Doubtful, "Its quality is red")]
    [InlineData("CONNECTED", "YELLOW", CheckStanding.Doubtful, "Its quality is yellow")]
    public async Task NumberThatDoesNotStandWell_IsTold(string status, string quality, CheckStanding standing, string text)
    {
        (meta.Vendor.App.Status, meta.Vendor.App.Quality) = (status, quality);
        (await CheckAsync()).Where(finding => finding.Subject == "number").ShouldContain(finding => finding.Standing == standing && finding.Text.Contains(text));
    }

    [Fact]
    public async Task SecretOfAnotherApp_IsWrong_AndIsNotShown()
    {
        var finding = (await CheckAsync(meta.With(options => options with { AppSecret = new(["other-secret"]) }))).Single(finding => finding.Standing == CheckStanding.Wrong);
        finding.Text.ShouldStartWith("AppSecret is not that of the app Connector hub");
        finding.Text.ShouldNotContain("other-secret");
    }

    [Theory]
    [InlineData("messages", CheckStanding.Wrong, "The app has not subscribed the field messages")]
    [InlineData("user_preferences", CheckStanding.Doubtful, "The app has not subscribed user_preferences:")]
    public async Task FieldThatLacks_IsNamed(string field, CheckStanding standing, string text)
    {
        meta.Vendor.App.Fields = [.. meta.Vendor.App.Fields.Where(one => one != field)];
        (await CheckAsync()).ShouldContain(finding => finding.Standing == standing && finding.Text.StartsWith(text));
    }

    [Fact]
    public async Task AppThatIsNotSubscribed_AndWebhooksThatGoElsewhere_AreWrong()
    {
        (meta.Vendor.App.IsSubscribed, meta.Vendor.App.Callback) = (false, "https://other.example.test/hook");
        (await CheckAsync()).Where(finding => finding.Standing == CheckStanding.Wrong).Select(finding => finding.Text.Split(':')[0]).ShouldBe(
            [$"The app Connector hub is not subscribed to the account {meta.Vendor.Settings["BusinessAccountId"]}", "Webhooks of the number go to https"]);
    }

    [Fact]
    public async Task NumberThatIsNotTheTokens_IsWrong() =>
        (await CheckAsync(meta.With(options => options with { PhoneNumberId = "1" }))).Single(finding => finding.Subject == "number").Text.ShouldStartWith("The number 1 cannot be seen");

    [Fact]
    public async Task TemplatesThatCannotBeSent_AreNamed()
    {
        foreach (var template in Sandbox.WhatsApp.StandardTemplates.All.Where(template => template.Status != "APPROVED")) meta.Vendor.State.Add(template);
        var all = Sandbox.WhatsApp.StandardTemplates.All;
        var finding = (await CheckAsync())[^1];
        finding.ShouldBe(CheckFinding.Doubtful("templates", $"{all.Count(template => template.Status == "APPROVED")} of {all.Count} templates are approved and can be sent; summer_sale (en) is paused."));
    }

    private Task<IReadOnlyList<CheckFinding>> CheckAsync(Connection? connection = null) => WhatsAppSetupStand.Connector.Check!.CheckAsync(WhatsAppSetupStand.Address, connection ?? meta.Connection, CancellationToken.None);
}
