using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho;

public sealed class ZohoErrorsTests
{
    [Theory]
    [InlineData(401, "AUTHENTICATION_FAILURE", "{}", FailureKind.Unauthorized)]
    [InlineData(401, "OAUTH_SCOPE_MISMATCH", "{}", FailureKind.Rejected)]
    [InlineData(403, "NO_PERMISSION", "{}", FailureKind.Rejected)]
    [InlineData(400, "INVALID_DATA", """{"api_name":"Email"}""", FailureKind.Rejected)]
    [InlineData(400, "INVALID_DATA", """{"resource_path_index":1}""", FailureKind.TargetClosed)]
    [InlineData(400, "MANDATORY_NOT_FOUND", """{"api_name":"Last_Name"}""", FailureKind.Rejected)]
    [InlineData(400, "INVALID_MODULE", """{"resource_path_index":0}""", FailureKind.Rejected)]
    [InlineData(400, "DUPLICATE_DATA", "{}", FailureKind.Rejected)]
    [InlineData(400, "RECORD_IN_BLUEPRINT", "{}", FailureKind.Rejected)]
    [InlineData(400, "RECORD_LOCKED", "{}", FailureKind.Rejected)]
    [InlineData(403, "NOT_ALLOWED", "{}", FailureKind.Rejected)]
    [InlineData(429, "TOO_MANY_REQUESTS", "{}", FailureKind.Throttled)]
    [InlineData(429, "SOMETHING_NEW", "{}", FailureKind.Throttled)]
    [InlineData(400, "LIMIT_EXCEEDED", "{}", FailureKind.Later)]
    [InlineData(429, "LIMIT_EXCEEDED", "{}", FailureKind.Later)]
    [InlineData(500, "INTERNAL_ERROR", "{}", FailureKind.Transient)]
    [InlineData(502, "", "{}", FailureKind.Transient)]
    [InlineData(503, "", "{}", FailureKind.Transient)]
    [InlineData(404, "INVALID_URL_PATTERN", "{}", FailureKind.Rejected)]
    [InlineData(418, "TEAPOT", "{}", FailureKind.Rejected)]
    [InlineData(200, "INVALID_MODULE", "{}", FailureKind.Rejected)]
    public async Task Answer_IsOfTheKindOfTheTable(int status, string code, string details, FailureKind kind)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/17", status, code.Length == 0 ? "" : $$"""{"code":"{{code}}","details":{{details}},"message":"Ann Example","status":"error"}""");
        var failure = (await zoho.Connection.AskAsync(api => api.RecordAsync("Leads", "17", default), default)).Failure.ShouldNotBeNull();
        failure.Kind.ShouldBe(kind);
        failure.Text.ShouldNotContain("Ann");
    }

    [Theory]
    [InlineData("TOO_MANY_REQUESTS", 3)]
    [InlineData("LIMIT_EXCEEDED", 3600)]
    public async Task LimitOfTheAccount_HoldsAllCallsForItsTime(string code, int seconds)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/17", 429, $$"""{"code":"{{code}}","details":{},"status":"error"}""");
        var failure = (await zoho.Connection.AskAsync(api => api.RecordAsync("Leads", "17", default), default)).Failure!;
        (failure.Wait, failure.IsAccountWide).ShouldBe((TimeSpan.FromSeconds(seconds), true));
    }

    [Fact]
    public async Task WriteThatMayHaveHappened_IsUnknown()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, "Notes", 500, "").On(HttpMethod.Post, "Leads/upsert", 200, "<html>");
        (await zoho.Connection.AskAsync(api => api.AddNoteAsync(new() { Data = [] }, default), default, onceOnly: true)).Failure!.Kind.ShouldBe(FailureKind.Unknown);
        (await zoho.Connection.AskAsync(api => api.UpsertAsync("Leads", new() { Data = [] }, default), default, onceOnly: true)).Failure!.Kind.ShouldBe(FailureKind.Unknown);
        (await zoho.Connection.AskAsync(api => api.UpsertAsync("Leads", new() { Data = [] }, default), default)).Failure!.Kind.ShouldBe(FailureKind.Transient);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(207)]
    [InlineData(400)]
    public async Task RecordThatFailed_FailsWhateverTheStatus(int status)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Put, "Leads/17", status, """{"data":[{"code":"INVALID_DATA","details":{"api_name":"Email","json_path":"$.data[0].Email"},"message":"Ann","status":"error"}]}""");
        var failure = ZohoErrors.OfRecord(await zoho.Connection.AskAsync(api => api.UpdateAsync("Leads", "17", new() { Data = [] }, default), default)).Failure!;
        (failure.Kind, failure.Code, failure.Text).ShouldBe((FailureKind.Rejected, "INVALID_DATA", "Zoho refuses a value: Email."));
    }

    [Theory]
    [InlineData("INVALID_DATA", """{"api_name":"id","json_path":"$.data[0].id"}""", FailureKind.TargetClosed)]
    [InlineData("INVALID_DATA", """{"api_name":"id","json_path":"$.data[0].Contact_Name.id"}""", FailureKind.Rejected)]
    [InlineData("LIMIT_EXCEEDED", "{}", FailureKind.Rejected)]
    [InlineData("Ann said no", "{}", FailureKind.Rejected)]
    public void RecordOfAWrite_IsOfTheKindOfTheTable(string code, string details, FailureKind kind)
    {
        var failure = ZohoErrors.OfElement(code, ErrorDetails.Of(System.Text.Json.JsonElement.Parse(details)));
        failure.Kind.ShouldBe(kind);
        failure.Code.ShouldNotContain("Ann");
    }

    [Fact]
    public void FieldThatIsNoName_IsNotTold() =>
        ZohoErrors.OfElement("INVALID_DATA", ErrorDetails.Of(System.Text.Json.JsonElement.Parse("""{"api_name":"Ann <ann@example.test>"}"""))).Text.ShouldBe("Zoho refuses a value.");

    [Theory]
    [InlineData("""{"id":"17"}""", "17")]
    [InlineData("""{"duplicate_record":{"id":"18","module":{}}}""", "18")]
    public void TwinsId_IsReadInBothForms(string details, string id) => ErrorDetails.Of(System.Text.Json.JsonElement.Parse(details)).DuplicateId.ShouldBe(id);

    [Fact]
    public async Task NothingThere_IsNoFailure()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/17", 204, "").On(HttpMethod.Get, "Leads/18", 304, "");
        foreach (var id in new[] { "17", "18" }) (await zoho.Connection.AskAsync(api => api.RecordAsync("Leads", id, default), default)).ShouldBe(new Answer<RecordList>(null, null));
    }

    [Theory]
    [InlineData(50_000, true)]
    [InlineData(null, false)]
    public async Task CreditsThatAreLeft_AreTold_WhereTheDaysAreKnown(int? daily, bool isTold)
    {
        using var zoho = new ZohoStandIn(ZohoStandIn.Options with { DailyCredits = daily }).On(HttpMethod.Get, "Leads/17", 204, "", ("X-API-CREDITS-REMAINING", "123"));
        await zoho.Connection.AskAsync(api => api.RecordAsync("Leads", "17", default), default);
        zoho.Budgets.Select(budget => (budget.Name, budget.Total, budget.Left)).ShouldBe(isTold ? [("credits", 50_000, 123)] : []);
    }
}
