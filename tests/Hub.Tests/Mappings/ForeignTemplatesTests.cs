using Hub.Expressions;
using Hub.Mappings;

namespace Hub.Tests.Mappings;

public sealed class ForeignTemplatesTests
{
    private static readonly Scope Names = Scope.Of(FunctionTable.Standard).With("now", CelType.Timestamp);

    [Theory]
    [InlineData("Hello {{name}}", "{{name}}")]
    [InlineData("Hello {{1}}", "{{1}}")]
    [InlineData("={{ $json.id }}", "={{ $json.id }}")]
    [InlineData("{% if x %}", "{% if x %}")]
    [InlineData("<%= order.name %>", "<%= order.name %>")]
    [InlineData("at $(now)", "$(now)")]
    [InlineData("Hello {name}!", "{name}")]
    [InlineData("Hello #{order.name}!", "#{order.name}")]
    [InlineData("Hello $name", "$name")]
    [InlineData("Hello $order.name", "$order.name")]
    [InlineData("Hello %first_name%,", "%first_name%")]
    [InlineData("${now} and {{now}}", "{{now}}")]
    public void FormOfAnotherSystem_IsFound(string text, string found) => ForeignTemplates.Find(text, Names, Guards.None).ShouldNotBeNull().ShouldStartWith(found + " is plain text");

    [Theory]
    [InlineData("It costs $5")]
    [InlineData("It costs $5.50, not US$6 or A$7")]
    [InlineData("50% off, and 20% more")]
    [InlineData("100% sure %")]
    [InlineData("{\"a\": 1, \"b\": {\"c\": [2]}}")]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("[a, b]")]
    [InlineData("https://example.com/a%20b%2Fc?x=$y&z=%C3%A4%e2%80%99")]
    [InlineData("(see above)")]
    [InlineData("a < b > c")]
    [InlineData("$${name} as it stands")]
    [InlineData("${now}")]
    [InlineData("#1001")]
    [InlineData("Hello, how are you? :-) {:")]
    [InlineData("Use the code SAVE$ today")]
    [InlineData("")]
    public void OrdinaryText_IsLeftAlone(string text) => ForeignTemplates.Find(text, Names, Guards.None).ShouldBeNull();

    [Theory]
    [InlineData("Hello {{now}}", "${now}")]
    [InlineData("Hello {now}", "${now}")]
    public void NameThatExists_IsTheFormToWrite(string text, string form) => ForeignTemplates.Find(text, Names, Guards.None).ShouldNotBeNull().ShouldEndWith($"For the value write {form}.");
}
