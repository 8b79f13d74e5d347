using System.Diagnostics;

namespace EndToEnd.Tests.Benchmarks;

/// <summary>The benchmark itself runs, for a second each and without a judgement of its figures: it ends with sums that close.</summary>
public sealed class IngestTests
{
    private static readonly string[] Short = ["ingest", "--seconds", "1", "--rate", "50", "--connections", "2"];

    [Fact]
    public async Task OnSqlite_EndsWithSumsThatClose() => (await RunAsync(Short)).ShouldEndWith("nothing lost, nothing doubled, all sums close");

    [PostgresFact]
    public async Task OnPostgres_EndsWithSumsThatClose()
    {
        var database = PostgresServer.Create();
        try
        {
            (await RunAsync([.. Short, "--store", "postgres", "--connection", database])).ShouldEndWith("nothing lost, nothing doubled, all sums close");
        }
        finally
        {
            PostgresServer.Drop(database);
        }
    }

    private static async Task<string> RunAsync(string[] words)
    {
        // Beside these tests, by the layout of the build's output.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Benchmarks", configuration, "Benchmarks.dll"));
        using var run = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. words]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return said.TrimEnd();
    }
}
