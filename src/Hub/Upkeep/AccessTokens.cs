using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Upkeep;

/// <summary>The access tokens of one connection: kept in the store, sealed, and renewed by one call to the vendor, however many need it on however many nodes.</summary>
/// <param name="connection">The connection.</param>
/// <param name="configured">The refresh token of its configuration.</param>
/// <param name="seal">Seals what is kept.</param>
/// <param name="database">The store.</param>
/// <param name="fence">What the flow that needs a token holds: the token is kept whatever becomes of that.</param>
/// <param name="faults">Where the crash matrix ends the process.</param>
/// <param name="logger">The log.</param>
internal sealed partial class AccessTokens(Connection connection, Secret configured, Seal seal, IDatabase database, Fence fence, FaultTrigger faults, ILogger<AccessTokens> logger) : ITokenSource, IDisposable
{
    // Longer than any call to a vendor may take.
    private static readonly TimeSpan LongestAsking = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OthersTurn = TimeSpan.FromMilliseconds(250);

    // Who waited for an answer that was a failure gets the same one: vendors count such calls.
    private static readonly TimeSpan FailureHolds = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StoreAgain = TimeSpan.FromMilliseconds(250);

    // What the call is for waits so long then.
    private static readonly TimeSpan WithoutStore = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string origin = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(configured.Current)));
    private volatile Kept? kept;
    private (TokenRow Row, DateTimeOffset At)? unstored;
    private (VendorFailure Failure, DateTimeOffset At)? refused;

    /// <inheritdoc/>
    public ValueTask<AccessToken> CurrentAsync(CancellationToken cancel) =>
        kept is { } held && Now < held.RenewAt ? ValueTask.FromResult(held.Token) : RenewAsync(null, cancel);

    /// <inheritdoc/>
    public ValueTask<AccessToken> OtherThanAsync(AccessToken refused, CancellationToken cancel) => RenewAsync(refused, cancel);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private DateTimeOffset Now => connection.Time.GetUtcNow();

    private async ValueTask<AccessToken> RenewAsync(AccessToken? bad, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            await StoreAsync(cancel);
            while (true)
            {
                if (kept is { } held && held.Token != bad && Now < held.RenewAt) return held.Token;
                var row = await database.ReadAsync(sql => Tokens.FindAsync(sql, connection.Name), cancel);
                var stored = row is null ? null : Open(row);
                if (stored is not null && stored.Token != bad && Now < stored.RenewAt) return (kept = stored).Token;
                if (refused is { } last && Now - last.At < FailureHolds && Now >= last.At) return StillGood(stored, bad, last.Failure);
                faults.Pass(FaultPoint.BeforeTokenBegun);
                var version = await database.WriteAsync(WriteKind.Housekeeping, sql => Tokens.BeginAsync(sql, connection.Name, row?.Version ?? 0, Now + LongestAsking, Now), cancel);
                faults.Pass(FaultPoint.AfterTokenBegun);
                if (version is { } mine) return await AskAsync(mine, stored, bad, cancel);
                await Task.Delay(OthersTurn, TimeProvider.System, cancel);
            }
        }
        catch (Exception e) when (e is StoreUnavailableException or StoreTimeoutException)
        {
            // The call that needs it has not left, and that is no fault of the connector's.
            throw new TokenMissingException(new(FailureKind.Throttled, CallWithheldException.Code, "The hub's store could not be reached for the access token, so the call was not made.", WithoutStore));
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<AccessToken> AskAsync(long version, Kept? stored, AccessToken? bad, CancellationToken cancel)
    {
        TokenAnswer answer;
        try
        {
            answer = await ((IOAuthConnector)connection.Connector).RefreshAsync(stored?.Refresh ?? configured.Current, connection, cancel);
        }
        catch (CallWithheldException e)
        {
            // That is of this flow of work only: the next one asks.
            await GiveUpAsync(version);
            throw new TokenMissingException(VendorErrors.OfNetwork(e));
        }
        catch (HttpRequestException e)
        {
            answer = new TokenAnswer.Failed(BeforeTheCall(VendorErrors.OfNetwork(e)));
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            answer = new TokenAnswer.Failed(BeforeTheCall(VendorErrors.OfNetwork(e)));
        }
        catch (OperationCanceledException)
        {
            await GiveUpAsync(version);
            throw;
        }

        if (answer is TokenAnswer.Given given) return await KeepAsync(version, given, stored, cancel);
        var failure = ((TokenAnswer.Failed)answer).Failure;
        refused = (failure, Now);
        await GiveUpAsync(version);
        return StillGood(stored, bad, failure);
    }

    // A refresh token that the vendor has replaced is known here only: first in memory, then in the store, however long that takes.
    private async Task<AccessToken> KeepAsync(long version, TokenAnswer.Given given, Kept? stored, CancellationToken cancel)
    {
        var now = Now;
        var next = new Kept(given.Token, given.RefreshToken ?? stored?.Refresh, now + given.RenewAfter, now + given.Lifetime);
        var text = seal.Close(JsonSerializer.Serialize(new Content(next.Token.Value, next.Refresh, next.Token.Address), TokenJson.Default.Content), connection.Name);
        (kept, refused, unstored) = (next, null, (new(version, origin, text.KeyId, text.Bytes, next.RenewAt, next.EndsAt), now));
        await StoreAsync(cancel);
        return next.Token;
    }

    // Not of the line whose command needed it: that another node may have by now. Who gives the wait up leaves it to the next who needs a token.
    private async Task StoreAsync(CancellationToken cancel)
    {
        fence.Current = null;
        while (unstored is var (row, at))
        {
            try
            {
                faults.Pass(FaultPoint.BeforeTokenKept);
                await database.WriteAsync(WriteKind.Housekeeping, sql => Tokens.KeepAsync(sql, connection.Name, row, at), CancellationToken.None);
                unstored = null;
                faults.Pass(FaultPoint.AfterTokenKept);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(StoreAgain, TimeProvider.System, cancel);
            }
        }
    }

    private async Task GiveUpAsync(long version)
    {
        fence.Current = null;
        faults.Pass(FaultPoint.BeforeTokenGivenUp);
        await database.WriteAsync(WriteKind.Housekeeping, sql => Tokens.GiveUpAsync(sql, connection.Name, version), CancellationToken.None);
        faults.Pass(FaultPoint.AfterTokenGivenUp);
    }

    // What is to be renewed is good for a while yet, unless the vendor has said otherwise.
    private AccessToken StillGood(Kept? stored, AccessToken? bad, VendorFailure failure)
    {
        if (stored is null || stored.Token == bad || Now >= stored.EndsAt) throw new TokenMissingException(failure);
        LogNotRenewed(logger, connection.Name, stored.EndsAt, new(failure.Text));
        return stored.Token;
    }

    // Whatever has become of it, the call that needs the token has not left.
    private static VendorFailure BeforeTheCall(VendorFailure failure) => failure with { Kind = FailureKind.Transient };

    private Kept? Open(TokenRow row)
    {
        if (row is not { KeyId: { } key, Sealed: { } bytes, RenewAt: { } renewAt, EndsAt: { } endsAt } || row.Origin != origin) return null;
        if (seal.Open(new(key, bytes), connection.Name) is { } text && JsonSerializer.Deserialize(text, TokenJson.Default.Content) is { } content)
        {
            return new(new(content.Access) { Address = content.Address }, content.Refresh, renewAt, endsAt);
        }

        LogNotOpened(logger, connection.Name);
        return null;
    }

    private sealed record Kept(AccessToken Token, string? Refresh, DateTimeOffset RenewAt, DateTimeOffset EndsAt);

    /// <summary>What is sealed.</summary>
    internal sealed record Content(string Access, string? Refresh, Uri? Address);
}

[JsonSerializable(typeof(AccessTokens.Content))]
internal sealed partial class TokenJson : JsonSerializerContext;
