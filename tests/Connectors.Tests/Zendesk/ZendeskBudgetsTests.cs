using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk;

public sealed class ZendeskBudgetsTests
{
    [Fact]
    public void LimitOfTheAccount_IsReadFromEitherFormOfItsHeaders()
    {
        Of(("x-rate-limit", "400"), ("x-rate-limit-remaining", "399"), ("ratelimit-reset", "41")).ShouldBe([new Budget("account", 400, 399) { ResetsIn = TimeSpan.FromSeconds(41) }]);
        Of(("ratelimit-limit", "400"), ("ratelimit-remaining", "0")).ShouldBe([new Budget("account", 400, 0) { ResetsIn = TimeSpan.FromMinutes(1) }]);
    }

    [Fact]
    public void LimitOfAnyName_IsThatOfTheKindOfCall() =>
        Of(("Zendesk-RateLimit-Tickets-Update", "total=20; remaining=19; resets=15")).ShouldBe([new Budget("tickets-update", 20, 19) { ResetsIn = TimeSpan.FromSeconds(15), IsOfCall = true }]);

    [Theory]
    [InlineData("zendesk-ratelimit-per-ticket-updates", "total=30; remaining=0; resets=135")]
    [InlineData("zendesk-ratelimit-create-update-user", "total=5; remaining=0; resets=20")]
    [InlineData("zendesk-ratelimit-other", "remaining=0; resets=20")]
    [InlineData("zendesk-ratelimit-other", "total=100; resets=20")]
    [InlineData("zendesk-ratelimit-other", "soon")]
    [InlineData("x-rate-limit", "400")]
    [InlineData("x-rate-limit-remaining", "many")]
    public void LimitOfOneRecord_AndWhatIsNoLimit_TellNothing(string name, string value) => Of((name, value)).ShouldBeEmpty();

    private static List<Budget> Of(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return [.. ZendeskBudgets.Of(response.Headers)];
    }
}
