using Hub.Calendars;
using Hub.Connectors;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Configuration;

/// <summary>All of the hub's settings, checked.</summary>
/// <param name="Hub">The section <c>Hub</c>.</param>
/// <param name="Storage">The section <c>Storage</c>.</param>
/// <param name="Connections">The section <c>Connections</c>, in the order of their names.</param>
internal sealed record HubSettings(HubOptions Hub, StorageOptions Storage, IReadOnlyList<ConnectionConfig> Connections)
{
    /// <summary>The section <c>Redis</c>.</summary>
    public RedisOptions Redis { get; init; } = new();

    /// <summary>The calendars of the section <c>Calendars</c> by name; those beside the mapping files are part of these.</summary>
    public IReadOnlyDictionary<string, Calendar> Calendars { get; init; } = new Dictionary<string, Calendar>(StringComparer.Ordinal);

    /// <summary>The section <c>Retention</c>.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>The store's file; null where the store is a server.</summary>
    public string? StoreFile => Storage.IsPostgres ? null : Path.GetFullPath(Storage.FileIn(Hub.DataPath));

    /// <summary>By what each connection writes to people, by its name; those that are not named have no rules.</summary>
    public IReadOnlyDictionary<string, ConversationRules> Rules { get; init; } =
        Connections.Where(config => config.Rules != ConversationRules.None).ToDictionary(config => config.Name, config => config.Rules, StringComparer.Ordinal);

    /// <summary>The section <c>Guard</c>.</summary>
    public GuardOptions Guard { get; init; } = new();

    /// <summary>The section <c>Telemetry</c>.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>The section <c>Alerts</c>.</summary>
    public AlertSettings Alerts { get; init; } = AlertSettings.Usual;

    /// <summary>The section <c>Hub:Faults</c>, which is there only in the Sandbox.</summary>
    public FaultOptions Faults { get; init; } = new();

    /// <summary>What is allowed and should be known, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    private const string FaultsSection = "Faults";

    /// <summary>Reads and checks all settings. It makes nothing: what a start that is refused would leave behind.</summary>
    /// <exception cref="StartRefusedException">There are mistakes; it holds all of them.</exception>
    public static HubSettings Read(IConfiguration configuration, IReadOnlyList<IConnector> connectors)
    {
        List<string> errors = [.. SettingsRoots.Mistakes(configuration), .. LogLevels.Mistakes(configuration), .. ListeningAddresses.Mistakes(configuration)];
        var areAddresses = ListeningAddresses.Of(configuration).All(ListeningAddresses.IsAddress);
        var hub = (HubOptions?)new OptionsBinder(configuration.GetSection("Hub"), "the hub", errors).Bind(typeof(HubOptions), FaultsSection);
        var faults = (FaultOptions?)new OptionsBinder(configuration.GetSection($"Hub:{FaultsSection}"), "the crash matrix", errors).Bind(typeof(FaultOptions));
        if (hub is { Sandbox: false } && IsGiven(configuration, $"Hub:{FaultsSection}")) errors.Add($"Hub:{FaultsSection} is there only with Hub:Sandbox=true.");
        var storage = (StorageOptions?)new OptionsBinder(configuration.GetSection("Storage"), "the store", errors).Bind(typeof(StorageOptions));
        var redis = (RedisOptions?)new OptionsBinder(configuration.GetSection("Redis"), "Redis", errors).Bind(typeof(RedisOptions));
        if (storage is { IsPostgres: false } && redis is { ConnectionString: not null })
        {
            errors.Add("Redis:ConnectionString is set, and Storage:Provider is not postgres: Redis is what several nodes share beside a PostgreSQL database. Leave it out.");
        }

        var retention = (RetentionOptions?)new OptionsBinder(configuration.GetSection("Retention"), "retention", errors).Bind(typeof(RetentionOptions));
        var guard = (GuardOptions?)new OptionsBinder(configuration.GetSection("Guard"), "the guard", errors).Bind(typeof(GuardOptions));
        var connections = new ConnectionReader(connectors, errors).Read(configuration.GetSection("Connections"));
        var calendars = CalendarFile.OfSettings(configuration, errors);
        var telemetry = (TelemetryOptions?)new OptionsBinder(configuration.GetSection("Telemetry"), "telemetry", errors).Bind(typeof(TelemetryOptions));
        var alerts = AlertReader.Read(configuration, [.. connections.Select(connection => connection.Name)], errors);
        var isOpen = !IsGiven(configuration, "Hub:AdminKey") && !IsGiven(configuration, "Hub:AdminKeyFile");
        if (areAddresses && isOpen && !ListeningAddresses.AreLoopback(configuration))
        {
            errors.Add("Hub:AdminKey is missing: the hub listens on an address that other machines can reach. Give a key, or AdminKeyFile with the path of a file, or listen on 127.0.0.1 only.");
        }

        if (hub is { EncryptionKey: null } && connections.FirstOrDefault(connection => connection.RefreshToken is not null) is { } asking)
        {
            errors.Add($"Hub:EncryptionKey is missing: the connection {asking.Name} is given access tokens, which are kept sealed with it. Give a key, for example from: openssl rand -base64 32, or EncryptionKeyFile with the path of a file.");
        }

        if (hub is not null && DataFolder.Obstacle(hub.DataPath) is { } obstacle) errors.Add($"Hub:DataPath: {obstacle}");
        if (hub?.MediaPath is { Length: > 0 } media && DataFolder.Obstacle(media) is { } closed) errors.Add($"Hub:MediaPath: {closed}");
        if (hub is not null && storage is { ConnectionString: not null } && MissingFolder(hub, storage) is { } missing)
        {
            errors.Add($"Storage:ConnectionString: there is no folder '{missing}'. Make it, or leave the setting out: the store is then in Hub:DataPath, which the hub makes.");
        }

        return hub is not null && storage is not null && redis is not null && retention is not null && guard is not null && telemetry is not null && faults is not null && errors.Count == 0
            ? new HubSettings(hub, storage, connections)
            {
                Redis = redis, Faults = faults, Retention = retention, Guard = guard, Calendars = calendars, Telemetry = telemetry, Alerts = alerts,
                Warnings = StartWarnings.Of(configuration, isOpen && !hub.Sandbox),
            }
            : throw new StartRefusedException(errors);
    }

    // A slip in a path would begin a new store somewhere, and the old one would seem empty.
    private static string? MissingFolder(HubOptions hub, StorageOptions storage)
    {
        if (!storage.Provider.Equals(new StorageOptions().Provider, StringComparison.OrdinalIgnoreCase)) return null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(storage.FileIn(hub.DataPath)));
        return folder is null || Directory.Exists(folder) || folder == Path.TrimEndingDirectorySeparator(Path.GetFullPath(hub.DataPath)) ? null : folder;
    }

    private static bool IsGiven(IConfiguration configuration, string key) => configuration.GetSection(key).Exists();
}
