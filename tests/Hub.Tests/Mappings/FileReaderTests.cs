namespace Hub.Tests.Mappings;

public sealed class FileReaderTests
{
    private const string Good = "do: zendesk.add_tags, with: {ticket: \"1\", tags: [a]}";

    [Theory]
    [InlineData("routes: []\nrouts: 1\n", "test.yaml:3:1: A mapping file has no key routs. Did you mean routes?")]
    [InlineData("name: x\n", "test.yaml:1:1: routes is missing. Write routes: and below it a list of routes, each with id, on and do.")]
    [InlineData("routes:\n  - {on: x}\n", "test.yaml:3:5: id is missing. Write id: a-name-of-its-own.")]
    [InlineData("state: {asked: string}\nroutes: []\n", "test.yaml:2:16: The state variable asked takes a map: {of: thread, type: string, for: 24h}.")]
    [InlineData("state: {asked: {of: thread, type: string}}\nroutes: []\n", "test.yaml:2:16: for is missing. Write for: 24h, after which it is forgotten.")]
    [InlineData("state: {asked: {of: thread, type: string, for: soon}}\nroutes: []\n", "test.yaml:2:48: for takes a duration such as 90s, 5m, 24h or 7d, not soon.")]
    [InlineData("dialogs: {}\nroutes: []\n", "test.yaml:2:1: dialogs is reserved for a later version of the language. Until then keep what was asked in state, and write one route a question.")]
    [InlineData("syncs: {}\nroutes: []\n", "test.yaml:2:1: syncs is reserved for a later version of the language. Until then write one route a direction.")]
    [InlineData("include: [a]\nroutes: []\n", "test.yaml:2:1: include is reserved for a later version of the language. Until then repeat what is shared; links, state and slots reach across the files of a folder.")]
    [InlineData("routes:\n  - {id: a, on: zendesk.ticket.created, sequence: 1, " + Good + "}\n", "test.yaml:3:41: sequence is reserved for a later version of the language. Until then write one route a step, each with at and a slot, and cancel the slots.")]
    [InlineData("routes:\n  - {id: a, on: zendesk.ticket.created, split: 1, " + Good + "}\n", "test.yaml:3:41: split is reserved for a later version of the language. Until then write one route a branch, each with its own if.")]
    [InlineData("routes:\n  - {id: a, on: zendesk.ticket.created, gather: 1, " + Good + "}\n", "test.yaml:3:41: gather is reserved for a later version of the language. Until then each event makes a command of its own; a slot keeps only the newest.")]
    [InlineData("routes:\n  - id: a\n    on: zendesk.ticket.created\n    if: !has(event.x)\n", "test.yaml:5:9: A value that begins with ! is a tag to YAML. Put the whole value in single quotes: '!has(event.x)'")]
    [InlineData("routes:\n  - {id: a, on: x, with: {to: ${let.to}}}\n", "test.yaml:3:31: In flow style ${…} must stand in quotes: \"${…}\".")]
    [InlineData("routes:\n  - id: a\n    if: event.x ? 1 : 2\n", "test.yaml:4:21: A value without quotes must not hold \": \". Put the whole value in single quotes: 'event.x ? 1 : 2'")]
    [InlineData("name: Order #5\nroutes: []\n", "test.yaml:2:13: To YAML # begins a comment here, and the value ends before it. Put the whole value in single quotes: 'Order #5'")]
    [InlineData("name: &a x\nroutes: []\n", "test.yaml:2:7: An anchor (&) is not allowed. Write the value out where it is needed; a value that begins with & goes in quotes.")]
    [InlineData("name: x\nname: y\nroutes: []\n", "test.yaml:3:1: The key name stands here twice. Keep one.")]
    [InlineData("links: {desk: {left: whatsapp.thread, right: zendesk.tiket}}\nroutes: []\n", "test.yaml:2:46: There is no object zendesk.tiket. Did you mean zendesk.ticket? A link's end is one of whatsapp.thread, zendesk.ticket, zendesk.user, shopify.order, shopify.customer, hubspot.contact, hubspot.deal, hubspot.ticket, hubspot.file, customer.")]
    [InlineData("links: {desk: {left: whatsapp.thread, right: zendesk.ticket, reopen: 3 days}}\nroutes: []\n", "test.yaml:2:70: reopen takes a duration such as 90s, 5m, 24h or 7d, not 3 days. Write 72h.")]
    public void WrongStructure_IsSaidWithItsPlace(string rest, string error)
    {
        var errors = MappingWorld.Compile(rest).Errors.Select(problem => problem.ToString()).ToList();
        errors.ShouldContain(error, string.Join("\n", errors));
    }

    [Theory]
    [InlineData("# comment\nlanguage: 1\nroutes: []\n", ". Move it there, before comments too.")]
    [InlineData("language: 2\nroutes: []\n", ": this hub knows version 1 of the language and no other.")]
    [InlineData("", "; this file is empty.")]
    public void FileThatDoesNotBeginWithItsLanguage_IsRefused(string text, string advice) =>
        Hub.Mappings.MappingFolder.Compile([new("a.yaml", text)], MappingWorld.Environment).Errors.ShouldHaveSingleItem().ToString()
            .ShouldBe("a.yaml:1:1: The first line of a mapping file is \"language: 1\"" + advice);

    [Theory]
    [InlineData("shop.tests.yaml", "shop.test.yaml")]
    [InlineData("shop-test.yaml", "shop.test.yaml")]
    [InlineData("sub/shop.spec.yaml", "sub/shop.test.yaml")]
    [InlineData("test.yaml", "m.test.yaml, where the mapping file is m.yaml")]
    public void ScenariosUnderAnotherName_AreToldTheirs(string file, string name) =>
        Hub.Mappings.MappingFolder.Compile([new(file, "- scenario: one\n  steps: [{expect: []}]\n")], MappingWorld.Environment).Errors.ShouldHaveSingleItem().Message
            .ShouldBe($"These are scenarios, and a mapping file stands here. A file of scenarios has the name of the mapping file that it tests, and ends in .test.yaml: rename it to {name}.");

    [Fact]
    public void DeepNesting_IsRefusedWithoutOverflow()
    {
        var errors = MappingWorld.Compile("name: " + new string('[', 100_000)).Errors;
        errors.Select(error => error.Message).ShouldContain("The nesting is deeper than 32. Write it flatter.");
    }

    [Fact]
    public void AliasBomb_IsRefused() =>
        MappingWorld.Compile("vars:\n  a: &a [x, x]\n  b: [*a, *a]\nroutes: []\n").Errors.Count.ShouldBe(3);

    [Fact]
    public void AllErrorsOfAllRoutes_AreSaidAtOnce() =>
        MappingWorld.Compile("routes:\n  - {id: a, on: shopify.nothing, " + Good + "}\n  - {id: a, on: zendesk.ticket.created, do: zendesk.nothing}\n").Errors.Select(error => error.Line).ShouldBe([3, 4, 4]);
}
