using System.Net;
using System.Text;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;

namespace Connectors.Tests.WhatsApp;

public sealed class WhatsAppErrorsTests
{
    [Theory]
    [InlineData(FailureKind.Transient, "1 2 131000 131016 131057 133004 131052 131053")]
    [InlineData(FailureKind.Throttled, "4 80007 130429 131056")]
    [InlineData(FailureKind.Later, "131048 131049 131064 133016")]
    [InlineData(FailureKind.NoWhatsApp, "131026")]
    [InlineData(FailureKind.WindowClosed, "131047")]
    [InlineData(FailureKind.OptedOut, "131050")]
    [InlineData(FailureKind.Rejected, "33 100 130472 130497 131008 131009 131021 131030 131051 131062 131063 132000 132001 132005 132007 132008 132012 132015 132016 132018 132068 132069 137000")]
    [InlineData(FailureKind.Unauthorized, "0 3 10 190 200 219 299 368 131005 131031 131037 131042 131045")]
    public void EachCode_HasItsKind(FailureKind kind, string codes)
    {
        foreach (var code in codes.Split(' '))
        {
            Answer(400, $$$"""{"error":{"code":{{{code}}},"message":"m","type":"OAuthException"}}""").ShouldSatisfyAllConditions(
                failure => failure.Kind.ShouldBe(kind, code),
                failure => failure.Code.ShouldBe(code),
                failure => failure.Text.ShouldEndWith("."));
        }
    }

    [SharedFact(SharedContracts.Root)]
    public void EveryCodeOfTheNotes_HasARow()
    {
        var notes = File.ReadAllText(Path.Combine(SharedContracts.Folder("whatsapp")!, "NOTES.md"));
        var table = notes[notes.IndexOf("## 11. Error codes", StringComparison.Ordinal)..notes.IndexOf("## 12.", StringComparison.Ordinal)];
        var cells = table.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Split('|')[2]);
        var codes = cells.SelectMany(cell => string.Concat(cell.Split('(').Select((part, i) => i == 0 ? part : part[(part.IndexOf(')', StringComparison.Ordinal) + 1)..])).Split(' ', ',', '/', ';', ':', '-'))
            .Where(word => word.Length > 0 && word.All(char.IsAsciiDigit)).ToList();
        codes.Count.ShouldBeGreaterThan(50);
        foreach (var code in codes) WhatsAppErrors.OfCode(code).ShouldNotBeNull(code);
    }

    [Fact]
    public void EveryRow_SaysWhatItMeansAndWhatTheHubDoes()
    {
        foreach (var row in WhatsAppErrorTable.All)
        {
            row.Sentence.ShouldEndWith(".", customMessage: row.Codes);
            row.Doing.ShouldNotBeEmpty(row.Codes);
            row.Text.ShouldNotContain("|", customMessage: row.Codes);
        }

        WhatsAppErrorTable.All.Select(row => row.Code).ShouldBeUnique();
    }

    [Fact]
    public void WrongNumberOfParameters_IsWorthANewLookAtTheTemplate()
    {
        WhatsAppErrors.OfCode("132000")!.IsTemplateStale.ShouldBeTrue();
        WhatsAppErrors.OfCode("132001")!.IsTemplateStale.ShouldBeFalse();
    }

    [Fact]
    public void EveryThrottledOrLaterCode_HasAWait()
    {
        foreach (var code in WhatsAppErrors.Codes)
        {
            var failure = WhatsAppErrors.OfCode(code.ToString(System.Globalization.CultureInfo.InvariantCulture))!;
            if (failure.Kind is FailureKind.Throttled or FailureKind.Later) failure.Wait.ShouldNotBeNull(failure.Code);
        }
    }

    [Theory]
    [InlineData("4", true)]
    [InlineData("80007", true)]
    [InlineData("130429", true)]
    [InlineData("131048", true)]
    [InlineData("131064", true)]
    [InlineData("131056", false)]
    [InlineData("131049", false)]
    [InlineData("131000", false)]
    public void LimitOfTheNumberOrTheAccount_HoldsAllItsCalls(string code, bool isAccountWide) =>
        Answer(400, $$$"""{"error":{"code":{{{code}}}}}""").IsAccountWide.ShouldBe(isAccountWide);

    [Theory]
    [InlineData("")]
    [InlineData("""{"error":{"code":999999}}""")]
    public void Plain429_HoldsAllCallsForAWhile(string body)
    {
        var failure = Answer(429, body);
        (failure.Kind, failure.IsAccountWide, failure.Wait).ShouldBe((FailureKind.Throttled, true, TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(null, 6)]
    [InlineData("1", 6)]
    [InlineData("90", 90)]
    public void PairLimit_WaitsUntilThePairHasEarnedAMessage(string? asked, int seconds)
    {
        using var response = Response(400, "");
        response.Headers.TryAddWithoutValidation("Retry-After", asked);
        WhatsAppErrors.OfAnswer(response, """{"error":{"code":131056}}""", 3, WhatsAppStand.Arrival).Wait.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("131048")]
    [InlineData("131064")]
    public void RestrictedNumber_RestsForHours_AlsoByAStatus(string code)
    {
        Answer(400, $$$"""{"error":{"code":{{{code}}}}}""").ShouldBe(WhatsAppErrors.OfStatus(code));
        var status = WhatsAppErrors.OfStatus(code);
        (status.Kind, status.Wait, status.IsAccountWide).ShouldBe((FailureKind.Later, TimeSpan.FromHours(6), true));
    }

    [Theory]
    [InlineData("131052")]
    [InlineData("131053")]
    public void MediaThatCannotBeFetched_IsTriedOnceMore(string code)
    {
        var body = $$$"""{"error":{"code":{{{code}}}}}""";
        Answer(400, body, attempt: 1).Kind.ShouldBe(FailureKind.Transient);
        Answer(400, body, attempt: 2).Kind.ShouldBe(FailureKind.Rejected);
    }

    [Fact]
    public void Held131049_WaitsADay() => WhatsAppErrors.OfStatus("131049").Wait.ShouldBe(TimeSpan.FromHours(24));

    [Fact]
    public void AccountLimit_WaitsAsLongAsTheUsageHeaderSays()
    {
        using var response = Response(429, """{"error":{"code":80007}}""");
        response.Headers.Add("X-Business-Use-Case-Usage", """{"102290129340398":[{"type":"whatsapp","call_count":100,"estimated_time_to_regain_access":19}]}""");
        WhatsAppErrors.OfAnswer(response, """{"error":{"code":80007}}""", 1, WhatsAppStand.Arrival).Wait.ShouldBe(TimeSpan.FromMinutes(19));
    }

    [Fact]
    public void UsageHeaderWithAnEndlessTime_WaitsADay()
    {
        using var response = Response(429, "");
        response.Headers.Add("X-Business-Use-Case-Usage", """{"1":[{"estimated_time_to_regain_access":2147483647}]}""");
        WhatsAppErrors.OfAnswer(response, """{"error":{"code":4}}""", 1, WhatsAppStand.Arrival).Wait.ShouldBe(TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"a":[{"estimated_time_to_regain_access":"soon"}]}""")]
    [InlineData("[]")]
    public void UsageHeaderOfAnotherForm_LeavesTheTablesWait(string usage)
    {
        using var response = Response(429, "");
        response.Headers.TryAddWithoutValidation("X-Business-Use-Case-Usage", usage);
        WhatsAppErrors.OfAnswer(response, """{"error":{"code":80007}}""", 1, WhatsAppStand.Arrival).Wait.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(500, FailureKind.Unknown)]
    [InlineData(501, FailureKind.Unknown)]
    [InlineData(502, FailureKind.Unknown)]
    [InlineData(504, FailureKind.Unknown)]
    [InlineData(520, FailureKind.Unknown)]
    [InlineData(524, FailureKind.Unknown)]
    [InlineData(599, FailureKind.Unknown)]
    [InlineData(503, FailureKind.Transient)]
    [InlineData(429, FailureKind.Throttled)]
    [InlineData(401, FailureKind.Unauthorized)]
    [InlineData(404, FailureKind.Rejected)]
    public void AnswerWithoutMetasError_IsJudgedByItsStatus(int status, FailureKind kind)
    {
        foreach (var body in new[] { "", "<html>", "[]", "{}", """{"error":"text"}""", """{"error":{"code":999999}}""" }) Answer(status, body).Kind.ShouldBe(kind, body);
    }

    [Fact]
    public void CodeThatIsNotInTheTable_KeepsTheCodeAndTakesTheStatus()
    {
        var failure = Answer(400, """{"error":{"code":999999}}""");
        (failure.Kind, failure.Code).ShouldBe((FailureKind.Rejected, "999999"));
        Answer(500, """{"error":{"code":999999,"is_transient":true}}""").Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public void DetailsOfATemplateError_AreToldAndThoseOfOthersAreNot()
    {
        Answer(400, """{"error":{"code":132000,"error_data":{"details":"body: 1 given, 2 expected"}}}""").Text.ShouldBe("The number of parameters is not the template's (body: 1 given, 2 expected). Fill as many in the mapping as the template has.");
        Answer(400, """{"error":{"code":132008,"error_data":{"details":"gone"}}}""").Text.ShouldBe("The template cannot be found (gone).");
        Answer(400, """{"error":{"code":131009,"error_data":{"details":"Anna, +49 151"}}}""").Text.ShouldNotContain("Anna");
        Answer(400, """{"error":{"code":132000,"error_data":"plain text"}}""").Code.ShouldBe("132000");
    }

    [Fact]
    public void StatusWithoutAnError_IsRejected() => WhatsAppErrors.OfStatus(null).ShouldBe(new(FailureKind.Rejected, "none", "WhatsApp did not deliver the message."));

    [SharedFact(SharedContracts.Root)]
    public void EverySampleError_IsInTheTable()
    {
        var files = SharedContracts.Samples("whatsapp").Where(file => Path.GetFileName(file).StartsWith("error.", StringComparison.Ordinal)).ToList();
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            var body = File.ReadAllText(file);
            var code = JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("code").GetInt32();
            WhatsAppErrors.Codes.ShouldContain(code, file);
            Answer(400, body).Code.ShouldBe(code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static VendorFailure Answer(int status, string body, int attempt = 1)
    {
        using var response = Response(status, body);
        return WhatsAppErrors.OfAnswer(response, body, attempt, WhatsAppStand.Arrival);
    }

    private static HttpResponseMessage Response(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
