using Sandbox;

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
    public void FolderThatHoldsSomething_IsRefused()
    {
        File.WriteAllText(Path.Combine(folder, "hub.db"), "");
        Arguments.Read(["--data", folder], out var error).ShouldBeNull();
        error.ShouldBe($"--data: {folder} is not empty. The simulated vendors begin anew each time, so the hub must too.");
    }

    [Fact]
    public void OnceWithoutStories_IsRefused()
    {
        Arguments.Read(["--once", "--no-stories"], out var error).ShouldBeNull();
        error.ShouldBe("--once plays the stories and ends: with --no-stories nothing is left to do.");
    }
}
