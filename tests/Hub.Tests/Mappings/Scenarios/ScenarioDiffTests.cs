using System.Text.Json.Nodes;
using Hub.Mappings.Scenarios;

namespace Hub.Tests.Mappings.Scenarios;

public class ScenarioDiffTests
{
    private const string Reply = """{"do":"whatsapp.reply","route":"answer","with":{"to":"thread","text":"Hello"}}""";
    private const string Tag = """{"do":"shopify.add_tags","route":"told","with":{"order":"5","tags":["paid"]}}""";

    [Fact]
    public void SameInAnotherOrder_IsOneEntryInAnotherPlace() => Diff($"[{Tag}, {Reply}]", Reply, Tag).ShouldBe("""
        line 3: not what was expected.
            ^ do shopify.add_tags (told)   came in another place
                place  expected  1
                       came      2
            = do whatsapp.reply (answer)
        """);

    [Fact]
    public void AnotherOrderAndAnotherField_AreBothTold() => Diff("""[{"do":"shopify.add_tags","route":"told","with":{"tags":["payed"]}}, {"do":"whatsapp.reply"}]""", Reply, Tag).ShouldBe("""
        line 3: not what was expected.
            ~ do shopify.add_tags (told)
                place         expected  1
                              came      2
                with.tags[0]  expected  "payed"
                              came      "paid"
            = do whatsapp.reply
        """);

    [Fact]
    public void CommandThatWasRefused_IsTheOutcomeAlone() => Diff($"[{Reply}]", """{"refused":"no_whatsapp","route":"answer","action":"whatsapp.reply"}""").ShouldBe("""
        line 3: not what was expected.
            ~ do whatsapp.reply (answer)
                outcome  expected  "do whatsapp.reply"
                         came      "refused no_whatsapp"
        """);

    [Fact]
    public void OneItemMoreInAList_IsThatItem() => Diff("""[{"do":"shopify.add_tags","with":{"tags":["paid","new"]}}]""", Tag).ShouldBe("""
        line 3: not what was expected.
            ~ do shopify.add_tags
                with.tags[1]  expected  "new"
                              came      nothing
        """);

    [Fact]
    public void AnotherReason_IsThatField() => Diff("""[{"refused":"once","route":"answer"}]""", """{"refused":"expired","route":"answer","action":"whatsapp.reply"}""").ShouldBe("""
        line 3: not what was expected.
            ~ refused once (answer)
                refused  expected  "once"
                         came      "expired"
        """);

    [Fact]
    public void EntryWhoseValueIsAMap_IsOneLine() => Diff("[]", """{"set":{"asked":"ä"},"route":"k"}""").ShouldBe("""
        line 3: not what was expected.
            + set {"asked":"ä"} (k)   came and is not expected
                {"set":{"asked":"ä"},"route":"k"}
        """);

    [Fact]
    public void AllAsExpected_IsNoDifference() => StepDifference.Between(3, (JsonArray)JsonNode.Parse($"[{Reply}]")!, [(JsonObject)JsonNode.Parse(Reply)!]).ShouldBeNull();

    private static string Diff(string expected, params string[] came) =>
        StepDifference.Between(3, (JsonArray)JsonNode.Parse(expected)!, [.. came.Select(entry => (JsonObject)JsonNode.Parse(entry)!)]).ShouldNotBeNull().ToString();
}
