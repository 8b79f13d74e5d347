using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Commands;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Reloading;

public sealed class MappingReloadTests
{
    private const string Wrong = "language: 1\nroutes:\n  - {id: a, on: fake.thing.happend, do: fake.set_field}\n";

    [Fact]
    public async Task ChangedAddedAndRemovedFiles_ComeIntoForceByThemselves()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"));
        var first = await hub.HashAsync();
        hub.Write("a.yaml", WatchedHub.Route("a", "two"));
        await hub.UntilAsync(async () => await hub.HashAsync() != first, "the changed file is in force");
        hub.Write("b.yaml", WatchedHub.Route("b", "three"));
        await hub.UntilAsync(async () => await hub.StateAsync("b.yaml") == "active", "the added file is in force");
        await hub.PostAsync(new FakeEvent { Key = "1" });
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["two", "three"], ignoreOrder: true);
        hub.Delete("b.yaml");
        await hub.UntilAsync(async () => await hub.StateAsync("b.yaml") is null, "the removed file is out of force");
        await hub.PostAsync(new FakeEvent { Key = "2" });
        await hub.SettleAsync();
        hub.Vendor.Calls().Count.ShouldBe(3);
    }

    [Fact]
    public async Task WrongFile_LeavesTheOldSnapshotInForceAndSaysSo()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"));
        hub.Write("b.yaml", WatchedHub.Route("b", "two"));
        await hub.UntilAsync(async () => await hub.StateAsync("b.yaml") == "active", "both files are in force");
        var before = await hub.HashAsync();
        hub.Write("a.yaml", Wrong);
        hub.Write("b.yaml", WatchedHub.Route("b", "three"));
        await hub.UntilAsync(async () => await hub.StateAsync("a.yaml") == "wrong" && await hub.StateAsync("b.yaml") == "changed", "the wrong file is noticed");
        (await hub.HashAsync()).ShouldBe(before);
        var entry = (await hub.MappingsAsync()).GetProperty("files")[0];
        entry.GetProperty("errors")[0].GetString()!.ShouldStartWith("a.yaml:3:");
        entry.GetProperty("activeHash").GetString().ShouldNotBe(entry.GetProperty("folderHash").GetString());
        var since = entry.GetProperty("since").GetDateTimeOffset();
        (await hub.MappingsAsync()).GetProperty("files")[0].GetProperty("since").GetDateTimeOffset().ShouldBe(since);
        var (code, output, _) = await hub.CallAsync(MappingsVerb.Of, "mappings");
        code.ShouldBe(1);
        output.ShouldContain("a.yaml:3:");
        await hub.PostAsync(new FakeEvent { Key = "1" });
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["one", "two"], ignoreOrder: true);

        hub.Write("a.yaml", WatchedHub.Route("a", "one"));
        await hub.UntilAsync(async () => await hub.StateAsync("a.yaml") == "active" && await hub.StateAsync("b.yaml") == "active", "the mended files are in force");
    }

    [Fact]
    public async Task FolderThatGoesAway_LeavesTheOldSnapshotInForce_AndComesBack()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"));
        var before = await hub.HashAsync();
        Directory.Move(hub.Folder, hub.Folder + "-away");
        await hub.UntilAsync(async () => (await hub.MappingsAsync()).GetProperty("state").GetString() == "wrong", "the folder is missed");
        (await hub.HashAsync()).ShouldBe(before);
        Directory.Move(hub.Folder + "-away", hub.Folder);
        await hub.UntilAsync(async () => (await hub.MappingsAsync()).GetProperty("state").GetString() == "active", "the folder is back");
        hub.Write("a.yaml", WatchedHub.Route("a", "two"));
        await hub.UntilAsync(async () => await hub.HashAsync() != before, "the new folder is looked at");
    }

    [Fact]
    public async Task UnwatchedFolder_IsPublishedByHand_AndTheStoreDecidesAtTheNextStart()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"), "--Hub:Watch=false");
        var before = await hub.HashAsync();
        hub.Write("a.yaml", WatchedHub.Route("a", "two"));
        (await hub.StateAsync("a.yaml")).ShouldBe("changed");
        await hub.RestartAsync();
        (await hub.HashAsync()).ShouldBe(before);
        (await hub.StateAsync("a.yaml")).ShouldBe("changed");

        var (code, output, _) = await hub.CallAsync(MappingsVerb.Of, "mappings", "publish");
        code.ShouldBe(0);
        output.ShouldContain("is in force: 1 file, 1 route.");
        (await hub.StateAsync("a.yaml")).ShouldBe("active");
        (await hub.CallAsync(MappingsVerb.Of, "mappings", "publish", hub.Folder)).Output.ShouldContain("was in force already");
        var published = await hub.HashAsync();
        await hub.RestartAsync();
        (await hub.HashAsync()).ShouldBe(published);
    }

    [Fact]
    public async Task PublishedFilesThatAreWrong_ChangeNothing()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"), "--Hub:Watch=false");
        var before = await hub.HashAsync();
        hub.Write("a.yaml", Wrong);
        var (code, _, error) = await hub.CallAsync(MappingsVerb.Of, "mappings", "publish");
        code.ShouldBe(1);
        error.ShouldStartWith("a.yaml:3:");
        (await hub.HashAsync()).ShouldBe(before);
        (await hub.Client.PostAsJsonAsync("/api/v1/mappings/publish", new { files = Array.Empty<object>() })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await hub.CallAsync(MappingsVerb.Of, "mappings", "publish", hub.Folder + "-none")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task Snapshots_AreShownByHash()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"));
        var first = await hub.HashAsync();
        var active = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/mappings/active");
        active.GetProperty("hash").GetString().ShouldBe(first);
        active.GetProperty("files")[0].GetProperty("text").GetString().ShouldBe(WatchedHub.Route("a", "one"));
        hub.Write("a.yaml", WatchedHub.Route("a", "two"));
        await hub.UntilAsync(async () => await hub.HashAsync() != first, "the changed file is in force");
        (await hub.Client.GetFromJsonAsync<JsonElement>($"/api/v1/mappings/{first}")).GetProperty("files").GetArrayLength().ShouldBe(1);
        (await hub.Client.GetAsync("/api/v1/mappings/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Diff_TellsRouteByRouteWhatTheFolderChanges()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"), "--Hub:Watch=false");
        var (same, nothing, _) = await hub.CallAsync(DiffVerb.Of, "diff");
        same.ShouldBe(0);
        nothing.ShouldStartWith("The folder is what is in force");
        hub.Write("a.yaml", "# a comment\n".Insert(0, "language: 1\n") + WatchedHub.Route("a", "one")["language: 1\n".Length..]);
        (await hub.CallAsync(DiffVerb.Of, "diff")).Output.ShouldBe($"Only layout and comments differ.{Environment.NewLine}");
        hub.Write("a.yaml", WatchedHub.Route("a", "two"));
        hub.Write("b.yaml", WatchedHub.Route("b", "one"));
        var (code, output, _) = await hub.CallAsync(DiffVerb.Of, "diff", hub.Folder);
        code.ShouldBe(1);
        output.ReplaceLineEndings("\n").ShouldBe(
            "+ file b.yaml (b.yaml): added\n~ route a (a.yaml): changed\n    - with.text: one\n    + with.text: two\n+ route b (b.yaml): added\n");
        var json = JsonElement.Parse((await hub.CallAsync(DiffVerb.Of, "diff", "--json")).Output);
        json.GetProperty("differences")[2].GetProperty("kind").GetString().ShouldBe("added");
    }

    [Fact]
    public async Task DiffOfAnotherFolder_SaysWhatTheHubRuns()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"), "--Hub:Watch=false");
        var other = Directory.CreateTempSubdirectory("hub-other-").FullName;
        await File.WriteAllTextAsync(Path.Combine(other, "z.yaml"), WatchedHub.Route("a", "one"));
        var (code, _, error) = await hub.CallAsync(DiffVerb.Of, "diff", other);
        Directory.Delete(other, recursive: true);
        code.ShouldBe(1);
        error.ShouldBe($"No file of {other} has the name of one that is in force (a.yaml). Is it another folder that you mean? The running hub takes its files from {hub.Folder}.{Environment.NewLine}");
    }

    [Fact]
    public async Task ReloadingAgainAndAgainUnderLoad_LosesAndDoublesNothing()
    {
        const int Webhooks = 400;
        const int EventsEach = 10;
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "v0"));
        var reloads = 0;
        using var enough = new CancellationTokenSource();
        var editor = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                var before = await hub.HashAsync();
                hub.Write("a.yaml", WatchedHub.Route("a", string.Create(CultureInfo.InvariantCulture, $"v{++reloads}")));
                await hub.UntilAsync(async () => await hub.HashAsync() != before, "the changed file is in force");
            }
        });

        // 1,000 events a second.
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        var sent = new List<Task>();
        for (var i = 0; i < Webhooks; i++)
        {
            await pace.WaitForNextTickAsync();
            sent.Add(hub.PostAsync([.. Enumerable.Range(i * EventsEach, EventsEach).Select(n => Number(n))]));
        }

        await Task.WhenAll(sent);
        await enough.CancelAsync();
        await editor;
        await hub.SettleAsync();

        reloads.ShouldBeGreaterThan(3);
        var commands = await hub.ListAsync("SELECT snapshot, input, state FROM command", row => (Snapshot: row.GetString(0), Input: row.GetString(1), State: row.GetString(2)));
        commands.Count.ShouldBe(Webhooks * EventsEach);
        commands.ShouldAllBe(command => command.State == "done");
        commands.Select(command => JsonElement.Parse(command.Input).GetProperty("record").GetString()).Distinct().Count().ShouldBe(Webhooks * EventsEach);
        hub.Vendor.Calls().Count.ShouldBe(Webhooks * EventsEach);

        // Each event was mapped by one snapshot, whole: what it says is what that snapshot's file says.
        var texts = (await hub.ListAsync("SELECT hash, sources FROM snapshot", row => (Hash: row.GetString(0), Sources: row.GetString(1)))).ToDictionary(row => row.Hash, row => row.Sources);
        texts.Count.ShouldBeGreaterThan(3);
        commands.Select(command => command.Snapshot).Distinct().Count().ShouldBeGreaterThan(2);
        foreach (var command in commands)
        {
            texts[command.Snapshot].ShouldContain($"text: {JsonElement.Parse(command.Input).GetProperty("text").GetString()}\\n");
        }

        static FakeEvent Number(int n)
        {
            var id = n.ToString(CultureInfo.InvariantCulture);
            return new() { Key = id, Record = id };
        }
    }
}
