using Hub.Storage;

namespace Hub.Tests.Storage;

public sealed class BackupsTests : IDisposable
{
    private const long Mebibyte = 1024 * 1024;

    private readonly string folder = Directory.CreateTempSubdirectory("hub-backups-").FullName;

    private string Store => Path.Combine(folder, "hub.db");

    [Fact]
    public void StoreThatIsAServer_IsCopiedByItsOwnTools()
    {
        using var backups = new Backups(null, 0, () => 0);
        var sentence = backups.Begin().ShouldBeOfType<BackupResult.Refused>().Sentence;
        sentence.ShouldContain("pg_dump");
        sentence.ShouldContain("pg_restore");
        sentence.ShouldContain("hub run --hold");
    }

    [Fact]
    public void StoreThatIsAServer_HasNoDiskHere() => DiskRoom.Of(null).Free.ShouldBeNull();

    [Theory]
    [InlineData(259, true)]
    [InlineData(258, false)]
    [InlineData(1, false)]
    public void Copy_LeavesSoMuchRoomThatWebhooksAreTakenOn(long free, bool isTaken)
    {
        File.WriteAllBytes(Store, new byte[2 * Mebibyte]);
        using var backups = new Backups(Store, 256 * Mebibyte, () => free * Mebibyte);
        var begun = backups.Begin();
        (begun is BackupResult.Ready).ShouldBe(isTaken);
        if (begun is BackupResult.Refused refused) refused.Sentence.ShouldBe($"There is no room for a copy beside the store: 2 MiB are needed, {free} MiB are free, and 256 MiB are to stay free (Hub:MinFreeMegabytes).");
    }

    [Fact]
    public void DiskThatDoesNotAnswer_RefusesOnce_AndNotForEver()
    {
        var isThere = false;
        using var backups = new Backups(Store, 0, () => isThere ? 10 : throw new IOException("Nobody home."));
        backups.Begin().ShouldBeOfType<BackupResult.Refused>().Sentence.ShouldContain("Nobody home.");
        isThere = true;
        var lease = backups.Begin().ShouldBeOfType<BackupResult.Ready>().Lease;
        backups.Begin().ShouldBeOfType<BackupResult.Refused>().Sentence.ShouldStartWith("A backup is being taken already.");
        lease.Dispose();
        backups.Begin().ShouldBeOfType<BackupResult.Ready>();
    }

    [Fact]
    public async Task CopyThatAKilledProcessHasLeft_IsRemovedAtTheNextStart_AndNothingElse()
    {
        string[] left = [Store + ".backup", Store + ".backup.unfinished"];
        foreach (var file in left.Append(Store + ".before-3")) await File.WriteAllTextAsync(file, "a copy");
        await SqliteDatabase.Open(Store, TestStore.Migrations, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).DisposeAsync();
        left.ShouldAllBe(file => !File.Exists(file));
        File.Exists(Store + ".before-3").ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
