using System.Security.Cryptography;
using System.Text;
using Hub.Connectors;
using Hub.Storage;
using Hub.Tests.Pipeline;
using Hub.Tests.Storage;
using Hub.Upkeep;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Upkeep;

/// <summary>One call to the vendor for each new token, whoever needs it; what the vendor gave is not lost.</summary>
public sealed class AccessTokensTests : IDisposable
{
    private static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly VendorFailure Refused = new(FailureKind.Unauthorized, "invalid_grant", "The refresh token is not good any more.");
    private readonly TemporaryStore store = new();
    private readonly OAuthVendor vendor = new();
    private readonly SqliteDatabase database;
    private readonly CapturedLog log = new();
    private readonly Fence fence = new();

    public AccessTokensTests() => database = SqliteDatabase.Open(store.Path, Migrations.OfHub(), store.Time, log);

    [Fact]
    public async Task ManyAtOnceOnTwoNodes_AskOnce()
    {
        using AccessTokens one = Open(), other = Open();
        vendor.Hold();
        var all = Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? one : other).CurrentAsync(CancellationToken.None).AsTask()).ToList();
        vendor.Release();
        (await Task.WhenAll(all)).Select(token => token.Value).Distinct().ShouldBe(["access-1"]);
        vendor.Asked.ShouldBe(["configured"]);
    }

    [Fact]
    public async Task AnotherStart_TakesTheStoredToken_WhichIsSealed()
    {
        using (var before = Open()) await before.CurrentAsync(CancellationToken.None);
        using var after = Open();
        (await after.CurrentAsync(CancellationToken.None)).ShouldBe(new("access-1") { Address = new("https://eu.vendor.example") });
        vendor.Asked.Count.ShouldBe(1);
        var row = await RowAsync();
        row!.Sealed.AsSpan().IndexOf(Encoding.UTF8.GetBytes("access-1")).ShouldBe(-1);
    }

    [Fact]
    public async Task ShortlyBeforeItsEnd_ItIsRenewed_WithTheVendorsLatestRefreshToken()
    {
        using var tokens = Open();
        await tokens.CurrentAsync(CancellationToken.None);
        store.Time.Advance(TimeSpan.FromMinutes(54) - TimeSpan.FromSeconds(1));
        (await tokens.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-1");
        store.Time.Advance(TimeSpan.FromSeconds(1));
        (await tokens.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-2");
        vendor.Asked.ShouldBe(["configured", "refresh-1"]);
    }

    [Fact]
    public async Task WhereTheVendorRefusesAToken_AnotherIsAskedForOnce()
    {
        using var tokens = Open();
        var bad = await tokens.CurrentAsync(CancellationToken.None);
        var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => tokens.OtherThanAsync(bad, CancellationToken.None).AsTask()));
        others.Select(token => token.Value).Distinct().ShouldBe(["access-2"]);
        vendor.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task WhileRenewingFails_TheOldOneServes_UntilItsEnd()
    {
        using var tokens = Open();
        await tokens.CurrentAsync(CancellationToken.None);
        store.Time.Advance(TimeSpan.FromMinutes(55));
        vendor.Answer = () => throw new HttpRequestException("broken", null, null);
        (await tokens.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-1");
        log.Of(1511).ShouldHaveSingleItem();
        store.Time.Advance(TimeSpan.FromMinutes(5));
        (await Should.ThrowAsync<TokenMissingException>(async () => await tokens.CurrentAsync(CancellationToken.None))).Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task ARefusal_IsToldToAllWhoWait_AndAskedAgainOnlyLater()
    {
        using var tokens = Open();
        vendor.Answer = () => new TokenAnswer.Failed(Refused);
        for (var call = 0; call < 3; call++) (await Should.ThrowAsync<TokenMissingException>(async () => await tokens.CurrentAsync(CancellationToken.None))).Failure.ShouldBe(Refused);
        vendor.Asked.Count.ShouldBe(1);
        VendorErrors.OfNetwork(new TokenMissingException(Refused)).ShouldBe(Refused);
        vendor.Answer = null;
        store.Time.Advance(TimeSpan.FromSeconds(5));
        (await tokens.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-2");
    }

    [Fact]
    public async Task AnotherRefreshTokenInTheConfiguration_TakesThePlaceOfWhatIsStored()
    {
        using (var before = Open()) await before.CurrentAsync(CancellationToken.None);
        using var after = Open(configured: "another");
        (await after.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-2");
        vendor.Asked[^1].ShouldBe("another");
    }

    [Fact]
    public async Task WithoutTheKeyOfWhatIsStored_ItIsAskedForAgain_AndTold()
    {
        using (var before = Open()) await before.CurrentAsync(CancellationToken.None);
        using var after = Open(key: Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        (await after.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-2");
        vendor.Asked[^1].ShouldBe("configured");
        log.Of(1510).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task WhoeverDiedWhileAsking_HoldsUpOthersForAMinute()
    {
        (await database.WriteAsync(WriteKind.Housekeeping, sql => Tokens.BeginAsync(sql, "crm", 0, store.Time.GetUtcNow() + TimeSpan.FromMinutes(1), store.Time.GetUtcNow()), CancellationToken.None)).ShouldBe(1);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        using var tokens = Open();
        (await tokens.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-1");
    }

    [Fact]
    public async Task RefusedToken_IsReplacedWithinOneCall()
    {
        using var tokens = Open();
        var connection = new Connection("crm", vendor, new object(), new HttpClient(), store.Time) { Tokens = tokens };
        List<string> called = [];
        using var answer = await connection.WithTokenAsync(
            token =>
            {
                called.Add(token.Value);
                return Task.FromResult(new HttpResponseMessage(token.Value == "access-1" ? System.Net.HttpStatusCode.Unauthorized : System.Net.HttpStatusCode.OK));
            },
            response => response.StatusCode == System.Net.HttpStatusCode.Unauthorized,
            CancellationToken.None);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        called.ShouldBe(["access-1", "access-2"]);
    }

    [Fact]
    public async Task WhatTheVendorGave_IsKept_HoweverOftenTheStoreFails()
    {
        var failing = new FailingDatabase(database);
        using var tokens = Open(on: failing);
        vendor.Hold();
        var call = tokens.CurrentAsync(CancellationToken.None).AsTask();
        await AskedAsync();
        failing.Fail(WriteKind.Housekeeping, 2);
        vendor.Release();
        (await call).Value.ShouldBe("access-1");
        await IsStoredAsync();
    }

    [Fact]
    public async Task WhoGivesUpWhileTheStoreFails_LeavesItToTheNext()
    {
        var failing = new FailingDatabase(database);
        using var tokens = Open(on: failing);
        using var stop = new CancellationTokenSource();
        vendor.Hold();
        var call = tokens.CurrentAsync(stop.Token).AsTask();
        await AskedAsync();
        failing.Fail(WriteKind.Housekeeping, int.MaxValue);
        await stop.CancelAsync();
        vendor.Release();
        await Should.ThrowAsync<OperationCanceledException>(async () => await call);
        failing.Fail(WriteKind.Housekeeping, 0);
        (await tokens.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-1");
        store.Time.Advance(TimeSpan.FromMinutes(55));
        (await tokens.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-2");
        vendor.Asked.ShouldBe(["configured", "refresh-1"]);
    }

    [Fact]
    public async Task LineThatIsTakenOverMeanwhile_TakesNoTokenWithIt()
    {
        using var tokens = Open(on: new FencedDatabase(database, fence));
        fence.Current = new Hold.Line("command", "crm/1", "this");
        vendor.Hold();
        var call = tokens.CurrentAsync(CancellationToken.None).AsTask();
        await AskedAsync();
        await database.WriteAsync(WriteKind.Housekeeping, sql => sql.ExecuteAsync("INSERT INTO line (queue, subject, lane, ready_at, claimed_by) VALUES ('command', 'crm/1', 0, 0, 'another')"), CancellationToken.None);
        vendor.Release();
        (await call).Value.ShouldBe("access-1");
        fence.Current.ShouldNotBeNull();
        await IsStoredAsync();
    }

    [Fact]
    public async Task StoreThatCannotBeReached_IsNoFaultOfTheVendor_AndTheCallWaits()
    {
        var failing = new FailingDatabase(database);
        failing.Fail(WriteKind.Housekeeping, 1);
        using var tokens = Open(on: failing);
        var failure = (await Should.ThrowAsync<TokenMissingException>(async () => await tokens.CurrentAsync(CancellationToken.None))).Failure;
        (failure.Kind, failure.Code).ShouldBe((FailureKind.Throttled, CallWithheldException.Code));
        vendor.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task CallThatTheHubKeptBack_IsNotHeldAgainstTheNext()
    {
        using var tokens = Open();
        vendor.Answer = () => throw new CallWithheldException("Not now.", TimeSpan.Zero);
        (await Should.ThrowAsync<TokenMissingException>(async () => await tokens.CurrentAsync(CancellationToken.None))).Failure.Kind.ShouldBe(FailureKind.Throttled);
        vendor.Answer = null;
        (await tokens.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-2");
    }

    public void Dispose()
    {
        database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        store.Dispose();
        log.Dispose();
    }

    private AccessTokens Open(string configured = "configured", string? key = null, IDatabase? on = null)
    {
        var connection = new Connection("crm", vendor, new object(), new HttpClient(), store.Time);
        return new(connection, new([configured]), new(new([key ?? Key])), on ?? database, fence, new Hub.Faults.FaultTrigger(new()), new Logger<AccessTokens>(new LoggerFactory([log])));
    }

    private async Task AskedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (vendor.Asked.Count == 0) await Task.Delay(TimeSpan.FromMilliseconds(4), TimeProvider.System, patience.Token);
    }

    private async Task IsStoredAsync()
    {
        using var after = Open();
        (await after.CurrentAsync(CancellationToken.None)).Value.ShouldBe("access-1");
        vendor.Asked.Count.ShouldBe(1);
    }

    private async Task<TokenRow?> RowAsync() => await database.ReadAsync(sql => Tokens.FindAsync(sql, "crm"), CancellationToken.None);

    /// <summary>A vendor that gives tokens of an hour, each with a new refresh token.</summary>
    private sealed class OAuthVendor : IOAuthConnector
    {
        private readonly FakeConnector inner = new("crm");
        private readonly List<string> asked = [];
        private TaskCompletionSource? held;

        public IReadOnlyList<string> Asked
        {
            get
            {
                lock (asked) return [.. asked];
            }
        }

        public Func<TokenAnswer>? Answer { get; set; }

        public string Name => inner.Name;

        public Type OptionsType => inner.OptionsType;

        public IReadOnlyList<EventType> Events => [];

        public IReadOnlyList<IAction> Actions => [];

        public IReadOnlyList<IQuery> Queries => [];

        public IReadOnlyList<string> Objects => [];

        public long MaxWebhookBytes => 0;

        public void Hold() => held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => held!.SetResult();

        public Uri BaseUrl(object options) => inner.BaseUrl(options);

        public string? AccountOf(object options) => null;

        public Secret WebhookSecret(object options) => new(["x"]);

        public Verification Verify(WebhookRequest request, object options, DateTimeOffset now) => new Verification.Refused("none");

        public IReadOnlyList<IncomingEvent> Read(WebhookRequest request) => [];

        public Secret? RefreshToken(object options) => null;

        public async Task<TokenAnswer> RefreshAsync(string refreshToken, Connection connection, CancellationToken cancel)
        {
            int number;
            lock (asked)
            {
                asked.Add(refreshToken);
                number = asked.Count;
            }

            if (held is { } gate) await gate.Task;
            return Answer?.Invoke() ?? new TokenAnswer.Given(new($"access-{number}") { Address = new("https://eu.vendor.example") }, TimeSpan.FromHours(1)) { RefreshToken = $"refresh-{number}" };
        }
    }
}
