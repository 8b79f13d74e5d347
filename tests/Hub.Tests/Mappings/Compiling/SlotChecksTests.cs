using System.Text;
using Hub.Mappings;
using Hub.Mappings.Compiling;

namespace Hub.Tests.Mappings.Compiling;

public sealed class SlotChecksTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("a/${x}", "a/1", true)]
    [InlineData("a/${x}", "a/", true)]
    [InlineData("a/${x}", "b/1", false)]
    [InlineData("a/${x}", "a/*", true)]
    [InlineData("a/1/${x}", "a/*", true)]
    [InlineData("b/${x}", "a/*", false)]
    [InlineData("a/${x}/end", "a/*", true)]
    [InlineData("a/${x}/end", "a/1/${y}", true)]
    [InlineData("a/${x}/end", "a/1/${y}/start", false)]
    [InlineData("${x}/b/${y}", "a/b/c", true)]
    [InlineData("${x}/b/${y}", "a/c/d", false)]
    [InlineData("${x}b${y}b", "b", false)]
    [InlineData("${x}b${y}b", "bb", true)]
    [InlineData("aa${x}aa", "aaa", false)]
    [InlineData("${x}/b/${y}", "${z}/c/${w}", true)]
    public void CanMeet_WhereSomeTextFitsBoth(string slot, string cancel, bool meets)
    {
        SlotPattern.Of(slot, mayEndWithMark: false).CanMeet(SlotPattern.Of(cancel, mayEndWithMark: true)).ShouldBe(meets);
        SlotPattern.Of(cancel, mayEndWithMark: true).CanMeet(SlotPattern.Of(slot, mayEndWithMark: false)).ShouldBe(meets);
    }

    [Fact]
    public void ManyLongKeys_AreComparedByWhatTheyBeginAndEndWith()
    {
        var stem = new string('k', 900);
        var text = new StringBuilder("routes:\n");
        for (var i = 0; i < 250; i++) text.Append($"  - {{id: s{i}, on: shopify.order.paid, slot: \"{stem}/{i}/${{event.id}}\", cancel: [\"{stem}/{249 - i}/${{event.id}}\"], do: hub.timer}}\n");
        MappingWorld.Compile(text.ToString()).Errors.ShouldBeEmpty();
    }

    [Fact]
    public void MoreThanCanBeCompared_IsSaidOnce()
    {
        var text = new StringBuilder("routes:\n");
        for (var i = 0; i < 1_100; i++)
        {
            text.Append($"  - {{id: s{i}, on: shopify.order.paid, slot: \"s/{i}/${{event.id}}\", cancel: [{string.Join(", ", Enumerable.Range(0, 10).Select(j => $"\"s/{i}/{j}/${{event.id}}\""))}], do: hub.timer}}\n");
        }

        MappingWorld.Compile(text.ToString()).Errors.ShouldHaveSingleItem().Message.ShouldBe(
            "The folder has 1100 different slots, and too many different keys in cancel to compare each with each. Let routes share slots, or cancel several by one key that ends with /*.");
    }

    [Fact]
    public void Compiling_EndsWhenItIsCancelled()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => MappingFolder.Compile([new("a.yaml", "language: 1\nroutes: []\n")], MappingWorld.Environment, stop.Token));
    }
}
