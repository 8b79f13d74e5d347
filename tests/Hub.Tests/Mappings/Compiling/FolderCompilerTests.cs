using Hub.Mappings;

namespace Hub.Tests.Mappings.Compiling;

public class FolderCompilerTests
{
    private const string Tags = "do: shopify.add_tags, with: {order: \"1\", tags: [a]}";

    [Fact]
    public void LinkOfOneFile_IsUsedInAnother() => Errors(
        ("a.yaml", "links: {desk: {left: whatsapp.thread, right: zendesk.ticket}}\nroutes: []\n"),
        ("b.yaml", "routes: [{id: b, on: zendesk.ticket.status_changed, find: desk, if: linked != null, unlink: desk}]\n")).ShouldBeEmpty();

    [Theory]
    [InlineData("{left: whatsapp.thread, right: zendesk.ticket, reopen: 24h}", true)]
    [InlineData("{left: whatsapp.thread, right: zendesk.ticket, reopen: 1d}", true)]
    [InlineData("{left: whatsapp.thread, right: zendesk.ticket, reopen: 2d}", false)]
    [InlineData("{left: customer, right: zendesk.ticket, reopen: 24h}", false)]
    public void LinkOfTheSameNameInTwoFiles_MustBeTheSame(string other, bool isRight) => Errors(
        ("a.yaml", "links: {desk: {left: whatsapp.thread, right: zendesk.ticket, reopen: 24h}}\nroutes: []\n"),
        ("b.yaml", $"links: {{desk: {other}}}\nroutes: []\n")).ShouldBe(
            isRight ? [] : ["The link desk is declared differently in a.yaml. A link reaches across the folder: declare it in one file, or the same in each."]);

    [Fact]
    public void SlotOfOneFile_IsCancelledFromAnother() => Errors(
        ("a.yaml", "routes: [{id: a, on: shopify.order.paid, slot: \"o/${event.id}\", at: \"${now + duration('1h')}\", " + Tags + "}]\n"),
        ("b.yaml", "routes: [{id: b, on: shopify.order.cancelled, cancel: [\"o/${event.id}\"]}]\n")).ShouldBeEmpty();

    [Fact]
    public void ChainOfAfter_IsAtMostEightLong()
    {
        static string Chain(int length) => "routes:\n  - {id: r0, on: shopify.order.paid, do: hub.timer}\n"
            + string.Concat(Enumerable.Range(1, length).Select(i => $"  - {{id: r{i}, after: r{i - 1}, outcome: [done], do: hub.timer}}\n"));
        Errors(("a.yaml", Chain(8))).ShouldBeEmpty();
        Errors(("a.yaml", Chain(9))).ShouldBe(["The chain of after is 9 routes long; 8 are allowed. Let r9 begin with on, or do in fewer routes what the chain does."]);
    }

    [Fact]
    public void ConnectionThatIsNamed_IsOfEachEvent()
    {
        var shop = MappingWorld.Environment.Connections.First(pair => pair.Name == "shopify").Connector;
        var two = MappingWorld.Environment with { Connections = [("shop-au", shop), ("shop-nz", shop)] };
        MappingWorld.Compile("routes: [{id: a, on: [shopify.order.paid, hub.consent.changed], connection: shop-au, do: hub.timer}]\n", two).Errors.Select(error => error.Message)
            .ShouldBe(["shop-au is no connection of hub. Its connections are hub."]);
        MappingWorld.Compile("routes: [{id: a, on: shopify.order.paid, connection: shop-au, via: hub, do: hub.timer}]\n", two).Errors.ShouldBeEmpty();
    }

    private static List<string> Errors(params (string File, string Text)[] files) =>
        [.. MappingFolder.Compile([.. files.Select(file => new MappingSource(file.File, "language: 1\n" + file.Text))], MappingWorld.Environment).Errors.Select(error => error.Message)];
}
