using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using CrashMatrix;
using Sandbox;
using Sandbox.Vendors;

if (MatrixArguments.Read(args) is not { } arguments)
{
    Console.WriteLine(MatrixArguments.Usage);
    return 2;
}

if (arguments.OnPostgres && ScratchDatabase.Server is null)
{
    Console.WriteLine($"--store postgres needs {ScratchDatabase.Variable}: the connection string of somebody who may make databases.");
    return 2;
}

var seed = arguments.Seed ?? RandomNumberGenerator.GetInt32(1, 1_000_000);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}. The same seed brings the same plan, people and faults: --seed {seed}"));
ScratchFolder.RemoveAbandoned(Path.GetTempPath());
using var folder = new ScratchFolder(Path.GetTempPath());
foreach (var file in Directory.EnumerateFiles(Path.Combine(World.RepositoryRoot(), "mappings"), "*.yaml").Concat(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "mappings"), "*.yaml")))
{
    if (!file.EndsWith(".test.yaml", StringComparison.Ordinal)) File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
}

var began = Stopwatch.GetTimestamp();
var dice = new Dice(seed, "scenes");
var scenes = Plan.Scenes(arguments, seed).Select((cells, number) => (Number: number, Cells: cells, Seed: dice.Below(1_000_000))).Where(scene => arguments.Scene is null || scene.Number == arguments.Scene).ToList();
var rows = new ConcurrentBag<(int Scene, Row Row)>();
Console.WriteLine(Row.Head);
await Parallel.ForEachAsync(scenes, new ParallelOptions { MaxDegreeOfParallelism = arguments.Lanes }, async (scene, cancel) =>
{
    var played = await PlayAsync(scene.Cells, scene.Seed, cancel);
    foreach (var row in played) rows.Add((scene.Number, row));
    Console.WriteLine(string.Join('\n', played));
});

var all = rows.Select(played => played.Row).ToList();
var red = rows.Where(played => !played.Row.Holds).OrderBy(played => played.Scene).ToList();
foreach (var (number, row) in red) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n✗ {row.Label}, --seed {seed} --scene {number}\n  {string.Join("\n  ", row.Effects.Broken)}"));
var crashes = scenes.Sum(scene => scene.Cells.Count);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"\n{crashes} crashes at {(arguments.Point is null ? Plan.Points(arguments.OnPostgres).Count : 1)} points and {arguments.Moments} random moments in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s: {all.Sum(r => r.Effects.Expected)} effects expected, {all.Sum(r => r.Effects.Held)} held, {all.Sum(r => r.Effects.Unknown)} unknown, {all.Sum(r => r.Effects.Lost)} lost, {all.Sum(r => r.Effects.Doubled)} doubled; {red.Count} red rows; seed {seed}"));
return red.Count == 0 ? 0 : 1;

// What breaks one scene is told in the table, and the others are played.
async Task<IReadOnlyList<Row>> PlayAsync(IReadOnlyList<Cell> cells, int own, CancellationToken cancel)
{
    try
    {
        return await Scene.PlayAsync(cells, own, folder.Path, arguments.OnPostgres, cancel);
    }
    catch (Exception broken) when (broken is Npgsql.NpgsqlException or InvalidOperationException or StoryBrokenException or HttpRequestException or SocketException or TaskCanceledException or IOException)
    {
        return [Row.OfScene([$"{string.Join(", ", cells)}: {broken.Message}"], own)];
    }
}
