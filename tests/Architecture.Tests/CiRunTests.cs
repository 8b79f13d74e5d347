using System.Diagnostics;

namespace Architecture.Tests;

/// <summary>What <c>.ci/run</c> says in its last line, with stand-ins for <c>dotnet</c> and <c>npm</c>.</summary>
public sealed class CiRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ci-run-").FullName;

    [Theory]
    [InlineData("7", "0", "7", "", 0, "7 passed, 0 failed")]
    [InlineData("7", "0", "9", "", 0, "7 passed, 0 failed")]
    [InlineData("7", "2", "9", "test --logger", 1, "7 passed, 2 failed")]
    [InlineData("7", "0", "7", "test --logger", 1, "7 passed, 1 failed")]
    [InlineData("7", "0", "7", "ci --prefix", 1, "7 passed, 1 failed")]
    [InlineData("7", "0", "7", "ci --prefix", 0, "7 passed, 0 failed", "--quick")]
    [InlineData("7", "0", "9", "Sandbox", 1, "7 passed, 1 failed")]
    [InlineData("7", "0", "7", "CrashMatrix", 1, "7 passed, 1 failed")]
    [InlineData("7", "0", "7", "CrashMatrix", 0, "7 passed, 0 failed", "--quick")]
    [InlineData("7", "0", "7", "Sandbox", 0, "7 passed, 0 failed", "--quick")]
    [InlineData("7", "0", "7", "tests/Hub.Tests", 0, "7 passed, 0 failed", "--quick")]
    [InlineData("7", "0", "7", "tests/Hub.Tests", 1, "7 passed, 1 failed")]
    [InlineData("7", "2", "9", "lint", 1, "7 passed, 4 failed")]
    [InlineData("0", "0", "0", "test --logger", 1, "0 passed, 1 failed")]
    [InlineData("0", "0", "3", "", 1, "0 passed, 1 failed")]
    public async Task LastLine_CountsTestsAndBrokenSteps(string passed, string failed, string total, string breaks, int code, string last, params string[] options)
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(Path.Combine(folder, ".ci"));
        File.Copy(Path.Combine(Repository.Root, ".ci", "run"), Path.Combine(folder, ".ci", "run"));
        var executed = passed == "0" ? "0" : "$((PASSED + FAILED))";
        await File.WriteAllTextAsync(Path.Combine(folder, "dotnet"), $$"""
            #!/usr/bin/env bash
            PASSED={{passed}} FAILED={{failed}}
            if [ "$1" = test ]; then echo "<Counters total=\"{{total}}\" executed=\"{{executed}}\" passed=\"$PASSED\" failed=\"$FAILED\" />" > "${@: -1}/one.trx"; fi
            if [ -n "{{breaks}}" ] && [[ "$*" == *"{{breaks}}"* ]]; then exit 1; fi
            """);
        File.SetUnixFileMode(Path.Combine(folder, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.Copy(Path.Combine(folder, "dotnet"), Path.Combine(folder, "npm"));
        var start = new ProcessStartInfo("bash", [Path.Combine(folder, ".ci", "run"), .. options]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["HUB_TEST_POSTGRES"] = "Host=stand-in";
        start.Environment["HUB_TEST_REDIS"] = "stand-in";
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var run = Process.Start(start)!;
        var lines = (await run.StandardOutput.ReadToEndAsync()).TrimEnd('\n').Split('\n');
        await run.WaitForExitAsync();
        lines[^1].ShouldBe(last);
        run.ExitCode.ShouldBe(code);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
