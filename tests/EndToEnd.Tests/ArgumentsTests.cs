using Sandbox;
using Sandbox.Vendors;

namespace EndToEnd.Tests;

public sealed class ArgumentsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-arguments-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void NoStoriesAndData_AreRead()
    {
        var read = Arguments.Read(["--no-stories", "--data", folder, "--port", "6000"], out var error).ShouldNotBeNull(error);
        (read.NoStories, read.Data, read.Port).ShouldBe((true, folder, 6000));
    }

    [Fact]
    public void Storm_IsEveryFaultAtEveryVendor_ButWebhooksLostForGood()
    {
        var kinds = Enum.GetValues<FaultKind>().Except([FaultKind.Lose]).ToList();
        var read = Arguments.Read(["--once", "--times", "20", "--storm", "5"], out var error).ShouldNotBeNull(error);
        read.Times.ShouldBe(20);
        read.Faults.Count.ShouldBe(VendorSet.Names.Count * kinds.Count);
        read.Faults.Select(one => one.Fault.ToString()).Distinct(StringComparer.Ordinal).ShouldBe(kinds.Select(kind => $"{Fault.NameOf(kind)} in 5 % of all cases"));
    }

    [Fact]
    public void FolderThatHoldsSomething_IsRefused()
    {
        File.WriteAllText(Path.Combine(folder, "hub.db"), "");
        Arguments.Read(["--data", folder], out var error).ShouldBeNull();
        error.ShouldBe($"--data: {folder} is not empty. The simulated vendors begin anew each time, so the hub must too.");
    }

    [Theory]
    [InlineData("--hub http://127.0.0.1:5080", "--hub and --settings are for a hub of your own: give --vendors-only too.")]
    [InlineData("--vendors-only --once", "--vendors-only starts no hub: --once, load and --data have nothing to work with.")]
    [InlineData("--times 3", "--times plays in a new world each time: it goes with --once, and without --data and --port.")]
    [InlineData("--story 99", "--story 99 is not understood.")]
    [InlineData("--story 2 --no-stories", "--story plays a story, --no-stories plays none: give one of them.")]
    [InlineData("--storm 0", "--storm 0 is not understood.")]
    [InlineData("--vendors-only --hub https://hub.example.com", "--hub https://hub.example.com is not understood.")]
    [InlineData("--mappings /proc/none", "--mappings: there is no folder /proc/none.")]
    public void WrongCall_IsRefusedWithASentence(string words, string sentence)
    {
        Arguments.Read(words.Split(' '), out var error).ShouldBeNull();
        error.ShouldBe(sentence);
    }

    [Fact]
    public void SettingsFileThatIsThere_IsNotOverwritten()
    {
        var file = Path.Combine(folder, "appsettings.json");
        Arguments.Read(["--vendors-only", "--hub", "http://127.0.0.1:7000", "--settings", file], out _).ShouldNotBeNull().Hub!.Port.ShouldBe(7000);
        File.WriteAllText(file, "{}");
        Arguments.Read(["--vendors-only", "--settings", file], out var error).ShouldBeNull();
        error.ShouldBe($"--settings: {file} is there already, and is not overwritten.");
    }

    [Fact]
    public void OnceWithoutStories_IsRefused()
    {
        Arguments.Read(["--once", "--no-stories"], out var error).ShouldBeNull();
        error.ShouldBe("--once plays the stories and ends: with --no-stories nothing is left to do.");
    }
}
