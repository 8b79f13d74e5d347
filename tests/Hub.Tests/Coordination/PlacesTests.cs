using Hub.Coordination;

namespace Hub.Tests.Coordination;

public sealed class PlacesTests
{
    private readonly Places places = new(each: 1, crowd: 2);

    [Fact]
    public async Task PlaceThatIsGivenBack_GoesToTheOldest()
    {
        places.TryEnter("desk", out var first).ShouldBeTrue();
        var (younger, older) = (places.EnterAsync("desk", 7, CancellationToken.None), places.EnterAsync("desk", 3, CancellationToken.None));
        (younger.IsCompleted, older.IsCompleted, places.Waiting).ShouldBe((false, false, 2));
        first!.Dispose();
        var second = await older;
        younger.IsCompleted.ShouldBeFalse();
        second!.Dispose();
        (await younger)!.Dispose();
        places.Waiting.ShouldBe(0);
        places.TryEnter("desk", out _).ShouldBeTrue();
    }

    [Fact]
    public void KeysDoNotShareTheirPlaces()
    {
        places.TryEnter("desk", out _).ShouldBeTrue();
        places.TryEnter("shop", out _).ShouldBeTrue();
        places.TryEnter("desk", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task WaitThatIsGivenUp_HasNoPlaceAndTakesNone()
    {
        using var stop = new CancellationTokenSource();
        places.TryEnter("desk", out var first);
        var (given, next) = (places.EnterAsync("desk", 1, stop.Token), places.EnterAsync("desk", 2, CancellationToken.None));
        await stop.CancelAsync();
        (await given).ShouldBeNull();
        first!.Dispose();
        (await next).ShouldNotBeNull();
        places.Waiting.ShouldBe(0);
    }

    [Fact]
    public void KeyForWhichManyWait_IsCrowdedUntilOneGetsIn()
    {
        places.TryEnter("desk", out var first);
        _ = places.EnterAsync("desk", 1, CancellationToken.None);
        places.Crowded.ShouldBeEmpty();
        _ = places.EnterAsync("desk", 2, CancellationToken.None);
        places.Crowded.ShouldBe(["desk"]);
        first!.Dispose();
        places.Crowded.ShouldBeEmpty();
    }
}
