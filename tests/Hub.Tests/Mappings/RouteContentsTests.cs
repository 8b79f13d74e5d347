using Hub.Mappings;

namespace Hub.Tests.Mappings;

public class RouteContentsTests
{
    private const string Before = "language: 1\nvars: {word: hello, other: 3}\nroutes:\n  - {id: a, on: x.y.z, do: x.send, with: {text: \"${vars.word}\", list: [1, 2]}}\n  - {id: b, on: x.y.z, do: x.send, with: {text: b}}\n";

    [Theory]
    [InlineData("  - {id: a, on", "  # a comment\n  - {id: a,   on", true, true)]
    [InlineData("id: a, on: x.y.z, do: x.send", "on: x.y.z, do: 'x.send', id: a", true, true)]
    [InlineData("other: 3", "other: 4", true, true)]
    [InlineData("word: hello", "word: bye", false, true)]
    [InlineData("[1, 2]", "[2, 1]", false, true)]
    [InlineData("with: {text: b}", "with: {text: c}", true, false)]
    [InlineData("with: {text: b}", "with: {text: null}", true, false)]
    public void Route_IsTheSameAsLongAsNothingThatDecidesItIsWrittenOtherwise(string old, string @new, bool first, bool second)
    {
        Before.ShouldContain(old);
        var before = Of(Before);
        var after = Of(Before.Replace(old, @new, StringComparison.Ordinal));
        (before["a"] == after["a"], before["b"] == after["b"]).ShouldBe((first, second));
    }

    [Fact]
    public void TextThatIsNull_IsAnotherThanNull() => Of(Before.Replace("text: b", "text: null", StringComparison.Ordinal))["b"].ShouldNotBe(Of(Before.Replace("text: b", "text: 'null'", StringComparison.Ordinal))["b"]);

    [Fact]
    public void RouteInAnotherFile_IsAnother() => Of(Before)["a"].ShouldNotBe(RouteContents.Of([new("other.yaml", Before)])["a"]);

    [Fact]
    public void Calendars_AreNoRoutes() => RouteContents.Of([new(MappingFolder.Calendars, "{\"routes\": [{\"id\": \"a\"}]}")]).ShouldBeEmpty();

    private static IReadOnlyDictionary<string, string> Of(string text) => RouteContents.Of([new("file.yaml", text)]);
}
