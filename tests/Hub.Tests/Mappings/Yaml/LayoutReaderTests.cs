using Hub.Mappings;
using Hub.Mappings.Yaml;

namespace Hub.Tests.Mappings.Yaml;

public sealed class LayoutReaderTests
{
    [Theory]
    [InlineData("a: xxx !\n", 1, 8)]
    [InlineData("a: 'x''x !'\n", 1, 10)]
    [InlineData("a: \"x\\tx !\"\n", 1, 10)]
    [InlineData("a: \"x\\u00e9 !\"\n", 1, 13)]
    [InlineData("a: \"x\\U0001F600 !\"\n", 1, 17)]
    [InlineData("a: \"x\n\n  y \\\n  z !\"\n", 4, 5)]
    [InlineData("a:\n  x\n  y\n\n  z !\n", 5, 5)]
    [InlineData("a: x\n  y\r\n  z !\n", 3, 5)]
    [InlineData("a: 'x\n\n\n  y''\n  z !'\n", 5, 5)]
    [InlineData("a: >\n  x\n  y\n  z !\n", 4, 5)]
    [InlineData("a: >-\n  x\n\n    y\n    z\n\n\n  z !\n", 8, 5)]
    [InlineData("a: >\r\n  x\r\n  y !\r\n", 3, 5)]
    [InlineData("a: |\n  x\n\n  z !\n", 4, 5)]
    [InlineData("a: |\n\n\n  x\n  z !\n", 5, 5)]
    [InlineData("a: |\n  x\n    z !\n", 3, 7)]
    public void Character_StandsWhereTheFileHasIt(string yaml, int line, int column)
    {
        var problems = new Problems("a.yaml");
        var scalar = (YamlScalar)((YamlMap)YamlReader.Read(yaml, problems)!).Entries[0].Value;
        problems.Errors.ShouldBeEmpty();
        scalar.PlaceOf(scalar.Text.IndexOf('!', StringComparison.Ordinal)).ShouldBe((line, column));
    }

    [Theory]
    [InlineData("    if: >\n      event.id != \"1\" &&\n\n      event.nam == \"x\"\n", 7)]
    [InlineData("    if: event.id != \"1\"\n      &&\n      event.nam == \"x\"\n", 6)]
    [InlineData("    if: \"event.id != \\\"1\\\" &&\n      event.nam == 'x'\"\n", 5)]
    public void MistakeInAConditionOfSeveralLines_IsToldAtItsOwn(string condition, int line)
    {
        var error = MappingWorld.Compile("routes:\n  - id: a\n" + condition + "    on: shopify.order.paid\n    do: hub.timer\n").Errors.ShouldHaveSingleItem();
        (error.Line, error.Column).ShouldBe((line, 13));
        error.Message.ShouldContain("no field nam");
    }
}
