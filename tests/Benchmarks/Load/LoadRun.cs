using System.Runtime.InteropServices;
using Sandbox;

namespace Hub.Benchmarks.Load;

/// <summary>Runs a benchmark of the whole hub; when it is asked to end, what it has started is ended and removed first.</summary>
internal static class LoadRun
{
    private const int Interrupted = 130;

    public static async Task<int> WithAsync(IReadOnlyList<string> words, Func<LoadOptions, TextWriter, CancellationToken, Task<int>> benchmark)
    {
        if (LoadOptions.Read(words, out var error) is not { } options)
        {
            Console.Error.WriteLine(error);
            return Usage.Show(Console.Error);
        }

        using var cancel = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        ScratchFolder.RemoveAbandoned(Path.GetTempPath());
        try
        {
            return await benchmark(options, Console.Out, cancel.Token);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (InvalidOperationException failed)
        {
            // The hub or the floor did not start, or did not come to rest.
            Console.Error.WriteLine(failed.Message);
            return 1;
        }

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            cancel.Cancel();
        }
    }
}
