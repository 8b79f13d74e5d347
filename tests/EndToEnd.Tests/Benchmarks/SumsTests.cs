using Hub.Benchmarks.Load;

namespace EndToEnd.Tests.Benchmarks;

public sealed class SumsTests
{
    private static readonly Sums Whole = new() { Acknowledged = 10, Stored = 10, Applied = 10, Events = 10, Commands = 10, Done = 10, Distinct = 10, Closes = true };

    [Fact]
    public void AllOnce_Holds() => Whole.NotHeld().ShouldBeEmpty();

    [Fact]
    public void Unanswered_MayBeStored_ButAreTold() => (Whole with { Acknowledged = 8, Unanswered = 2 }).NotHeld().ShouldBe(["2 were sent and not answered"]);

    [Fact]
    public void FewerEffectsThanAnswers_AreLost() => (Whole with { Distinct = 9 }).NotHeld().ShouldBe(["1 were acknowledged and lost"]);

    [Fact]
    public void AgainAtTheVendor_IsDoubled() => (Whole with { Repeated = 2 }).NotHeld().ShouldBe(["2 were done twice"]);

    [Fact]
    public void StoredAndNeverSent_IsDoubled() => (Whole with { Acknowledged = 9 }).NotHeld().ShouldBe(["1 were done twice"]);

    [Fact]
    public void OpenWork_IsNamed() => (Whole with { Applied = 9, Done = 9 }).NotHeld().ShouldBe(["of 10 stored webhooks 9 are applied", "of 10 commands 9 are done"]);

    [Fact]
    public void SumsThatDoNotClose_AreNamed() => (Whole with { Closes = false }).NotHeld().ShouldBe(["the hub's sums do not close"]);
}
