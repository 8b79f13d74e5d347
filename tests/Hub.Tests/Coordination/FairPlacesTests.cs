using Hub.Coordination;

namespace Hub.Tests.Coordination;

public class FairPlacesTests
{
    private readonly FairPlaces places = new(all: 20, kept: 4, crowd: 2);

    [Fact]
    public void KeyThatIsAlone_HasHalf_AndLeavesTheOtherHalf()
    {
        Take("slow", urgent: false).ShouldBe(8);
        Take("other", urgent: false).ShouldBe(4);
        Take("third", urgent: false).ShouldBe(2);
    }

    [Fact]
    public void Urgent_FindsAPlaceBesideWhatIsNot_OfItsOwnKeyToo()
    {
        Take("slow", urgent: false).ShouldBe(8);
        Take("slow", urgent: true).ShouldBe(2);
        Take("other", urgent: true).ShouldBe(5);
    }

    [Fact]
    public async Task WhoWaits_IsNextInOrder_AsSoonAsThereIsRoom()
    {
        var held = Enumerable.Range(0, 8).Select(_ => places.TryEnter("slow", urgent: false)!).ToList();
        var waits = Enumerable.Range(0, 2).Select(_ => places.EnterAsync("slow", urgent: false, CancellationToken.None)).ToList();
        places.Waiting.ShouldBe(2);
        places.Crowded(urgent: false).ShouldBe(["slow"]);
        places.Crowded(urgent: true).ShouldBeEmpty();
        places.TryEnter("slow", urgent: false).ShouldBeNull();
        held[0].Dispose();
        (await waits[0]).ShouldNotBeNull();
        waits[1].IsCompleted.ShouldBeFalse();
        held[1].Dispose();
        (await waits[1]).ShouldNotBeNull();
        places.Waiting.ShouldBe(0);
        places.Crowded(urgent: false).ShouldBeEmpty();
    }

    [Fact]
    public async Task PlaceOfOneKey_IsRoomForAnother()
    {
        var first = Enumerable.Range(0, 8).Select(_ => places.TryEnter("one", urgent: false)!).ToList();
        Take("two", urgent: false).ShouldBe(4);
        var wait = places.EnterAsync("two", urgent: false, CancellationToken.None);
        wait.IsCompleted.ShouldBeFalse();
        first[0].Dispose();
        (await wait).ShouldNotBeNull();
    }

    [Fact]
    public async Task WaitThatIsGivenUp_TakesNoPlace()
    {
        using var stop = new CancellationTokenSource();
        var held = Enumerable.Range(0, 8).Select(_ => places.TryEnter("slow", urgent: false)!).ToList();
        var given = places.EnterAsync("slow", urgent: false, stop.Token);
        var next = places.EnterAsync("slow", urgent: false, CancellationToken.None);
        await stop.CancelAsync();
        (await given).ShouldBeNull();
        held[0].Dispose();
        (await next).ShouldNotBeNull();
        places.TryEnter("slow", urgent: false).ShouldBeNull();
        held[1].Dispose();
        places.TryEnter("slow", urgent: false).ShouldNotBeNull();
    }

    private int Take(string key, bool urgent)
    {
        var count = 0;
        while (places.TryEnter(key, urgent) is not null) count++;
        return count;
    }
}
