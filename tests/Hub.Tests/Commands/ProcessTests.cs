using System.Diagnostics;

namespace Hub.Tests.Commands;

/// <summary>What only a process of its own shows: signals and pipes.</summary>
public class ProcessTests
{
    [Fact]
    public async Task ReaderThatGoesAway_EndsTheCallInSilence()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = Start("eval --jsonl");
        await process.StandardInput.WriteLineAsync("""{"expr":"1"}""");
        (await process.StandardOutput.ReadLineAsync()).ShouldBe("""{"value":{"int64Value":"1"}}""");
        process.StandardOutput.Close();
        try
        {
            while (!process.HasExited) await process.StandardInput.WriteLineAsync("""{"expr":"2"}""");
        }
        catch (IOException)
        {
            // It has ended and reads no more.
        }

        (await process.StandardError.ReadToEndAsync()).ShouldBeEmpty();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Interrupt_EndsTheCallInSilence()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = Start("eval --jsonl");
        await process.StandardInput.WriteLineAsync("""{"expr":"1"}""");
        await process.StandardOutput.ReadLineAsync();
        using var kill = Process.Start("kill", $"-INT {process.Id}");
        (await process.StandardError.ReadToEndAsync()).ShouldBeEmpty();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldNotBe(0);
    }

    [Fact]
    public async Task Version_IsTheOneOfTheChangelog()
    {
        using var process = Start("--version");
        (await process.StandardOutput.ReadToEndAsync()).Trim().ShouldBe("0.1.0");
    }

    // What a shell starts in the background ignores interrupts, and so does all that it starts: here each process begins with none ignored.
    private static Process Start(string arguments)
    {
        var call = $"dotnet {Path.Combine(AppContext.BaseDirectory, "Hub.dll")} {arguments}";
        var (program, rest) = OperatingSystem.IsLinux() ? ("env", "--default-signal=INT " + call) : ("dotnet", call["dotnet ".Length..]);
        return Process.Start(new ProcessStartInfo(program, rest)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
    }
}
