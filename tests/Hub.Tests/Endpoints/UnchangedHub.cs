namespace Hub.Tests.Endpoints;

/// <summary>A hub that the tests of one class share, since none of them changes anything in it.</summary>
public sealed class UnchangedHub : IAsyncLifetime
{
    private RunningHub? withKey;
    private RunningHub? withoutKey;

    /// <summary>One that wants its key.</summary>
    internal RunningHub WithKey => withKey!;

    /// <summary>One that has none.</summary>
    internal RunningHub WithoutKey => withoutKey!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        withKey = await RunningHub.StartAsync();
        withoutKey = await RunningHub.StartAsync(withKey: false);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await WithKey.DisposeAsync();
        await WithoutKey.DisposeAsync();
    }
}
