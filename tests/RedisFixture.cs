namespace Repositories;

/// <summary>The Redis server of the tests: <c>HUB_TEST_REDIS</c> is a connection string.</summary>
internal static class RedisFixture
{
    public const string Variable = "HUB_TEST_REDIS";

    /// <summary>The server; null where the tests are run without one.</summary>
    public static string? Address { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;
}

/// <summary>A fact about Redis; without a server the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute()
    {
        if (RedisFixture.Address is null) Skip = $"No Redis server: {RedisFixture.Variable} is not set to a connection string.";
    }
}
