namespace Hub.Tests.Mappings.Compiling;

/// <summary>One thing that is wrong hides no other.</summary>
public sealed class RouteCompilerDeliveryTests
{
    private const string Lane = "lane takes interactive, template, sync, backfill, not fast. Leave it out for the action's own.";
    private const string NoLink = "There is no link desc. Declare it under links at the top of a file.";

    [Fact]
    public void WrongInput_HidesNeitherLaneNorLinkNorKeep() => Errors(
        "{id: a, on: whatsapp.message.received, do: whatsapp.reply, lane: fast, link: {desc: x}, with: {to: \"${thread}\", txt: a, text: b}, outside_window: {template: t, language: en, keep: long, once_per: day}}")
        .ShouldBe([Lane, NoLink, "keep takes a duration such as 90s, 5m, 24h or 7d, not long.", "once_per takes closed_window, not day: the template goes once for each time that the window is closed. Write once_per: closed_window, or leave it out.", "whatsapp.reply takes no txt. Did you mean text? It takes to, text."], ignoreOrder: true);

    [Fact]
    public void UnknownAction_HidesNoExpression() => Errors(
        "{id: a, on: whatsapp.message.received, do: whatsapp.rply, lane: fast, link: {desc: \"${result.x}\"}, with: {to: \"${thred}\", list: [{b: \"${event.nam}\"}]}, outside_window: {template: \"${evnt}\", keep: long}}")
        .Select(error => error.Split(". ")[0].TrimEnd('.')).ShouldBe(
            [
                "lane takes interactive, template, sync, backfill, not fast", "There is no link desc", "No configured connection has the action whatsapp.rply", "keep takes a duration such as 90s, 5m, 24h or 7d, not long",
                "There is no name thred here", "event has no field nam", "There is no name evnt here",
            ],
            ignoreOrder: true);

    [Theory]
    [InlineData("with: {order: {a: \"${evnt}\"}, tags: [a]}", "order takes text, and this is names and values. Write one value.")]
    [InlineData("with: {order: a, tags: [a], somethng: \"${evnt}\"}", "shopify.add_tags takes no somethng. It takes order, tags.")]
    [InlineData("read: {x: {query: shopify.get_ordr, with: {order: \"${evnt}\"}}}, with: {order: a, tags: [\"${read.x.id}\"]}", "No configured connection has the query shopify.get_ordr. Did you mean shopify.get_order?")]
    public void WhatDoesNotFit_IsCompiledAllTheSame(string keys, string other) =>
        Errors($"{{id: a, on: shopify.order.paid, do: shopify.add_tags, {keys}}}").ShouldBe(["There is no name evnt here. Did you mean event?", other], ignoreOrder: true);

    [Fact]
    public void NobodyToWriteTo_IsAValue_AndWarnedOf()
    {
        var loaded = MappingWorld.Compile("routes:\n  - {id: a, on: whatsapp.message.received, do: whatsapp.reply, with: {to: null, text: x}}\n");
        loaded.Errors.ShouldBeEmpty();
        loaded.Warnings.ShouldHaveSingleItem().Message.ShouldBe("to is null, which reaches nobody. Write ${thread}.");
    }

    [Theory]
    [InlineData("''", false)]
    [InlineData("null", false)]
    [InlineData("", true)]
    public void EmptyValueOfSet_IsWarnedOf(string value, bool isWarned)
    {
        var loaded = MappingWorld.Compile($"state: {{a: {{of: thread, type: string, for: 1h}}}}\nroutes:\n  - {{id: a, on: whatsapp.message.received, set: {{a: {value}}}}}\n");
        loaded.Errors.ShouldBeEmpty();
        loaded.Warnings.Select(warning => warning.Message).ShouldBe(isWarned ? ["a is set to an empty text. Write null to forget it, or \"\" where an empty text is meant."] : []);
    }

    private static IReadOnlyList<string> Errors(string route) => [.. MappingWorld.Compile($"routes:\n  - {route}\n").Errors.Select(error => error.Message)];
}
