using Hub.Configuration;
using Hub.Connectors;
using Hub.Faults;
using Hub.Tests.Mappings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Configuration;

public sealed class HubSettingsTests : IDisposable
{
    private static readonly Dictionary<string, string?> Good = new(StringComparer.Ordinal)
    {
        ["Connections:shop:Connector"] = "fake",
        ["Connections:shop:Secret"] = "s3cret",
        ["Connections:shop:Account"] = "kairos",
    };

    private readonly string folder = Directory.CreateTempSubdirectory("hub-settings-").FullName;

    public static TheoryData<string, string?, string> Mistakes => new()
    {
        { "Hub:PublicUrl", "http://hub.example.com", "Hub:PublicUrl must be an https address (http only on loopback)." },
        { "Hub:PublicUrl", "hub", "Hub:PublicUrl is not an absolute address, for example https://hub.example.com." },
        { "Hub:Sandbox", "maybe", "Hub:Sandbox is not true or false." },
        { "Hub:EncryptionKey", "short", "Hub:EncryptionKey must be 32 bytes in base64, for example from: openssl rand -base64 32" },
        { "Hub:OnlyTo:1", "0412345678", "Hub:OnlyTo:0 is not a phone number with plus sign and country code, digits only, for example +61412345678." },
        { "Hub:RetrySchedule:0", "24:00:00", "Hub:RetrySchedule:0 is not a duration of 1 second to 7 days, for example 00:00:30, 10:00:00 or 1.00:00:00." },
        { "Hub:RetrySchedule", "soon", "Hub:RetrySchedule:0 is not a duration of 1 second to 7 days, for example 00:00:30, 10:00:00 or 1.00:00:00." },
        { "Hub:ClockAhead", "01:00:00", "Hub:ClockAhead is there only with Hub:Sandbox=true." },
        { "Hub:Faults:KillAt", "InApply", "Hub:Faults is there only with Hub:Sandbox=true." },
        { "Hub:AdminKeyFile", "/proc/none/exist", "Hub:AdminKeyFile: the file '/proc/none/exist' cannot be read." },
        { "Hub:ClockAhead", "99999999.00:00:00", "Hub:ClockAhead is not a duration, for example 00:00:30." },
        { "Hub:AdminKey", " ", "Hub:AdminKey holds nothing but spaces." },
        { "Hub:AdminKey", "fifteen-letters", "Hub:AdminKey has less than 16 characters, so that it can be guessed. Make one, for example with: openssl rand -base64 32" },
        { "Hub:AdminKey", "sixteen-lettérs-", "Hub:AdminKey holds a character that a header cannot carry: it must be plain ASCII, without line breaks. Copy it anew." },
        { "AutoMapper:Foo", "x", "AutoMapper:Foo is not a setting of AutoMapper. Known: LicenseKey." },
        { "Storage:ConnectionString", "Data Source=/proc/none/hub.db", "Storage:ConnectionString: there is no folder '/proc/none'. Make it, or leave the setting out: the store is then in Hub:DataPath, which the hub makes." },
        { "Connections:shop:Secret", "   ", "Connections:shop:Secret holds nothing but spaces." },
        { "Connections:shop:Secret", "a\nb", "Connections:shop:Secret holds a line break or another control character, which a header cannot carry and no secret has." },
        { "Connections:shop:Secret", "replace-with-the-vendors-secret", "Connections:shop:Secret still holds the placeholder of hub init, which everybody knows. Put the vendor's own secret in its place." },
        { "Hub:Admin", "x", "Hub:Admin is not a setting of the hub. Known: Faults, PublicUrl, DataPath, MediaPath, Mappings, Watch, AdminKey, EncryptionKey, OnlyTo, RetrySchedule, Hold, MaxBacklog, MinFreeMegabytes, MaxWritesPerRecord, ReconcileEvery, Sandbox, ClockAhead." },
        { "Hub:AdminKy", "x", "Hub:AdminKy is not a setting of the hub. Did you mean AdminKey? Known: Faults, PublicUrl, DataPath, MediaPath, Mappings, Watch, AdminKey, EncryptionKey, OnlyTo, RetrySchedule, Hold, MaxBacklog, MinFreeMegabytes, MaxWritesPerRecord, ReconcileEvery, Sandbox, ClockAhead." },
        { "Hub:MediaPath", "/proc/none/media", "Hub:MediaPath: the folder '/proc/none/media' cannot be made or written." },
        { "Hub:DataPath", "/proc/none/hub", "Hub:DataPath: the folder '/proc/none/hub' cannot be made or written." },
        { "urls", "http://127.0.0.1:5080;http://0.0.0.0:5081", "Hub:AdminKey is missing: the hub listens on an address that other machines can reach. Give a key, or AdminKeyFile with the path of a file, or listen on 127.0.0.1 only." },
        { "http_ports", "8080", "Hub:AdminKey is missing: the hub listens on an address that other machines can reach. Give a key, or AdminKeyFile with the path of a file, or listen on 127.0.0.1 only." },
        { "urls", "here", "urls: 'here' is not an address to listen on. Write it as http://127.0.0.1:5080" },
        { "urls", "http://127.0.0.1:99999", "urls: 'http://127.0.0.1:99999' is not an address to listen on. Write it as http://127.0.0.1:5080" },
        { "urls", "ftp://127.0.0.1:21", "urls: 'ftp://127.0.0.1:21' is not an address to listen on. Write it as http://127.0.0.1:5080" },
        { "urls", "http://127.0.0.1:80/base", "urls: 'http://127.0.0.1:80/base' is not an address to listen on. Write it as http://127.0.0.1:5080" },
        { "urls", "https://127.0.0.1:5601", "urls: 'https://127.0.0.1:5601' needs a certificate. Give Kestrel:Certificates:Default:Path (and :KeyPath or :Password), or listen at an http address behind a reverse proxy." },
        { "http_ports", "eighty", "urls: 'http://*:eighty' is not an address to listen on. Write it as http://127.0.0.1:5080" },
        { "Kestrel:Certificates:Default:Path", "/does/not/exist", "Kestrel:Certificates:Default:Path: there is no file '/does/not/exist'." },
        { "Logging:LogLevel:Default", "banana", "Logging:LogLevel:Default is not one of Trace, Debug, Information, Warning, Error, Critical, None." },
        { "Storage:Provider", "postgres", "Storage:ConnectionString must be of the form: Host=db.example.com;Database=hub;Username=hub;Password=…" },
        { "Storage:Provider", "mysql", "Storage:Provider is not a store that the hub knows. Leave it out, or set sqlite or postgres." },
        { "Storage:ConnectionString", "hub.db", "Storage:ConnectionString must be of the form: Data Source=/path/of/the/file.db" },
        { "Connections:shop:Secret", null, "Connections:shop:Secret is missing: a fake connection needs it. Give a value, or SecretFile with the path of a file." },
        { "Connections:shop:Secret", "", "Connections:shop:Secret is empty." },
        { "Connections:shop:SecretFile", "/run/secrets/shop", "Connections:shop:Secret is given twice, as a value and as SecretFile. Give one of them." },
        { "Connections:shop:Account", null, "Connections:shop:Account is missing: a fake connection needs it." },
        { "Connections:shop:Acount", "x", "Connections:shop:Acount is not a setting of a fake connection. Did you mean Account? Known: Connector, BaseUrl, Auth, Secret, Account, Retries, Mirror." },
        { "Connections:shop:Retries", "three", "Connections:shop:Retries is not a whole number." },
        { "Connections:shop:Auth", "oauth", "Connections:shop:Auth is not static, and a fake connection of this version offers nothing else." },
        { "Connections:shop:BaseUrl", "http://stand-in.example", "Connections:shop:BaseUrl must be an https address without user name and query (http only on loopback)." },
        { "Connections:shop:Connector", null, "Connections:shop:Connector is missing. Known: fake, other." },
        { "Connections:shop:Connector", "fakee", "Connections:shop:Connector is fakee, which is not a connector. Did you mean fake? Known: fake, other." },
        { "Connections:My Shop:Connector", "fake", "Connections:My Shop: a connection's name has at most 40 lower-case letters, digits, '-' and '_', and begins with a letter." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void OneMistake_IsToldWithItsKey(string key, string? value, string sentence) =>
        Should.Throw<StartRefusedException>(() => Read(new(Good) { [key] = value })).Sentences.ShouldBe([sentence]);

    [Fact]
    public void TwoConnectionsOfOneAccount_AreRefused()
    {
        var twins = new Dictionary<string, string?>(Good) { ["Connections:two:Connector"] = "fake", ["Connections:two:Secret"] = "s", ["Connections:two:Account"] = "kairos" };
        Should.Throw<StartRefusedException>(() => Read(new(twins))).Sentences.ShouldBe(["Connections:shop and Connections:two have the same account, kairos. An account belongs to one connection; remove the others."]);
        Read(new(twins) { ["Connections:two:Connector"] = "other" }).Connections.Count.ShouldBe(2);
        Read(new(twins) { ["Connections:two:Account"] = "second" }).Connections.Count.ShouldBe(2);
    }

    [Fact]
    public void FaultPoints_AreReadInTheSandboxOnly()
    {
        var values = new Dictionary<string, string?>(Good) { ["Hub:Faults:KillAt"] = "InApply", ["Hub:Faults:AfterHits"] = "3" };
        Should.Throw<StartRefusedException>(() => Read(new(values))).Sentences.ShouldBe(["Hub:Faults is there only with Hub:Sandbox=true."]);
        values["Hub:Sandbox"] = "true";
        var faults = Read(new(values)).Faults;
        (faults.KillAt, faults.AfterHits).ShouldBe((FaultPoint.InApply, 3));
        Read(new(Good)).Faults.KillAt.ShouldBeNull();
        Should.Throw<StartRefusedException>(() => Read(new(values) { ["Hub:Faults:AfterHits"] = "0" })).Sentences.ShouldBe(["Hub:Faults:AfterHits must be 1 at least."]);
        Should.Throw<StartRefusedException>(() => Read(new(values) { ["Hub:Faults:KillAt"] = "Somewhere" })).Sentences.ShouldHaveSingleItem().ShouldStartWith("Hub:Faults:KillAt is not one of BeforeAppend, ");
    }

    [Fact]
    public void Reading_LeavesNoFolderBehind()
    {
        Read(new() { ["Hub:DataPath"] = Path.Combine(folder, "made", "deep") });
        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
        var kept = Directory.CreateDirectory(Path.Combine(folder, "kept"));
        Read(new() { ["Hub:DataPath"] = kept.FullName });
        kept.GetFileSystemInfos().ShouldBeEmpty();
        kept.Exists.ShouldBeTrue();
    }

    [Fact]
    public void StoreInTheDataFolder_NeedsNoFolderYet()
    {
        var data = Path.Combine(folder, "data");
        Read(new() { ["Hub:DataPath"] = data, ["Storage:ConnectionString"] = $"Data Source={data}/other.db" }).Storage.FileIn(data).ShouldBe($"{data}/other.db");
    }

    [Fact]
    public void PlaceholderAtAStandInOnThisMachine_IsAccepted() =>
        Read(new(Good) { ["Connections:shop:Secret"] = "replace-with-the-vendors-secret", ["Connections:shop:BaseUrl"] = "http://127.0.0.1:9000/" }).Connections.ShouldHaveSingleItem();

    [Theory]
    [InlineData("EAA123é456")]
    [InlineData("EAA123\n456")]
    public void TokenThatNoHeaderCanCarry_IsToldByItsKeyWithoutItsValue(string token)
    {
        var file = Path.Combine(folder, "token");
        File.WriteAllText(file, token);
        Dictionary<string, string?> values = new()
        {
            ["Connections:wa:Connector"] = "whatsapp", ["Connections:wa:PhoneNumberId"] = "1", ["Connections:wa:BusinessAccountId"] = "2", ["Connections:wa:AppSecret"] = "a", ["Connections:wa:VerifyToken"] = "grün",
            ["Connections:wa:AccessTokenFile"] = file, ["Connections:shop:Connector"] = "shopify", ["Connections:shop:Shop"] = "s", ["Connections:shop:ClientSecret"] = "c", ["Connections:shop:AccessToken"] = token,
            ["Hub:DataPath"] = folder,
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var sentences = Should.Throw<StartRefusedException>(() => HubSettings.Read(configuration, [.. MappingWorld.Environment.Connections.Select(pair => pair.Connector)])).Sentences;
        sentences.Count.ShouldBe(2);
        sentences[0].ShouldStartWith("Connections:shop:AccessToken holds ");
        sentences[1].ShouldStartWith("Connections:wa:AccessToken");
        sentences.ShouldAllBe(sentence => sentence.Contains("a header cannot carry") && !sentence.Contains("EAA"));
    }

    [Fact]
    public void WhatIsAllowedAndOpen_IsToldAtStart()
    {
        if (OperatingSystem.IsWindows()) return;
        var file = Path.Combine(folder, "secret");
        File.WriteAllText(file, "s");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var values = new Dictionary<string, string?>(Good) { ["Connections:shop:Secret"] = null, ["Connections:shop:SecretFile:0"] = file, ["Hub:AdminKey"] = "sixteen-letters-" };
        Read(new(values)).Warnings.ShouldBeEmpty();
        Read(new(values) { ["Hub:AdminKey"] = null }).Warnings.ShouldHaveSingleItem().ShouldStartWith("Hub:AdminKey is not set: the admin API is open");
        Read(new(values) { ["Hub:AdminKey"] = null, ["Hub:Sandbox"] = "true" }).Warnings.ShouldBeEmpty();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var settings = Read(new(values));
        settings.Warnings.ShouldBe([$"Every user of this machine can read secrets of the hub: {file}. Take that away, for example with: chmod 600"]);
        var log = new CapturedLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        StartWarnings.Tell(settings, loggers);
        log.Of(1701).ShouldBe(settings.Warnings);
    }

    [Theory]
    [InlineData("cache.example.com:6379,pasword=geheim", "has an option that there is none of")]
    [InlineData("cache.example.com:6379,password=geheim,connectTimeout=soon", "value is not of its form")]
    [InlineData(",password=geheim,ssl=true", "names no server")]
    public void RedisAddressThatCannotBeRead_IsRefusedWithoutAWordOfIt(string address, string why)
    {
        var sentence = Should.Throw<StartRefusedException>(() => Read(new(Good) { ["Redis:ConnectionString"] = address })).Sentences.ShouldHaveSingleItem();
        sentence.ShouldStartWith("Redis:ConnectionString ");
        sentence.ShouldContain(why);
        sentence.ShouldNotContain("geheim");
    }

    [Fact]
    public void SeveralMistakes_AreToldAtOnce()
    {
        var sentences = Should.Throw<StartRefusedException>(() => Read(new(Good)
        {
            ["Hub:Sandbox"] = "maybe", ["Connections:shop:Account"] = null, ["Connections:shop:Retries"] = "x", ["Connections:two:Connector"] = "nope", ["Storage:Provider"] = "mysql",
        })).Sentences;
        string.Join('\n', sentences).ShouldSatisfyAllConditions(
            all => all.ShouldContain("Hub:Sandbox "), all => all.ShouldContain("Connections:shop:Retries "), all => all.ShouldContain("Connections:two:Connector "),
            all => all.ShouldContain("Connections:shop:Account "), all => all.ShouldContain("Storage:Provider "));
    }

    [Fact]
    public void MissingAndWrongValuesOfAConnection_AreToldAtOnce()
    {
        Dictionary<string, string?> values = new() { ["Connections:wa:Connector"] = "whatsapp", ["Connections:wa:PhoneNumberId"] = "+49151", ["Connections:wa:GraphVersion"] = "banana", ["Hub:DataPath"] = folder };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var sentences = Should.Throw<StartRefusedException>(() => HubSettings.Read(configuration, [.. MappingWorld.Environment.Connections.Select(pair => pair.Connector)])).Sentences;
        sentences.Select(sentence => sentence.Split(' ')[0]["Connections:wa:".Length..]).ShouldBe(["AppSecret", "VerifyToken", "AccessToken", "BusinessAccountId", "PhoneNumberId", "GraphVersion"]);
    }

    [Theory]
    [InlineData("sometimes", "Connections:wa:Order is not one of Accepted, Strict.")]
    [InlineData("7", "Connections:wa:Order must be accepted or strict.")]
    [InlineData("strict", null)]
    public void OrderOfAWhatsAppConnection_IsOneOfTwo(string order, string? sentence)
    {
        Dictionary<string, string?> values = new()
        {
            ["Connections:wa:Connector"] = "whatsapp", ["Connections:wa:PhoneNumberId"] = "49151", ["Connections:wa:BusinessAccountId"] = "102", ["Connections:wa:AppSecret"] = "a",
            ["Connections:wa:VerifyToken"] = "b", ["Connections:wa:AccessToken"] = "c", ["Connections:wa:Order"] = order, ["Hub:DataPath"] = folder,
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        IReadOnlyList<IConnector> connectors = [.. MappingWorld.Environment.Connections.Select(pair => pair.Connector)];
        if (sentence is not null)
        {
            Should.Throw<StartRefusedException>(() => HubSettings.Read(configuration, connectors)).Sentences.ShouldBe([sentence]);
            return;
        }

        var connection = HubSettings.Read(configuration, connectors).Connections.ShouldHaveSingleItem();
        ((IMessagingConnector)connection.Connector).WaitsForSent(connection.Options).ShouldBeTrue();
    }

    [Fact]
    public void WrongSecrets_NeverShowInErrors()
    {
        var sentences = Should.Throw<StartRefusedException>(() => Read(new(Good)
        {
            ["Hub:EncryptionKey"] = "visible-1", ["Connections:shop:Secret"] = "visible-2", ["Connections:shop:SecretFile"] = "also", ["Connections:shop:Mirror"] = "visible-3", ["Connections:shop:Secrt"] = "visible-4",
        })).Sentences;
        string.Join('\n', sentences).ShouldNotContain("visible");
    }

    [Fact]
    public void NothingConfigured_TakesDefaults()
    {
        var settings = Read([]);
        settings.Connections.ShouldBeEmpty();
        settings.Hub.AdminKey.ShouldBeNull();
        settings.Hub.Sandbox.ShouldBeFalse();
        settings.Storage.FileIn("there").ShouldBe(Path.Combine("there", "hub.db"));
    }

    [Fact]
    public void WholeConnection_IsTyped()
    {
        var connection = Read(new(Good) { ["Connections:shop:BaseUrl"] = "http://127.0.0.1:9000/", ["Connections:shop:Retries"] = "7", ["Connections:shop:Auth"] = "static" }).Connections.ShouldHaveSingleItem();
        connection.Name.ShouldBe("shop");
        connection.BaseUrl.ShouldBe(new Uri("http://127.0.0.1:9000/"));
        var options = connection.Options.ShouldBeOfType<FakeOptions>();
        options.Retries.ShouldBe(7);
        options.Secret.Current.ShouldBe("s3cret");
        options.Secret.ToString().ShouldBe("***");
    }

    [Fact]
    public void SecretAsListAndAsFiles_KeepsOrderAndLosesLineEnds()
    {
        var file = Path.Combine(folder, "one");
        File.WriteAllText(file, "from-file \r\n");
        OptionsOf(new(Good) { ["Connections:shop:Secret"] = null, ["Connections:shop:Secret:0"] = "new", ["Connections:shop:Secret:1"] = "old" }).Secret.Values.ShouldBe(["new", "old"]);
        OptionsOf(new(Good) { ["Connections:shop:Secret"] = null, ["Connections:shop:SecretFile"] = file }).Secret.Values.ShouldBe(["from-file "]);
        OptionsOf(new(Good) { ["Connections:shop:Secret"] = null, ["Connections:shop:SecretFile:0"] = file, ["Connections:shop:SecretFile:1"] = file }).Secret.Values.Count.ShouldBe(2);
    }

    [Fact]
    public void AdminKey_AllowsEveryAddress() => Read(new() { ["urls"] = "http://*:80", ["Hub:AdminKey"] = "sixteen-letters-" }).Hub.AdminKey!.Current.ShouldBe("sixteen-letters-");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private FakeOptions OptionsOf(Dictionary<string, string?> values) => (FakeOptions)Read(values).Connections[0].Options;

    private HubSettings Read(Dictionary<string, string?> values)
    {
        values.TryAdd("Hub:DataPath", folder);
        var given = values.Where(pair => pair.Value is not null);
        return HubSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(given).Build(), [new FakeConnector(), new FakeConnector("other")]);
    }
}
