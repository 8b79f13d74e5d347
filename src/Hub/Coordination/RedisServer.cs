using StackExchange.Redis;

namespace Hub.Coordination;

/// <summary>
/// A Redis server, where one is set up. It holds nothing that cannot be made anew: whoever asks it has another way, and takes that while it cannot be reached.
/// Whether it can is tried again every few seconds, so that nobody waits for it meanwhile.
/// </summary>
internal sealed partial class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AskedAgainAfter = TimeSpan.FromSeconds(2);

    private readonly string? connectionString;
    private readonly string prefix;
    private readonly TimeProvider time;
    private readonly ILogger<RedisServer> logger;
    private readonly SemaphoreSlim connecting = new(1);
    private ConnectionMultiplexer? connection;
    private long failedAt;
    private int isAway;

    /// <summary>Connects when it is asked first.</summary>
    /// <param name="connectionString">Where it is; null for none.</param>
    /// <param name="prefix">What its keys and channels begin with.</param>
    /// <param name="time">The clock that tells when it is tried again.</param>
    /// <param name="logger">Told when it is away and when it is back.</param>
    public RedisServer(string? connectionString, string prefix, TimeProvider time, ILogger<RedisServer> logger)
    {
        this.connectionString = connectionString;
        this.prefix = prefix;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>What is wrong with a connection string, without a word of it, since it may hold a password; null where it can be read.</summary>
    public static string? MistakeIn(string connectionString)
    {
        try
        {
            return ConfigurationOptions.Parse(connectionString).EndPoints.Count == 0 ? "names no server" : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException)
        {
            return wrong is ArgumentOutOfRangeException or FormatException or OverflowException ? "has an option whose value is not of its form" : "has an option that there is none of";
        }
    }

    /// <summary>Whether there is one.</summary>
    public bool IsConfigured => connectionString is not null;

    /// <summary>Runs a script (https://redis.io/docs/latest/develop/interact/programmability/eval-intro/) on one key.</summary>
    /// <returns>The whole number that it returns; null where Redis cannot be asked.</returns>
    public async Task<long?> RunAsync(string script, string key, params long[] values)
    {
        RedisKey[] keys = [$"{prefix}:{key}"];
        var arguments = Array.ConvertAll(values, value => (RedisValue)value);
        return await AskAsync(async server => (long?)await server.GetDatabase().ScriptEvaluateAsync(script, keys, arguments));
    }

    /// <summary>Says something to all who hear a channel.</summary>
    /// <returns>False where Redis cannot be asked.</returns>
    public async Task<bool> SayAsync(string channel, string words) =>
        await AskAsync(async server => (long?)await server.GetSubscriber().PublishAsync($"{prefix}:{channel}", words)) is not null;

    /// <summary>Hears a channel from now on, also after a time in which Redis was away; what was said then is not heard.</summary>
    /// <returns>False where Redis cannot be asked yet.</returns>
    public async Task<bool> HearAsync(string channel, Action<string> hear) => await AskAsync(async server =>
    {
        await server.GetSubscriber().SubscribeAsync($"{prefix}:{channel}", (_, words) => hear(words));
        return (long?)1;
    }) is not null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (connection is not null) await connection.CloseAsync(allowCommandsToComplete: false);
        connection?.Dispose();
        connecting.Dispose();
    }

    private async Task<long?> AskAsync(Func<ConnectionMultiplexer, Task<long?>> ask)
    {
        if (connectionString is null || (Volatile.Read(ref isAway) != 0 && time.GetElapsedTime(Volatile.Read(ref failedAt)) < AskedAgainAfter)) return null;
        try
        {
            var answer = await ask(await ConnectAsync()).WaitAsync(AnswersWithin, TimeProvider.System);
            if (Interlocked.Exchange(ref isAway, 0) != 0) LogBack(logger);
            return answer;
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException or ObjectDisposedException or InvalidOperationException)
        {
            Volatile.Write(ref failedAt, time.GetTimestamp());
            if (Interlocked.Exchange(ref isAway, 1) == 0) LogAway(logger, failure.GetType().Name);
            return null;
        }
    }

    private async ValueTask<ConnectionMultiplexer> ConnectAsync()
    {
        if (Volatile.Read(ref connection) is { } made) return made;
        await connecting.WaitAsync();
        try
        {
            if (connection is not null) return connection;
            var options = ConfigurationOptions.Parse(connectionString!);

            // It connects by itself whenever it can; who asks before is told at once.
            options.AbortOnConnectFail = false;
            options.ConnectTimeout = (int)AnswersWithin.TotalMilliseconds;
            options.ConnectRetry = 1;
            Volatile.Write(ref connection, await ConnectionMultiplexer.ConnectAsync(options));
            return connection;
        }
        finally
        {
            connecting.Release();
        }
    }
}
