using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors;

namespace Hub.Coordination;

/// <summary>
/// What a vendor has told this node of its limits, and by Redis, where there is one, the others too: how much is left, and that the whole account waits. Without it each node knows what it was told itself.
/// </summary>
internal sealed class LimitNews(RedisServer redis, Budgets budgets, RateLimits limits, TimeProvider time)
{
    private const string Channel = "limits";

    private readonly string self = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>The bucket of a connection's whole account.</summary>
    public static RateKey AccountOf(string connection) => new(connection, "account", "");

    /// <summary>A vendor has told how a limit stands.</summary>
    public void Hear(string connection, Budget told)
    {
        var operation = budgets.Operation;
        budgets.Hear(connection, operation, told);
        Say(new(self, connection) { Operation = operation, Told = told });
    }

    /// <summary>A vendor has told the whole account to wait.</summary>
    public void Block(string connection, TimeSpan wait)
    {
        limits.BlockUntil(AccountOf(connection), time.GetUtcNow() + wait);
        Say(new(self, connection) { Wait = wait });
    }

    /// <summary>Hears from now on what the others are told.</summary>
    /// <returns>False where Redis cannot be asked yet.</returns>
    public Task<bool> ListenAsync() => redis.HearAsync(Channel, Take);

    // Nobody waits for it: who does not hear it hears of the vendor itself.
    private void Say(Word word)
    {
        if (redis.IsConfigured) _ = redis.SayAsync(Channel, JsonSerializer.Serialize(word, LimitNewsJson.Default.Word));
    }

    // How long something takes is told, and not when it ends: clocks differ.
    private void Take(string words)
    {
        if (Read(words) is not { } word || word.From == self) return;
        if (word.Told is { } told) budgets.Hear(word.Connection, word.Operation, told);
        if (word.Wait is { } wait && wait > TimeSpan.Zero && wait <= VendorErrors.LongestWait) limits.BlockUntil(AccountOf(word.Connection), time.GetUtcNow() + wait);
    }

    private static Word? Read(string words)
    {
        try
        {
            return JsonSerializer.Deserialize(words, LimitNewsJson.Default.Word);
        }
        catch (JsonException)
        {
            // What a hub of another version says may be of another form.
            return null;
        }
    }

    /// <summary>What is told.</summary>
    /// <param name="From">Who tells it.</param>
    /// <param name="Connection">The connection.</param>
    internal sealed record Word(string From, string Connection)
    {
        /// <summary>What the vendor was asked for.</summary>
        public string Operation { get; init; } = "";

        /// <summary>How a limit stands.</summary>
        public Budget? Told { get; init; }

        /// <summary>How long the whole account waits.</summary>
        public TimeSpan? Wait { get; init; }
    }
}

[JsonSerializable(typeof(LimitNews.Word))]
internal sealed partial class LimitNewsJson : JsonSerializerContext;
