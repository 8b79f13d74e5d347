using Hub.Configuration;

namespace Hub.Tests.Configuration;

public sealed class DataFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("hub-data-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("new")]
    [InlineData("new/inner")]
    public void FolderThatCanBeWritten_HasNoObstacle_AndNothingIsLeftBehind(string inner)
    {
        DataFolder.Obstacle(Path.Combine(root, inner)).ShouldBeNull();
        Directory.EnumerateFileSystemEntries(root).ShouldBeEmpty();
    }

    [Fact]
    public void FileInTheWay_IsAnObstacle()
    {
        File.WriteAllText(Path.Combine(root, "file"), "");
        DataFolder.Obstacle(Path.Combine(root, "file")).ShouldNotBeNull();
        DataFolder.Obstacle(Path.Combine(root, "file", "data")).ShouldNotBeNull();
    }

    [Fact]
    public void ManyNodesThatStartAtOnce_AreInNobodysWay()
    {
        var folder = Path.Combine(root, "data");
        Parallel.For(0, 2000, _ => DataFolder.Obstacle(folder).ShouldBeNull());
    }
}
