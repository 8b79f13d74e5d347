using System.Text;
using Hub.Connectors;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Hub.Connections;

/// <summary>
/// What holds inside one attempt of every call to a vendor: its scheme, its time-out, two quick retries of a connection that could not be made, and that it leaves only while it is this node's to make.
/// Nothing is ever repeated after the request may have left: that is for the retry schedule and the action's effect class to decide.
/// </summary>
internal sealed class VendorHandler : DelegatingHandler
{
    private const int ConnectRetries = 2;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(20);

    private readonly string connection;
    private readonly Uri? plainAddress;
    private readonly Func<bool> isHeld;
    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    /// <summary>Wraps the handler that calls.</summary>
    /// <param name="connection">The connection's name, for what is said of a call.</param>
    /// <param name="baseUrl">The configured address of the connection, the only one that may be http; null where the vendor's own is used.</param>
    /// <param name="time">The clock of the time-out and the retries.</param>
    /// <param name="inner">The handler that calls.</param>
    /// <param name="isHeld">Whether what the flow of work calls for is still this node's; asked before every request, since an action may make several. Null where there is no other node.</param>
    public VendorHandler(string connection, Uri? baseUrl, TimeProvider time, HttpMessageHandler inner, Func<bool>? isHeld = null)
        : base(inner)
    {
        this.connection = connection;
        this.isHeld = isHeld ?? (() => true);
        plainAddress = baseUrl?.Scheme == Uri.UriSchemeHttp ? baseUrl : null;
        pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is HttpRequestException error && IsBeforeLeaving(error)),
                MaxRetryAttempts = ConnectRetries,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddTimeout(AttemptTimeout)
            .Build();
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!MayCall(request.RequestUri!)) throw new HttpRequestException(HttpRequestError.ConnectionError, $"{request.RequestUri!.Host} is not called without TLS.");
        if (!CanBeWritten(request)) throw new RequestNotBuiltException(connection);
        // What a vendor acts on is the body of a call; of a call without one nobody knows when it left.
        var body = request.Content is { } content ? new SentContent(content, Leave) : null;
        request.Content = body;
        try
        {
            return await pipeline.ExecuteAsync(async cancel => await ConnectAndSendAsync(request, body, cancel), cancellationToken);
        }
        catch (TimeoutRejectedException late) when (body is { HasBegun: false })
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"No connection to {request.RequestUri!.Host} became free in time.", late);
        }
        catch (TimeoutRejectedException late)
        {
            // In the words of the HTTP client, so that Polly stays unknown outside of this handler.
            throw new TaskCanceledException(late.Message, new TimeoutException(late.Message, late));
        }
    }

    // The HTTP client calls a connection or a TLS handshake that takes too long a cancelled call.
    private async Task<HttpResponseMessage> ConnectAndSendAsync(HttpRequestMessage request, SentContent? body, CancellationToken cancel)
    {
        Leave();
        try
        {
            return await base.SendAsync(request, cancel);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested && body is { HasBegun: false })
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"The connection to {request.RequestUri!.Host} was not made in time.", late);
        }
    }

    // Asked once more when a connection is there, which may have taken long.
    private void Leave()
    {
        if (!isHeld()) throw new CallWithheldException("The node had not reached the store for a while, or its work was taken over, so the call was not made.", TimeSpan.Zero);
    }

    // Of what the HTTP client cannot write into a head it says so only after it has begun, and in words that fit a broken connection too.
    private static bool CanBeWritten(HttpRequestMessage request) =>
        request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default)
            .All(header => header.Value.All(value => Ascii.IsValid(value) && value.AsSpan().IndexOfAny('\r', '\n', '\0') < 0));

    private bool MayCall(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps
        || (plainAddress is not null && Uri.Compare(address, plainAddress, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0);

    private static bool IsBeforeLeaving(HttpRequestException error) =>
        error is not CallWithheldException && error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError && error.InnerException is not AddressRefusedException;
}
