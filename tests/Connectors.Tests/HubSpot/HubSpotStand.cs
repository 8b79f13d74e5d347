using Hub.Connectors;
using Hub.Connectors.HubSpot;
using Sandbox.HubSpot;
using Sandbox.Vendors;

namespace Connectors.Tests.HubSpot;

/// <summary>The connector, connected to the simulator of its vendor.</summary>
internal sealed class HubSpotStand : IAsyncDisposable
{
    private readonly SandboxClock clock;
    private readonly HttpClient client;

    private HubSpotStand(HubSpotSimulator vendor, SandboxClock clock, bool isPublic)
    {
        (Vendor, this.clock) = (vendor, clock);
        client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = vendor.Address };
        var options = new HubSpotOptions
        {
            PortalId = vendor.Settings["PortalId"],
            AppId = vendor.Settings["AppId"],
            ClientSecret = new([vendor.Settings["ClientSecret"]]),
            AccessToken = isPublic ? null : new([vendor.Settings["AccessToken"]]),
            ClientId = isPublic ? vendor.PublicApp["ClientId"] : null,
            RefreshToken = isPublic ? new([vendor.PublicApp["RefreshToken"]]) : null,
            DeveloperKey = isPublic ? new([vendor.PublicApp["DeveloperKey"]]) : null,
            WebhookUrl = vendor.Settings["WebhookUrl"],
        };
        Connection = new("crm", HubSpotStandIn.Connector, options, client, clock);
        if (isPublic) Connection.Tokens = Tokens = new(Connection);
    }

    public HubSpotSimulator Vendor { get; }

    public HubSpotState State => Vendor.State;

    public Connection Connection { get; }

    /// <summary>The tokens of a public app.</summary>
    public TokensOfOne? Tokens { get; }

    public ActionContext Context => new() { Connection = Connection, Attempt = 1 };

    public DateTimeOffset Now => clock.GetUtcNow();

    public static async Task<HubSpotStand> StartAsync(bool isPublic = false)
    {
        var time = new SandboxClock();
        return new(await HubSpotSimulator.StartAsync(new(time, new Dice(1, "hubspot"))), time, isPublic);
    }

    public void Advance(TimeSpan by) => clock.Advance(by);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Vendor.DisposeAsync();
        clock.Dispose();
    }

    /// <summary>What the hub does with tokens, for one connection and in memory.</summary>
    internal sealed class TokensOfOne(Connection connection) : ITokenSource
    {
        private AccessToken? current;

        public int Asked { get; private set; }

        public async ValueTask<AccessToken> CurrentAsync(CancellationToken cancel) => current ??= await AskAsync(cancel);

        public async ValueTask<AccessToken> OtherThanAsync(AccessToken refused, CancellationToken cancel) => current = await AskAsync(cancel);

        private async Task<AccessToken> AskAsync(CancellationToken cancel)
        {
            Asked++;
            var connector = (IOAuthConnector)connection.Connector;
            return (await connector.RefreshAsync(connection.Options<HubSpotOptions>().RefreshToken!.Current, connection, cancel)).ShouldBeOfType<TokenAnswer.Given>().Token;
        }
    }
}
