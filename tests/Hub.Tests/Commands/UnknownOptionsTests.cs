using Hub.Commands;

namespace Hub.Tests.Commands;

public sealed class UnknownOptionsTests
{
    [Theory]
    [InlineData("lint --stric", "hub lint has no option --stric. Did you mean --strict? It has --")]
    [InlineData("lint --strict=yes --nothing-like-it", "hub lint has no option --nothing-like-it. It has --")]
    [InlineData("test mappings --covrage", "hub test has no option --covrage. Did you mean --coverage?")]
    [InlineData("eval --jsnol", "hub eval has no option --jsnol. Did you mean --jsonl?")]
    [InlineData("eval 1 --trac", "hub eval has no option --trac. Did you mean --trace?")]
    [InlineData("explain x.yaml --revael", "hub explain has no option --revael. Did you mean --reveal?")]
    [InlineData("find a --revael", "hub find has no option --revael.")]
    [InlineData("pause shipped --reson=x", "hub pause has no option --reson=x. Did you mean --reason?")]
    [InlineData("pause shipped --reason --knid", "hub pause has no option --knid. Did you mean --kind?")]
    [InlineData("parked -x", "hub parked has no option -x.")]
    [InlineData("mappings --jsn", "hub mappings has no option --jsn. Did you mean --json?")]
    [InlineData("mappings publish --kye-file k", "hub publish has no option --kye-file. Did you mean --key-file?")]
    [InlineData("diff --ulr", "hub diff has no option --ulr. Did you mean --url?")]
    [InlineData("simulate --form 24h", "hub simulate has no option --form. Did you mean --from?")]
    public async Task WordThatBeginsLikeAnOption_IsRefusedWithWhatWasMeant(string line, string begins)
    {
        var called = await CommandLineUnderTest.CallAsync(line.Split(' '));
        called.Code.ShouldBe(ExitCode.WrongCall);
        called.Error.ShouldStartWith(begins);
        called.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-1 + 2", "1\n")]
    [InlineData("-size([1])", "-1\n")]
    public async Task ExpressionThatBeginsWithMinus_IsOne(string expression, string value) => (await CommandLineUnderTest.CallAsync(["eval", expression])).Output.ShouldBe(value);

    [Fact]
    public async Task WordsBehindTwoDashes_AreTakenAsTheyAre() => (await CommandLineUnderTest.CallAsync(["lint", "--", "--stric"])).Error.ShouldStartWith("--stric: There is no such folder.");

    [Fact]
    public void SettingThatIsNearlyTheOption_IsAnsweredWithIt() => RunVerb.Read(["--no-wach"]).Mistakes.ShouldBe(["--no-wach has no value. Did you mean --no-watch? Write --no-wach=value."]);
}
