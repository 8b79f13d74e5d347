using System.Net;
using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk;

public sealed class ZendeskErrorsTests
{
    private const string ClosedText = """{"error":"RecordInvalid","description":"Record validation errors","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}""";
    private const string ClosedCode = """{"details":{"status":[{"error":"ClosedTicket","description":"Statut : fermé"}]}}""";

    [Theory]
    [InlineData(400, """{"error":"IdempotentRequestError"}""", FailureKind.Rejected, "IdempotentRequestError")]
    [InlineData(400, """{"error":"ParameterMissing","description":"Parameter brands is required"}""", FailureKind.Rejected, "ParameterMissing")]
    [InlineData(401, """{"error":"Couldn't authenticate you"}""", FailureKind.Unauthorized, "Couldn't authenticate you")]
    [InlineData(401, "", FailureKind.Unauthorized, "401")]
    [InlineData(403, """{"error":{"title":"Forbidden","message":"You do not have access to this page."}}""", FailureKind.Rejected, "403")]
    [InlineData(404, """{"error":"RecordNotFound","description":"Not found"}""", FailureKind.Rejected, "RecordNotFound")]
    [InlineData(404, """{"error":"InvalidEndpoint","description":"Not found"}""", FailureKind.Rejected, "InvalidEndpoint")]
    [InlineData(404, "<html>No help desk at acme</html>", FailureKind.Rejected, "404")]
    [InlineData(409, """{"error":"UpdateConflict"}""", FailureKind.Conflict, "UpdateConflict")]
    [InlineData(409, "", FailureKind.Conflict, "409")]
    [InlineData(413, "", FailureKind.Rejected, "413")]
    [InlineData(422, """{"error":"DatabaseConflict"}""", FailureKind.Conflict, "DatabaseConflict")]
    [InlineData(422, ClosedText, FailureKind.TargetClosed, "ClosedTicket")]
    [InlineData(422, ClosedCode, FailureKind.TargetClosed, "ClosedTicket")]
    [InlineData(422, "not json", FailureKind.Rejected, "422")]
    [InlineData(429, "", FailureKind.Throttled, "429")]
    [InlineData(500, """{"status":500,"error":"Internal Server Error"}""", FailureKind.Transient, "500")]
    [InlineData(502, "", FailureKind.Transient, "502")]
    [InlineData(503, "", FailureKind.Transient, "503")]
    [InlineData(504, "", FailureKind.Transient, "504")]
    public void Answer_HasItsMeaning(int status, string body, FailureKind kind, string code)
    {
        var failure = Of(status, body);
        (failure.Kind, failure.Code).ShouldBe((kind, code));
        failure.Text.ShouldEndWith(".");
    }

    [Theory]
    [InlineData(500, FailureKind.Unknown)]
    [InlineData(502, FailureKind.Unknown)]
    [InlineData(504, FailureKind.Unknown)]
    [InlineData(503, FailureKind.Unknown)]
    [InlineData(429, FailureKind.Throttled)]
    public void ServerErrorOfAWriteThatMustNotBeRepeated_LeavesItUnknown(int status, FailureKind kind)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        ZendeskErrors.Of(response, "", Clock.Start, onceOnly: true).Kind.ShouldBe(kind);
    }

    [Fact]
    public void RefusedRecord_NamesFieldsAndNoValues()
    {
        var failure = Of(422, """{"error":"RecordInvalid","details":{"email":[{"description":"Email: ann@example.test is already used","error":"DuplicateValue"}],"name":[{"description":"Name: Ann is too short"}]}}""");
        failure.Text.ShouldBe("Zendesk refuses the record: email (DuplicateValue), name.");
    }

    [Theory]
    [InlineData("7", null, null, 7)]
    [InlineData(null, "total=30; remaining=0; resets=135", null, 135)]
    [InlineData("7", "total=30; remaining=0; resets=135", null, 7)]
    [InlineData(null, "total=30; remaining=3; resets=135", "9", 9)]
    [InlineData(null, "nonsense", null, null)]
    [InlineData(null, "remaining=0; resets=99999999999", null, null)]
    public void TooManyRequests_WaitsAsLongAsZendeskSays(string? retryAfter, string? limit, string? reset, int? seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        if (retryAfter is not null) response.Headers.Add("Retry-After", retryAfter);
        if (limit is not null) response.Headers.TryAddWithoutValidation("zendesk-ratelimit-per-ticket-updates", limit);
        if (reset is not null) response.Headers.TryAddWithoutValidation("ratelimit-reset", reset);
        ZendeskErrors.Of(response, "", Clock.Start, onceOnly: true).Wait.ShouldBe(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null);
    }

    [Theory]
    [InlineData("total=30; remaining=0; resets=135", false)]
    [InlineData("total=30; remaining=3; resets=135", true)]
    [InlineData(null, true)]
    public void TooManyRequests_AreTheWholeAccounts_UnlessAnotherLimitIsExhausted(string? limit, bool isAccountWide)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.Add("Retry-After", "7");
        if (limit is not null) response.Headers.TryAddWithoutValidation("zendesk-ratelimit-per-ticket-updates", limit);
        ZendeskErrors.Of(response, "", Clock.Start, onceOnly: true).IsAccountWide.ShouldBe(isAccountWide);
    }

    [Fact]
    public void SeveralExhaustedLimits_WaitForTheLongest()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("zendesk-ratelimit-per-ticket-updates", "total=30; remaining=0; resets=135");
        response.Headers.TryAddWithoutValidation("zendesk-ratelimit-tickets-update", "total=20; remaining=0; resets=15");
        response.Headers.TryAddWithoutValidation("zendesk-ratelimit-search-index", "total=2500; remaining=9; resets=600");
        ZendeskErrors.Of(response, "", Clock.Start, onceOnly: false).Wait.ShouldBe(TimeSpan.FromSeconds(135));
    }

    [SharedFact(SharedContracts.Root)]
    public void EveryRecordedError_IsReadWithoutError()
    {
        var files = SharedContracts.Samples("zendesk").Where(file => file.Contains("api-amp-", StringComparison.Ordinal)).ToList();
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            Should.NotThrow(() => Of(422, File.ReadAllText(file)), file).Kind.ShouldBe(FailureKind.Rejected, file);
        }
    }

    private static VendorFailure Of(int status, string body)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        return ZendeskErrors.Of(response, body, Clock.Start, onceOnly: false);
    }
}
