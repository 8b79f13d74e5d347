using Sandbox;

namespace EndToEnd.Tests;

public sealed class ScratchFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("hub-scratch-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void FolderOfAProcessThatIsGone_IsRemoved_AndNoOther()
    {
        using var alive = new ScratchFolder(root);
        Age(alive.Path);
        var gone = Directory.CreateDirectory(Path.Combine(root, "hub-sandbox-gone")).FullName;
        File.WriteAllText(Path.Combine(gone, ".held"), "");
        File.WriteAllText(Path.Combine(gone, "hub.db"), "");
        ScratchFolder.RemoveAbandoned(root);
        Directory.Exists(gone).ShouldBeTrue("it may have been begun just now");
        Age(gone);
        var foreign = Directory.CreateDirectory(Path.Combine(root, "hub-sandbox-foreign")).FullName;
        ScratchFolder.RemoveAbandoned(root);
        Directory.GetDirectories(root).ShouldBe([alive.Path, foreign], ignoreOrder: true);
    }

    private static void Age(string folder) => File.SetLastWriteTimeUtc(Path.Combine(folder, ".held"), DateTime.UnixEpoch);
}
