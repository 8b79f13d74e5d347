using Hub.Connectors;
using Hub.Mappings.Reference;

namespace Hub.Tests.Mappings.Reference;

public sealed class ErrorTablesTests
{
    private static readonly VendorCode[] Codes = [new("7", FailureKind.Rejected, "It is wrong.", "sets it aside")];

    [Fact]
    public async Task TablesOfTheProject_AreThoseOfTheCode()
    {
        var pages = await ErrorTables.InAsync(Repository.Root, [.. MappingWorld.Environment.Connections.Select(connection => connection.Connector)], CancellationToken.None);
        pages.Select(page => page.Name).ShouldBe(["docs/connectors/whatsapp.md"]);
        foreach (var (name, text) in pages) (await File.ReadAllTextAsync(Path.Combine(Repository.Root, name))).ShouldBe(text, "Run hub docs --write.");
    }

    [Fact]
    public void Table_TakesThePlaceBetweenTheMarks()
    {
        const string page = "before\n<!-- codes: written by hub docs -->\nold\n<!-- end of codes -->\nafter\n";
        var written = ErrorTables.Put(page, Codes)!;
        written.ShouldBe("before\n<!-- codes: written by hub docs -->\n\n| code | what it means | the hub |\n|---|---|---|\n| 7 | It is wrong. | sets it aside |\n\n<!-- end of codes -->\nafter\n");
        ErrorTables.Put(written, Codes).ShouldBe(written);
        ErrorTables.Put("without marks", Codes).ShouldBeNull();
    }
}
