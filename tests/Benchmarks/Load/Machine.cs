using System.Diagnostics;
using System.Globalization;

namespace Hub.Benchmarks.Load;

/// <summary>What the figures were measured on: they say little without it.</summary>
internal static class Machine
{
    /// <summary>The processor, the memory and the runtime.</summary>
    public static string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores of {Line("/proc/cpuinfo", "model name") ?? "an unknown processor"}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1073741824.0:0} GiB, .NET {Environment.Version}, {Environment.OSVersion}");

    /// <summary>The load of the machine over the last minute: what else runs takes from what is measured.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";

    /// <summary>The most memory that a process has held in RAM, in MiB; 0 where the system does not tell.</summary>
    public static double PeakMemory(int process) =>
        Line($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status", "VmHWM") is { } text && double.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes / 1024 : 0;

    /// <summary>The processor's time that a process has used.</summary>
    public static TimeSpan ProcessorTime(int process)
    {
        using var running = Process.GetProcessById(process);
        return running.TotalProcessorTime;
    }

    private static string? Line(string file, string name) =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() : null;
}
