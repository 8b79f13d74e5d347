using System.Diagnostics;
using System.Globalization;

namespace Sandbox;

/// <summary>
/// Ends a process when this one is gone, also where this one was killed: a small shell waits for the end of its input, which only this process holds open. On Windows there is none.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Process shell;

    private Watchdog(Process shell) => this.shell = shell;

    /// <summary>Begins to watch.</summary>
    /// <param name="process">What is asked to end (SIGTERM) when this process is gone.</param>
    public static Watchdog? Over(Process process)
    {
        if (OperatingSystem.IsWindows()) return null;
        var start = new ProcessStartInfo("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"trap '' INT; read -r line; kill -TERM {process.Id}")]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true };
        return Process.Start(start) is { } shell ? new(shell) : null;
    }

    /// <summary>Watches no more; the process goes on.</summary>
    public void Dispose()
    {
        shell.Kill();
        shell.WaitForExit();
        shell.Dispose();
    }
}
