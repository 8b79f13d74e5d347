using Hub.Benchmarks;
using Hub.Benchmarks.Cel;

return args switch
{
    ["cel", .. var rest] => CelBenchmark.Run(rest, Console.Out),
    ["hostile", ..] => HostileBenchmark.Run(Console.Out),
    ["fuzz", .. var rest] => FuzzRun.Run(rest, Console.Out),
    _ => Usage.Show(Console.Error),
};
