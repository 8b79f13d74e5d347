using Hub.Storage;

namespace Hub.Tests.Storage;

public class BackupsTests
{
    [Fact]
    public void StoreThatIsAServer_IsCopiedByItsOwnTools()
    {
        using var backups = new Backups(null);
        var sentence = backups.Begin().ShouldBeOfType<BackupResult.Refused>().Sentence;
        sentence.ShouldContain("pg_dump");
        sentence.ShouldContain("pg_restore");
        sentence.ShouldContain("hub run --hold");
    }

    [Fact]
    public void StoreThatIsAServer_HasNoDiskHere() => DiskRoom.Of(null).Free.ShouldBeNull();
}
