using System.Security.Cryptography;
using System.Text;
using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>The files that come with messages.</summary>
public sealed class MediaFetchingTests : IDisposable
{
    private const string Routes =
        """
        routes:
          - {id: words, on: fake.message.received, do: fake.set_field, with: {record: words, text: "${event.text}"}}
          - {id: file, on: fake.media.stored, do: fake.set_field, with: {record: "${thread.id}", text: "${event.kind} ${event.mime_type} ${string(event.size)} ${event.file_name} ${event.message_id}"}}
        """;

    private static readonly byte[] Photo = Encoding.ASCII.GetBytes("a photograph");
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Photo));

    private readonly string folder = Directory.CreateTempSubdirectory("hub-media-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task File_IsStoredUnderTheHubsId_AndToldOfOnceWithItsThread()
    {
        await using var hub = await StartAsync(_ => Opened(Photo));
        await hub.PostAsync(Message());
        await hub.UntilCalledAsync("fake.set_field", 2);
        await hub.SettleAsync();

        var row = await RowAsync(hub);
        (row.State, row.Size, row.Sha256, row.Reason).ShouldBe((Media.Stored, Photo.Length, Hash, null));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["text", "image image/jpeg 12 my photo.jpg wamid.1"], ignoreOrder: true);
        var path = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        path.ShouldBe(Path.Combine(folder, row.Id[..2], row.Id + ".bin"));
        (await File.ReadAllBytesAsync(path)).ShouldBe(Photo);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        hub.Vendor.MediaAsked.ShouldBe(1);
    }

    [Fact]
    public async Task Words_DoNotWaitForTheFile()
    {
        var go = new TaskCompletionSource();
        await using var hub = await StartAsync(async _ =>
        {
            await go.Task;
            return await Opened(Photo);
        });
        await hub.SendAsync(Message());
        hub.Vendor.Texts("fake.set_field").ShouldBe(["text"]);
        (await RowAsync(hub)).State.ShouldBe(Media.Pending);
        (await ExplainedAsync(hub)).ShouldContain(note => note.StartsWith("Its file (image) is to be fetched", StringComparison.Ordinal));

        go.SetResult();
        await hub.UntilCalledAsync("fake.set_field", 2);
        (await ExplainedAsync(hub)).ShouldContain(note => note.StartsWith("Its file (image, 12 bytes) is stored as ", StringComparison.Ordinal));
    }

    public static TheoryData<string, string, string> Ends() => new()
    {
        { "too large, as announced", Media.Refused, "It is larger than" },
        { "too large, unannounced", Media.Refused, "It is larger than" },
        { "gone", Media.Gone, "The vendor has it no more." },
        { "rejected", Media.Gone, "code: No." },
        { "without an id", Media.Gone, "The message names no file." },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task FileThatIsNotToBeHad_EndsWithItsReason_AndLeavesNothingOnTheDisk(string how, string state, string reason)
    {
        await using var hub = await StartAsync(_ => how switch
        {
            "too large, as announced" => Task.FromResult<MediaAnswer>(new MediaAnswer.Opened(new MemoryStream(Photo)) { Size = FakeVendor.MostMediaBytes + 1 }),
            "too large, unannounced" => Opened(new byte[FakeVendor.MostMediaBytes + 1]),
            "gone" => Task.FromResult<MediaAnswer>(new MediaAnswer.Gone("The vendor has it no more.")),
            _ => Failed(FailureKind.Rejected, "No."),
        });
        await hub.PostAsync(Message() with { Media = new(how == "without an id" ? null : "1", "image") });
        await UntilAsync(hub, state);
        (await RowAsync(hub)).Reason!.ShouldStartWith(reason);
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        await hub.UntilLoggedAsync(2901);
        (await ExplainedAsync(hub)).ShouldContain(note => note.StartsWith($"Its file (image) is not stored ({state}): {reason}", StringComparison.Ordinal));
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["text"]);
    }

    [Fact]
    public async Task FileThatComesLater_IsAskedForAgainByTheRetrySchedule()
    {
        await using var hub = await StartAsync(asked => asked < 3 ? Failed(FailureKind.Transient, "Not now.") : Opened(Photo));
        await hub.PostAsync(Message());
        for (var attempts = 1; attempts <= 2; attempts++)
        {
            await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT attempts FROM media") == attempts, "it has failed");
            (await RowAsync(hub)).Reason.ShouldBe("code: Not now.");
            hub.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await UntilAsync(hub, Media.Stored);
        hub.Vendor.MediaAsked.ShouldBe(3);
    }

    [Fact]
    public async Task FileThatNeverComes_IsGoneAfterTheLastTry()
    {
        await using var hub = await StartAsync(_ => Failed(FailureKind.Transient, "Not now."), retries: ["00:00:05"]);
        await hub.PostAsync(Message());
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT attempts FROM media") == 1, "it has failed");
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(hub, Media.Gone);
        hub.Vendor.MediaAsked.ShouldBe(2);
    }

    // A limit is no failure of the file.
    [Fact]
    public async Task LimitOfTheVendor_CostsNoAttempt()
    {
        await using var hub = await StartAsync(asked => asked == 1 ? Failed(FailureKind.Throttled, "Slow down.") : Opened(Photo), retries: ["00:00:05"]);
        await hub.PostAsync(Message());
        await hub.UntilAsync(async sql => (await sql.FirstAsync("SELECT reason FROM media WHERE reason IS NOT NULL", row => row.GetString(0))) is not null, "it waits");
        (await RowAsync(hub)).Attempts.ShouldBe(0);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(hub, Media.Stored);
    }

    [Fact]
    public async Task BytesThatWereNotAnnounced_AreRefusedTheThirdTime()
    {
        await using var hub = await StartAsync(_ => Opened(Encoding.ASCII.GetBytes("another one")));
        await hub.PostAsync(Message());
        for (var attempts = 1; attempts <= 2; attempts++)
        {
            await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT attempts FROM media") == attempts, "it was wrong");
            hub.Clock.Advance(TimeSpan.FromHours(1));
        }

        await UntilAsync(hub, Media.Refused);
        (await RowAsync(hub)).Reason.ShouldBe("Its bytes are not those that were announced: their SHA-256 differs.");
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task FileThatBreaksOff_IsFetchedAnew()
    {
        await using var hub = await StartAsync(asked => asked == 1 ? Task.FromResult<MediaAnswer>(new MediaAnswer.Opened(new BrokenStream())) : Opened(Photo));
        await hub.PostAsync(Message());
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT attempts FROM media") == 1, "it broke off");
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(hub, Media.Stored);
        (await RowAsync(hub)).Sha256.ShouldBe(Hash);
    }

    [Fact]
    public async Task DiskThatIsNearlyFull_LetsFilesWait_WithoutAnAttempt()
    {
        var free = 1024L * 1024 * 1024;
        await using var hub = await StartAsync(_ => Opened(Photo), disk: new(() => Volatile.Read(ref free)));

        // Webhooks are refused by then too: this one came just before.
        await hub.SendAsync(new FakeEvent());
        Volatile.Write(ref free, 100L * 1024 * 1024);
        await hub.PostAsync(Message());
        await hub.UntilLoggedAsync(2903);
        await hub.UntilAsync(async sql => await sql.FirstAsync("SELECT reason FROM media WHERE reason IS NOT NULL", row => row.GetString(0)) is not null, "it waits");
        (await RowAsync(hub)).ShouldSatisfyAllConditions(row => row.State.ShouldBe(Media.Pending), row => row.Attempts.ShouldBe(0), row => row.Reason!.ShouldStartWith("The disk is nearly full"));
        hub.Vendor.MediaAsked.ShouldBe(0);

        Volatile.Write(ref free, 1024L * 1024 * 1024);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(hub, Media.Stored);
    }

    // A process that dies after the file has its name and before the store knows.
    [Fact]
    public async Task FileThatTheStoreDoesNotKnow_IsFetchedAnew_AndToldOfOnce()
    {
        var go = new TaskCompletionSource<MediaAnswer>();
        await using var hub = await StartAsync(asked => asked == 1 ? go.Task : Opened(Photo));
        await hub.SendAsync(Message());
        var row = await RowAsync(hub);
        Directory.CreateDirectory(Path.Combine(folder, row.Id[..2]));
        await File.WriteAllTextAsync(Path.Combine(folder, row.Id[..2], row.Id + ".bin"), "old");
        await File.WriteAllTextAsync(Path.Combine(folder, row.Id[..2], row.Id + ".bin.part"), "half");
        await File.WriteAllTextAsync(Path.Combine(folder, row.Id[..2], "left.bin.part"), "half");

        await hub.RestartAsync(Routes, crash: true);
        await UntilAsync(hub, Media.Stored);
        await hub.UntilCalledAsync("fake.set_field", 2);
        await hub.SettleAsync();
        (await File.ReadAllBytesAsync(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldHaveSingleItem())).ShouldBe(Photo);
        hub.Vendor.Texts("fake.set_field").Count.ShouldBe(2);
        hub.Log.Of(2902).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task WriteWhoseAnswerIsLost_TellsOfTheFileOnce()
    {
        await using var hub = await StartAsync(_ => Opened(Photo));
        await hub.PostAsync(Message());
        await UntilAsync(hub, Media.Stored);
        var row = await RowAsync(hub);
        var again = await hub.Database.WriteAsync(
            WriteKind.Housekeeping, async sql => await Media.StoreAsync(sql, row, "fake.media.stored", Told(row), HubUnderTest.Start) ? 1 : 0, CancellationToken.None);
        again.ShouldBe(0);
    }

    // The file goes with its message, and nothing of what people sent stays.
    [Fact]
    public async Task MessageThatIsForgotten_TakesItsFileAlong()
    {
        await using var hub = await StartAsync(_ => Opened(Photo), retention: new() { MessageDays = 1, StatusMegabytes = 0, WebhookMegabytes = 0 });
        await hub.PostAsync(Message());
        await UntilAsync(hub, Media.Stored);
        hub.Clock.Advance(TimeSpan.FromDays(2));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT 1 FROM media") is null, "the file is forgotten");
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../etc/passwd", "image/png", "passwd.png")]
    [InlineData("C:\\Windows\\evil.exe", "application/pdf", "evil.exe")]
    [InlineData("..", "image/jpeg", "image-0123abcd.jpg")]
    [InlineData("a\u0000b\r\n\"c\".pdf", "application/pdf", "a_b___c_.pdf")]
    [InlineData(null, "audio/ogg; codecs=opus", "image-0123abcd.ogg")]
    [InlineData("Ωραία φωτογραφία.jpg", "image/jpeg", "Ωραία φωτογραφία.jpg")]
    public void NameOfAFile_IsNoPath(string? given, string mime, string name) =>
        MediaFiles.NameOf(new("1", "image") { FileName = given, MimeType = mime }, "0123abcd0123abcd0123abcd0123abcd").ShouldBe(name);

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("")]
    [InlineData("0123ABCD0123ABCD0123ABCD0123ABCD")]
    public void IdThatIsNoneOfTheHubs_IsNoPath(string id) => Should.Throw<ArgumentException>(() => new MediaFolder(folder).Open(id));

    [Fact]
    public async Task ActionThatTakesAFile_ReadsItAsOftenAsItLikes()
    {
        await using var hub = await StartAsync(_ => Opened(Photo));
        await hub.PostAsync(Message());
        await UntilAsync(hub, Media.Stored);
        var file = (await hub.Part<MediaFiles>().FindAsync((await RowAsync(hub)).Id, CancellationToken.None)).ShouldBeOfType<FileAnswer.Found>().File;
        (file.Name, file.MimeType, file.Size).ShouldBe(("my photo.jpg", "image/jpeg", Photo.Length));
        for (var times = 0; times < 2; times++)
        {
            using var reader = new StreamReader(file.Open());
            (await reader.ReadToEndAsync()).ShouldBe("a photograph");
        }

        (await hub.Part<MediaFiles>().FindAsync("0123abcd0123abcd0123abcd0123abcd", CancellationToken.None)).ShouldBeOfType<FileAnswer.Missing>().Failure.Kind.ShouldBe(FailureKind.Rejected);
        (await hub.Part<MediaFiles>().FindAsync("../../etc/passwd", CancellationToken.None)).ShouldBeOfType<FileAnswer.Missing>().Failure.Kind.ShouldBe(FailureKind.Rejected);
    }

    private static FakeEvent Message() => new()
    {
        Type = "fake.message.received", Key = "1", MessageId = "wamid.1", Phone = "4917600000001", Media = new("77", "image") { MimeType = "image/jpeg", Sha256 = Hash, FileName = "my photo.jpg" },
    };

    private static StoredMedia Told(MediaRow row) => new()
    {
        MediaId = row.Id, MessageId = row.Message, Kind = "image", MimeType = "image/jpeg", Sha256 = Hash, Size = Photo.Length, FileName = "my photo.jpg", SentAt = row.SentAt,
    };

    private static Task<MediaAnswer> Opened(byte[] bytes) => Task.FromResult<MediaAnswer>(new MediaAnswer.Opened(new MemoryStream(bytes)));

    private static Task<MediaAnswer> Failed(FailureKind kind, string text) => Task.FromResult<MediaAnswer>(new MediaAnswer.Failed(new(kind, "code", text)));

    private Task<HubUnderTest> StartAsync(Func<int, Task<MediaAnswer>> gives, IReadOnlyList<string>? retries = null, DiskRoom? disk = null, RetentionOptions? retention = null) => HubUnderTest.StartAsync(
        Routes, settings: new() { MediaPath = folder, RetrySchedule = retries ?? [], MinFreeMegabytes = disk is null ? 0 : 256 }, disk: disk, retention: retention, vendor: vendor => vendor.OnMedia = gives);

    private static async Task<MediaRow> RowAsync(HubUnderTest hub) => (await hub.Database.ReadAsync(sql => Media.OfMessageAsync(sql, "wamid.1"), CancellationToken.None)).ShouldHaveSingleItem();

    private static Task UntilAsync(HubUnderTest hub, string state) =>
        hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT 1 FROM media WHERE state = $1", state) is not null, $"the file is {state}");

    private static async Task<IReadOnlyList<string>> ExplainedAsync(HubUnderTest hub) =>
        (await hub.Explaining.ExplainAsync((await hub.EventsAsync()).First(e => e.Type == "fake.message.received").Id, CancellationToken.None))!.Notes;

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The connection broke.");
    }
}
