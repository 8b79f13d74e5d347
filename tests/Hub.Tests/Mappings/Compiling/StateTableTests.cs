using Hub.Mappings;

namespace Hub.Tests.Mappings.Compiling;

public class StateTableTests
{
    private const string Good = "routes: [{id: ID, on: whatsapp.message.received, do: hub.timer}]\n";

    [Theory]
    [InlineData("{asked: {of: thred, type: string, for: 1h}}", "of takes thread or customer, not thred. Did you mean thread?")]
    [InlineData("{asked: {of: thread, type: text, for: 1h}}", "type takes string, bool, int, double, timestamp, duration, not text.")]
    [InlineData("{asked: {of: thread, type: strin, for: 1h}}", "type takes string, bool, int, double, timestamp, duration, not strin. Did you mean string?")]
    [InlineData("{as-ked: {of: thread, type: string, for: 1h}}", "as-ked is no name: letters, digits and _ only, and no digit first. Write as_ked.")]
    [InlineData("{asked: {of: thread, type: string, for: 0s}}", "The state variable asked lives no time. Write for: 24h, or how long it is to be remembered.")]
    public void WrongDeclaration_IsSaid(string state, string message) => Errors(("a.yaml", $"state: {state}\n")).ShouldBe([message]);

    [Fact]
    public void SameDeclarationInTwoFiles_IsOneVariable()
    {
        Errors(("a.yaml", "state: {asked: {of: thread, type: string, for: 1h}}\n"), ("b.yaml", "state: {asked: {of: thread, type: string, for: 60m}}\n")).ShouldBeEmpty();
        Errors(
            ("a.yaml", "state: {asked: {of: thread, type: string, for: 1h}}\n"),
            ("b.yaml", "routes: [{id: b, on: whatsapp.message.received, if: thread.vars.asked == 'x', set: {asked: y}}]\n")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{of: customer, type: string, for: 1h}")]
    [InlineData("{of: thread, type: int, for: 1h}")]
    [InlineData("{of: thread, type: string, for: 2h}")]
    public void OtherDeclarationInAnotherFile_IsAnError(string other) =>
        Errors(("a.yaml", "state: {asked: {of: thread, type: string, for: 1h}}\n"), ("b.yaml", $"state: {{asked: {other}}}\n")).ShouldBe(
            ["The state variable asked is declared differently in a.yaml. A variable reaches across the folder: declare it in one file, or the same in each."]);

    private static List<string> Errors(params (string File, string Text)[] files) =>
    [
        .. MappingFolder.Compile(
            [.. files.Select(file => new MappingSource(file.File, "language: 1\n" + file.Text + (file.Text.Contains("routes:", StringComparison.Ordinal) ? "" : Good.Replace("ID", file.File, StringComparison.Ordinal))))],
            MappingWorld.Environment).Errors.Select(error => error.Message),
    ];
}
