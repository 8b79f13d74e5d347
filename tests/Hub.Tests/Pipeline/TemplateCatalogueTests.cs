namespace Hub.Tests.Pipeline;

public class TemplateCatalogueTests
{
    private const string Send = "routes: [{id: send, on: fake.message.received, max_age: 72h, do: fake.send_template, with: {to: \"${customer}\", template: fresh, language: [en]}}]";

    [Fact]
    public async Task ListThatCouldNotBeFetched_IsAskedForAgainByTheClockThatItsSendsGrowOldBy()
    {
        await using var hub = await HubUnderTest.StartAsync(Send);
        hub.Vendor.OnListTemplates = () => throw new HttpRequestException("Away.");
        hub.RefreshTemplates();
        await hub.UntilAsync(_ => ValueTask.FromResult(hub.Log.Of(1301).Count > 0), "the list could not be fetched");
        var asked = 0;
        hub.Vendor.OnListTemplates = () => asked++;
        await hub.UntilAsync(
            _ =>
            {
                hub.Clock.Advance(TimeSpan.FromSeconds(16));
                return ValueTask.FromResult(asked > 0);
            },
            "it is asked for again");
    }

    [Fact]
    public async Task ConnectorThatFailsByItsOwnMistake_IsLoggedAndAskedAgain()
    {
        await using var hub = await HubUnderTest.StartAsync(Send);
        hub.Vendor.OnListTemplates = () => throw new InvalidOperationException("The connector's own mistake.");
        hub.RefreshTemplates();
        await hub.UntilAsync(_ => ValueTask.FromResult(hub.Log.Of(1303).Count > 0), "the mistake is logged");
        hub.Log.Of(1303)[0].ShouldStartWith("Fetching the templates of connection fake failed; it is tried again in 15 s. System.InvalidOperationException");
        hub.Log.Of(1303)[0].ShouldNotContain("own mistake");

        hub.Vendor.Templates.Add(new() { Name = "fresh", Language = "en", Category = "utility", Status = "approved", Body = "Fresh" });
        hub.Vendor.OnListTemplates = null;
        hub.RefreshTemplates();
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM template") == 3, "the templates are fetched");
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "61400000001" });
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }
}
