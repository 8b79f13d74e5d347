using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace EndToEnd.Tests.Vendors;

public class FaultSwitchTests
{
    [Fact]
    public void FaultWithACount_StrikesSoOften()
    {
        var faults = new FaultSwitch(new Dice(1, "x"));
        faults.Set(new(FaultKind.ServerError, Count: 2));

        Enumerable.Range(0, 4).Select(_ => faults.Hit(FaultKind.ServerError) is not null).ShouldBe([true, true, false, false]);
        faults.On.ShouldBeEmpty();
    }

    [Fact]
    public void FaultWithARate_StrikesTheSameCasesForTheSameSeed()
    {
        var (first, again) = (Row(7), Row(7));

        first.ShouldBe(again);
        first.Count(hit => hit).ShouldBeInRange(10, 40);

        static List<bool> Row(int seed)
        {
            var faults = new FaultSwitch(new Dice(seed, "x"));
            faults.Set(new(FaultKind.Duplicate, Rate: 0.25));
            return [.. Enumerable.Range(0, 100).Select(_ => faults.Hit(FaultKind.Duplicate) is not null)];
        }
    }

    [Theory]
    [InlineData("server_error:3", "server_error, 3 more")]
    [InlineData("duplicate:0.1", "duplicate in 10 % of all cases")]
    [InlineData("timeout_after_effect", "timeout_after_effect, 1 more")]
    [InlineData("server_error:7.5", null)]
    [InlineData("server_error:many", null)]
    [InlineData("flood", null)]
    public void FaultOnTheCommandLine_IsRead(string text, string? read) => Fault.Parse(text)?.ToString().ShouldBe(read, StringCompareShould.IgnoreCase);

    [Theory]
    [InlineData("""{"kind": "flood"}""", "There is no fault flood; there are duplicate, reorder, delay, drop_try, lose, bad_signature, too_many_requests")]
    [InlineData("{}", "There is no fault without a kind; there are ")]
    [InlineData("""{"kind": 7}""", "\"kind\" must be a text.")]
    [InlineData("""{"kind": "delay", "rate": 7}""", "\"rate\" must be a number from 0 to 1.")]
    [InlineData("""{"kind": "delay", "rate": "all"}""", "\"rate\" must be a number from 0 to 1.")]
    [InlineData("""{"kind": "delay", "count": 0}""", "\"count\" must be a whole number from 1 to ")]
    [InlineData("""{"kind": "delay", "seconds": -1}""", "\"seconds\" must be a number from 0 to ")]
    [InlineData("[]", "The body must be a JSON object.")]
    public void WrongFault_IsRefusedWithWhatItTakes(string body, string sentence) =>
        Should.Throw<WrongControlException>(() => Fault.Read(new(JsonNode.Parse(body)))).Message.ShouldStartWith(sentence);
}
