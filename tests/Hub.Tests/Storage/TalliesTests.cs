using Hub.Storage;

namespace Hub.Tests.Storage;

public sealed class TalliesTests
{
    private readonly Tallies tallies = new();

    [Fact]
    public void WhatSeveralOperationsCount_IsOneRowEach()
    {
        tallies.Add("events", "pending", 1);
        tallies.Keep();
        tallies.Add("events", "pending", -1);
        tallies.Add("events", "applied", 1);
        tallies.Keep();
        tallies.Take().ShouldBe([new("events", "pending", 0), new("events", "applied", 1)], ignoreOrder: true);
    }

    [Fact]
    public void WhatAFailedOperationCounted_IsNotThere()
    {
        tallies.Add("events", "pending", 1);
        tallies.Drop();
        tallies.Add("events", "applied", 1);
        tallies.Keep();
        tallies.Take().ShouldBe([new("events", "applied", 1)]);
    }

    [Fact]
    public void WhatIsTaken_IsGone()
    {
        tallies.Add("events", "pending", 1);
        tallies.Keep();
        tallies.Take();
        tallies.Take().ShouldBeEmpty();
    }
}
