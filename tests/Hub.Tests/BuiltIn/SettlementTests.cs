using Hub.BuiltIn;
using Hub.Connectors;

namespace Hub.Tests.BuiltIn;

public class SettlementTests
{
    [Theory]
    [InlineData(FailureKind.NoWhatsApp, false, "refused", "no_whatsapp", "no_whatsapp")]
    [InlineData(FailureKind.WindowClosed, false, "refused", "window_closed", "window_closed")]
    [InlineData(FailureKind.OptedOut, false, "refused", "opted_out", "opted_out")]
    [InlineData(FailureKind.TargetClosed, false, "refused", "target_closed", "target_closed")]
    [InlineData(FailureKind.Rejected, false, "parked", "rejected", "parked")]
    [InlineData(FailureKind.Rejected, true, "refused", "rejected", "rejected")]
    [InlineData(FailureKind.Transient, false, "parked", "transient", "parked")]
    [InlineData(FailureKind.Conflict, false, "parked", "conflict", "parked")]
    [InlineData(FailureKind.Unknown, false, "parked", "no_answer", "parked")]
    public void LastFailure_EndsACommand(FailureKind kind, bool isRejectionFollowed, string state, string reason, string outcome) =>
        Settlement.Of(kind, new EffectClass.Findable(), isRejectionFollowed).ShouldBe(new(state, reason, outcome));

    [Fact]
    public void BlindEffectWithoutAnAnswer_IsUnknown() =>
        Settlement.Of(FailureKind.Unknown, new EffectClass.Blind(), isRejectionFollowed: true).ShouldBe(new("unknown", null, "unknown"));

    [Theory]
    [InlineData("done", null, nameof(KeyFate.Spent))]
    [InlineData("unknown", null, nameof(KeyFate.Spent))]
    [InlineData("parked", "unknown", nameof(KeyFate.Spent))]
    [InlineData("parked", "rejected", nameof(KeyFate.Kept))]
    [InlineData("refused", "target_closed", nameof(KeyFate.Freed))]
    [InlineData("cancelled", "discarded", nameof(KeyFate.Freed))]
    public void Key_IsSpentByWhatMayHaveHappened_AndKeptByWhatMayStillRun(string state, string? reason, string fate) =>
        Settlement.KeyAfter(state, reason).ToString().ShouldBe(fate);

    [Theory]
    [InlineData(FailureKind.Unknown, FailureKind.Transient)]
    [InlineData(FailureKind.NoWhatsApp, FailureKind.Rejected)]
    [InlineData(FailureKind.TargetClosed, FailureKind.Rejected)]
    [InlineData(FailureKind.Throttled, FailureKind.Throttled)]
    public void FailedQuestion_IsNoNewsOfTheEffect(FailureKind kind, FailureKind read) => Settlement.OfQuestion(kind).ShouldBe(read);
}
