using Hub.Commands;

namespace Hub.Tests.Commands;

/// <summary>What comes from files, names and vendors reaches a terminal as letters, and never as an order to it.</summary>
public sealed class PrintedTextTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-printed-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("plain – Größe 日本", "plain – Größe 日本")]
    [InlineData("a\nb\tc\r\nd", "a\nb\tc\r\nd")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("right\rwrong", "right\\u000dwrong")]
    [InlineData("\u009b31m\u0007", "\\u009b31m\\u0007")]
    [InlineData("a\u202eb\u2066", "a\\u202eb\\u2066")]
    [InlineData("a\u2028b\u2029", "a\\u2028b\\u2029")]
    [InlineData("pa\u200bid \ufeff", "pa\\u200bid \\ufeff")]
    [InlineData("pa\u200did", "pa\\u200did")]
    [InlineData("👩\u200d👧 می\u200cخواهم", "👩\u200d👧 می\u200cخواهم")]
    [InlineData("\U000e0041", "\\udb40\\udc41")]
    public void Text_IsShownWithoutWhatATerminalObeysOrHides(string text, string shown)
    {
        PrintedText.Of(text).ShouldBe(shown);
        using var output = new StringWriter();
        using (var printed = new PrintedText(output)) printed.Write(text);
        output.ToString().ShouldBe(shown);
    }

    [Fact]
    public async Task FileThatWritesToTheTerminal_IsQuotedInOneLine()
    {
        const string file = "language: 1\nroutes:\n  - id: a\n    on: shopify.order.paid\n    do: \"\\e[2J\\u202e\\nThe mapping files are right\"\n";
        var name = OperatingSystem.IsWindows() ? "a.yaml" : "a\u001b[31mred\n.yaml";
        await File.WriteAllTextAsync(Path.Combine(folder, name), file);
        var called = await CommandLineUnderTest.CallAsync(["lint", folder]);
        called.Code.ShouldBe(1);
        called.Output.ShouldContain("\\u001b[2J\\u202e\\nThe mapping files are right");
        (called.Output + called.Error).ShouldAllBe(letter => letter == '\n' || !char.IsControl(letter));
        called.Output.Split('\n').ShouldNotContain(line => line.StartsWith("The mapping files are right", StringComparison.Ordinal));
    }
}
