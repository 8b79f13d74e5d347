using Hub.Mappings;
using Hub.Mappings.Scenarios;

namespace Hub.Tests.Mappings.Scenarios;

public sealed class ScenarioReaderTests
{
    [Theory]
    [InlineData("scenario: A\n  start: {clock: 2026-01-01T00:00:00Z}\n  steps: []\n", "1:1: scenario has no dash before it. Write - scenario: A")]
    [InlineData("- scenario: A\n  steps:\n    - expect:\n        - do: whatsapp.send_template\n          with:\n            body: [Ada, #1001, there]\n", "6:25: To YAML # begins a comment here, and what closes the list or map is not read. Put the whole value in single quotes: '#1001'")]
    [InlineData("- scenario: A\n  steps:\n    - expect:\n        - {do: whatsapp.reply, text: #hello}\n    - expect: []\n", "4:38: To YAML # begins a comment here, and what closes the list or map is not read. Put the whole value in single quotes: '#hello'")]
    [InlineData("- scenario: A\n  steps:\n    - expect:\n        - {do: whatsapp.reply, text: Hello: you}\n", "4:43: A value without quotes must not hold \": \". Put the whole value in single quotes: 'Hello: you'")]
    public void FileThatIsNoYaml_IsToldAtThePlaceOfTheMistake(string text, string answer)
    {
        var problems = new Problems("shop.test.yaml");
        ScenarioReader.Read(text, problems).ShouldBeEmpty();
        problems.Errors.ShouldHaveSingleItem().ToString().ShouldBe("shop.test.yaml:" + answer);
    }
}
