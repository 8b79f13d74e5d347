using CrashMatrix;

namespace EndToEnd.Tests.CrashMatrix;

public sealed class EffectsTests
{
    [Theory]
    [InlineData(1, 0, 1, 0, 0, 0)]
    [InlineData(1, 1, 1, 0, 0, 0)]
    [InlineData(0, 1, 0, 1, 0, 0)]
    [InlineData(0, 0, 0, 0, 1, 0)]
    [InlineData(2, 0, 1, 0, 0, 1)]
    [InlineData(0, 2, 0, 1, 0, 1)]
    public void BlindEffect_IsOnceOrNotAtAllWithACommandThatDoesNotKnow(int sent, int parked, int held, int unknown, int lost, int doubled)
    {
        var effects = new Effects();
        effects.Blind("a message", sent, parked);
        (effects.Expected, effects.Held, effects.Unknown, effects.Lost, effects.Doubled).ShouldBe((1, held, unknown, lost, doubled));
        effects.Broken.Count.ShouldBe(lost + doubled);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(2, 0, 1)]
    public void OtherEffect_IsExactlyOnce(int held, int lost, int doubled)
    {
        var effects = new Effects();
        effects.Exactly("a ticket", held);
        (effects.Lost, effects.Doubled).ShouldBe((lost, doubled));
    }

    [Fact]
    public void WhatMustNotBe_CountsAsDoubledWhereItIs()
    {
        var effects = new Effects();
        effects.Never("a note", 0);
        effects.Broken.ShouldBeEmpty();
        effects.Never("a note", 1);
        effects.Doubled.ShouldBe(1);
        effects.Expected.ShouldBe(0);
    }

    [Fact]
    public void Order_IsBrokenWhereALaterOneStandsBefore()
    {
        var effects = new Effects();
        effects.Order("the words", [0, 4, 9]);
        effects.IsOrderKept.ShouldBeTrue();
        effects.Order("the words", [0, 9, 4]);
        effects.IsOrderKept.ShouldBeFalse();
        effects.Broken.Count.ShouldBe(1);
    }
}
