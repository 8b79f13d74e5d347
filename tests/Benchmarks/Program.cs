using Hub.Benchmarks;
using Hub.Benchmarks.Cel;

return args switch
{
    ["cel", .. var rest] => CelBenchmark.Run(rest, Console.Out),
    _ => Usage.Show(Console.Error),
};
