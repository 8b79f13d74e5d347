using Hub.Storage;

namespace Hub.Tests.Storage;

public sealed class DiskProbeTests
{
    [Fact]
    public void Probe_LeavesNothingAndFailsWhereNothingCanBeWritten()
    {
        using var store = new TemporaryStore();
        DiskProbe.Write(store.Path);
        Directory.GetFiles(Path.GetDirectoryName(store.Path)!).ShouldBeEmpty();
        Should.Throw<IOException>(() => DiskProbe.Write(Path.Combine(store.Path, "none", "hub.db")));
    }
}
