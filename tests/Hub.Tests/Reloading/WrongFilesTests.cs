using System.Text.Json;
using Hub.Commands;
using Hub.Configuration;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Reloading;

/// <summary>What the reload does with files that are wrong, or that it cannot compile at all.</summary>
public sealed class WrongFilesTests
{
    private const string Wrong = "language: 1\nroutes:\n  - {id: a, on: fake.thing.happend, do: fake.set_field}\n";

    [Fact]
    public async Task WrongFilesAtTheFirstStart_RefuseIt()
    {
        (await Should.ThrowAsync<StartRefusedException>(async () => await (await WatchedHub.StartAsync(Wrong)).DisposeAsync())).Sentences[0].ShouldStartWith("a.yaml:3:");
    }

    [Fact]
    public async Task WrongFilesAtALaterStart_LeaveInForceWhatWas_AndSaySo()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"));
        var before = await hub.HashAsync();
        await hub.RestartAsync(() => hub.Write("a.yaml", Wrong));
        (await hub.HashAsync()).ShouldBe(before);
        (await hub.StateAsync("a.yaml")).ShouldBe("wrong");
        (await hub.MappingsAsync()).GetProperty("state").GetString().ShouldBe("wrong");
        (await hub.AlertsAsync()).ShouldHaveSingleItem().ShouldContain("a.yaml:3:");
        await hub.PostAsync(new FakeEvent { Key = "1" });
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["one"]);
        await hub.RestartAsync();
        (await hub.AlertsAsync()).Count.ShouldBe(1);
        hub.Write("a.yaml", WatchedHub.Route("a", "two"));
        await hub.UntilAsync(async () => await hub.StateAsync("a.yaml") == "active", "the mended file is in force");
        (await hub.HashAsync()).ShouldNotBe(before);
    }

    [Fact]
    public async Task FolderThatIsGoneAtALaterStart_LeavesInForceWhatWas()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"));
        var before = await hub.HashAsync();
        await hub.RestartAsync(() => Directory.Move(hub.Folder, hub.Folder + "-away"));
        (await hub.HashAsync()).ShouldBe(before);
        (await hub.MappingsAsync()).GetProperty("state").GetString().ShouldBe("wrong");
    }

    [Fact]
    public async Task CompilingThatFailsByAFaultOfTheHub_LeavesTheOldSnapshotInForce_AndSaysSo()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"));
        var before = await hub.HashAsync();
        hub.Vendor.OnListActions = () => throw new OverflowException("A fault of the hub's own.");
        hub.Write("a.yaml", WatchedHub.Route("a", "two"));
        await hub.UntilAsync(async () => (await hub.MappingsAsync()).GetProperty("state").GetString() == "wrong", "the fault is told");
        (await hub.HashAsync()).ShouldBe(before);
        var told = (await hub.AlertsAsync()).ShouldHaveSingleItem();
        told.ShouldContain("The files cannot be compiled by a fault of the hub's own");
        told.ShouldNotContain("Overflow");
        var (code, _, error) = await hub.CallAsync(MappingsVerb.Of, "mappings", "publish");
        (code, error).ShouldBe((1, $"{hub.Folder}: The files cannot be compiled by a fault of the hub's own, which its log shows. Undo the latest change to them, and report it.{Environment.NewLine}"));
        hub.Vendor.OnListActions = null;
        hub.Write("a.yaml", WatchedHub.Route("a", "three"));
        await hub.UntilAsync(async () => await hub.HashAsync() != before, "the watch goes on");
    }

    [Fact]
    public async Task FilesThatCannotBeRead_AreToldAsJsonWhereThatIsAsked()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"), "--Hub:Watch=false");
        await File.WriteAllBytesAsync(Path.Combine(hub.Folder, "b.yaml"), [0xC3, 0x28]);
        foreach (var (verb, args) in new (Func<HubCall, Func<Microsoft.Extensions.Configuration.IConfiguration>, Verb>, string[])[] { (DiffVerb.Of, ["diff"]), (MappingsVerb.Of, ["mappings", "publish"]), (SimulateVerb.Of, ["simulate", "--from", "1h"]) })
        {
            var (code, output, error) = await hub.CallAsync(verb, [.. args, "--json"]);
            (code, error).ShouldBe((1, ""));
            JsonElement.Parse(output).GetProperty("error").GetString().ShouldBe("b.yaml: The file is not UTF-8. Save it as UTF-8.");
        }
    }

    [Fact]
    public async Task DiffOfAFolderWithMistakes_SaysThatItCannotBePutInForce()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"), "--Hub:Watch=false");
        hub.Write("b.yaml", Wrong.Replace("id: a", "id: b", StringComparison.Ordinal));
        var (code, output, _) = await hub.CallAsync(DiffVerb.Of, "diff");
        code.ShouldBe(1);
        output.ShouldContain("+ route b (b.yaml): added");
        output.ReplaceLineEndings("\n").ShouldContain("The folder cannot be put in force:\n  b.yaml:3:");
        JsonElement.Parse((await hub.CallAsync(DiffVerb.Of, "diff", "--json")).Output).GetProperty("errors").GetArrayLength().ShouldBeGreaterThan(0);
    }
}
