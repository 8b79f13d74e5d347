using Hub.Benchmarks;
using Hub.Benchmarks.Cel;
using Hub.Benchmarks.Load;

return args switch
{
    ["cel", .. var rest] => CelBenchmark.Run(rest, Console.Out),
    ["hostile", ..] => HostileBenchmark.Run(Console.Out),
    ["fuzz", .. var rest] => FuzzRun.Run(rest, Console.Out),
    ["ingest", .. var rest] => await LoadRun.WithAsync(rest, IngestBenchmark.RunAsync),
    ["e2e", .. var rest] => await LoadRun.WithAsync(rest, E2eBenchmark.RunAsync),
    ["growth", .. var rest] => await LoadRun.WithAsync(rest, GrowthBenchmark.RunAsync),
    ["mappings", .. var rest] => await LoadRun.WithAsync(rest, MappingsBenchmark.RunAsync),
    ["lanes", .. var rest] => await LoadRun.WithAsync(rest, LanesBenchmark.RunAsync),
    ["guard", .. var rest] => await LoadRun.WithAsync(rest, GuardBenchmark.RunAsync),
    ["floor", .. var rest] => await FloorServer.RunAsync(rest, Console.Out),
    _ => Usage.Show(Console.Error),
};
