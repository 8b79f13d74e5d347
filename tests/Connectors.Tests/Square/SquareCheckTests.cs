using Hub.Connectors;

namespace Connectors.Tests.Square;

public sealed class SquareCheckTests
{
    private const string All = """["booking.created","booking.updated","customer.created","customer.updated","customer.deleted","order.created","order.updated","order.fulfillment.updated","payment.created","payment.updated"]""";
    private const string Scopes = "APPOINTMENTS_READ APPOINTMENTS_ALL_READ APPOINTMENTS_WRITE APPOINTMENTS_ALL_WRITE CUSTOMERS_READ CUSTOMERS_WRITE MERCHANT_PROFILE_READ ORDERS_READ PAYMENTS_READ ITEMS_READ APPOINTMENTS_BUSINESS_SETTINGS_READ";

    [Fact]
    public async Task ConnectionThatIsRight_IsRightInAll()
    {
        using var square = Whole();
        var findings = await CheckAsync(square);
        findings.ShouldAllBe(finding => finding.Standing == CheckStanding.Right);
        findings.Select(finding => finding.Subject).ShouldBe(["credentials", "scopes", "bookings", "webhooks"]);
        findings[0].Text.ShouldContain("M1");
        findings[2].Text.ShouldContain("Europe/London");
        square.Lines.ShouldAllBe(line => line.StartsWith("GET", StringComparison.Ordinal) || line == "POST oauth2/token/status");
    }

    [Fact]
    public async Task RefusedToken_IsAllThatCanBeSaid()
    {
        using var square = new SquareStandIn().On(HttpMethod.Post, "oauth2/token/status", 401, SquareStandIn.Error("ACCESS_TOKEN_REVOKED", "AUTHENTICATION_ERROR"));
        var finding = (await CheckAsync(square)).ShouldHaveSingleItem();
        (finding.Subject, finding.Standing).ShouldBe(("credentials", CheckStanding.Wrong));
        finding.Text.ShouldContain("taken the authorization back");
    }

    [Fact]
    public async Task TokenOfAnotherSeller_IsWrong() =>
        (await FindingAsync(Whole(status: Status(Scopes, merchant: "M2")), "credentials")).Standing.ShouldBe(CheckStanding.Wrong);

    [Theory]
    [InlineData("2026-05-10T00:00:00Z", CheckStanding.Doubtful)]
    [InlineData("2026-05-30T00:00:00Z", CheckStanding.Right)]
    public async Task TokenThatEndsAndIsNotRenewed_IsDoubtfulAWeekBefore(string ends, CheckStanding standing)
    {
        var finding = await FindingAsync(Whole(status: Status(Scopes, ends: ends)), "credentials");
        finding.Standing.ShouldBe(standing);
        finding.Text.ShouldContain(ends[..10]);
    }

    [Theory]
    [InlineData("CUSTOMERS_WRITE", CheckStanding.Wrong)]
    [InlineData("ITEMS_READ", CheckStanding.Doubtful)]
    public async Task ScopeThatLacks_IsNamed(string scope, CheckStanding standing)
    {
        var finding = await FindingAsync(Whole(status: Status(Scopes.Replace(scope, "OTHER", StringComparison.Ordinal))), "scopes");
        finding.Standing.ShouldBe(standing);
        finding.Text.ShouldContain(scope);
    }

    [Theory]
    [InlineData("""{"business_booking_profile":{"booking_enabled":false}}""", CheckStanding.Wrong)]
    [InlineData("""{"business_booking_profile":{"booking_enabled":true,"support_seller_level_writes":false}}""", CheckStanding.Wrong)]
    [InlineData("""{"business_booking_profile":{"booking_enabled":true}}""", CheckStanding.Right)]
    public async Task SellerWhoTakesNoBookings_IsTold(string profile, CheckStanding standing) => (await FindingAsync(Whole(profile: profile), "bookings")).Standing.ShouldBe(standing);

    [Theory]
    [InlineData(false, All, "key-1", CheckStanding.Wrong)]
    [InlineData(true, All, "key-9", CheckStanding.Wrong)]
    [InlineData(true, """["booking.created"]""", "key-1", CheckStanding.Doubtful)]
    public async Task SubscriptionThatIsNotRight_IsTold(bool enabled, string types, string key, CheckStanding standing) =>
        (await FindingAsync(Whole(SquareSubscriberTests.Subscribed(enabled, types, key)), "webhooks")).Standing.ShouldBe(standing);

    [Fact]
    public async Task OtherAddress_IsWrong()
    {
        using var square = Whole();
        var findings = await SquareStandIn.Connector.Check.CheckAsync(new("https://hub.example.test/webhooks/other"), square.Connection, CancellationToken.None);
        findings.ShouldContain(finding => finding.Subject == "webhooks" && finding.Standing == CheckStanding.Wrong && finding.Text.Contains("NotificationUrl", StringComparison.Ordinal));
    }

    private static SquareStandIn Whole(SquareStandIn? square = null, string? status = null, string? profile = null) => (square ?? SquareSubscriberTests.Subscribed(true, All)).HasLocation()
        .On(HttpMethod.Post, "oauth2/token/status", 200, status ?? Status(Scopes))
        .On(HttpMethod.Get, "v2/bookings/business-booking-profile", 200, profile ?? """{"business_booking_profile":{"booking_enabled":true,"support_seller_level_writes":true}}""");

    private static string Status(string scopes, string merchant = "M1", string? ends = null) =>
        $$"""{"client_id":"client-1","merchant_id":"{{merchant}}"{{(ends is null ? "" : $",\"expires_at\":\"{ends}\"")}},"scopes":[{{string.Join(',', scopes.Split(' ').Select(scope => $"\"{scope}\""))}}]}""";

    private static async Task<CheckFinding> FindingAsync(SquareStandIn square, string subject)
    {
        using (square) return (await CheckAsync(square)).Single(finding => finding.Subject == subject);
    }

    private static Task<IReadOnlyList<CheckFinding>> CheckAsync(SquareStandIn square) => SquareStandIn.Connector.Check.CheckAsync(new(SquareStandIn.NotificationUrl), square.Connection, CancellationToken.None);
}
