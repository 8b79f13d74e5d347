using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hub.Benchmarks.Load;

/// <summary>What to send.</summary>
/// <param name="Form">The webhook.</param>
/// <param name="First">The number of the first one: none is sent twice.</param>
/// <param name="Connections">How many are on their way at once.</param>
internal sealed record LoadPlan(WebhookForm Form, long First, int Connections)
{
    /// <summary>So many a second, whatever the answers take; null for as many as are answered.</summary>
    public int? Rate { get; init; }

    /// <summary>For how long; null where <see cref="Count"/> says when it is over.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>So many in all.</summary>
    public long Count { get; init; } = long.MaxValue;

    /// <summary>How many more may be sent now; for a load that waits for what comes of it.</summary>
    public Func<long, bool> MaySend { get; init; } = _ => true;

    /// <summary>Hears the number of each webhook before it is sent.</summary>
    public Action<long> Sending { get; init; } = _ => { };
}

/// <summary>What came of it.</summary>
/// <param name="Sent">How many were sent.</param>
/// <param name="Acknowledged">Answered 200.</param>
/// <param name="Refused">Answered otherwise, so that they are not stored.</param>
/// <param name="Unanswered">Without an answer: nobody knows whether they are stored.</param>
/// <param name="Took">The time from the first to the last answer.</param>
/// <param name="Latencies">From the moment at which each was due to its answer.</param>
internal sealed record LoadResult(long Sent, long Acknowledged, long Refused, long Unanswered, TimeSpan Took, Latencies Latencies)
{
    /// <summary>Acknowledged a second.</summary>
    public double PerSecond => Acknowledged / Took.TotalSeconds;
}

/// <summary>Sends webhooks over connections that stay open. Where the rate is given it is an open loop: what is late because of those before it counts from when it was due.</summary>
internal sealed class LoadGenerator(Uri target, LoadPlan plan)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Latencies latencies = new();
    private long began;
    private long next;
    private long acknowledged;
    private long refused;
    private long unanswered;
    private long sent;

    /// <summary>So many were acknowledged until now.</summary>
    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <summary>Sends until the plan is done.</summary>
    public async Task<LoadResult> RunAsync(CancellationToken cancel)
    {
        began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, plan.Connections).Select(_ => Task.Run(() => SendAllAsync(cancel), cancel)));
        return new(sent, acknowledged, refused, unanswered, Stopwatch.GetElapsedTime(began), latencies);
    }

    private async Task SendAllAsync(CancellationToken cancel)
    {
        var buffer = plan.Form.Begin();
        var answer = new byte[4096];
        Socket? socket = null;
        try
        {
            while (await NextAsync(cancel) is { } turn)
            {
                plan.Form.Write(buffer, plan.First + turn.Number);
                plan.Sending(plan.First + turn.Number);
                Interlocked.Increment(ref sent);
                var from = turn.IsLate ? turn.Due : Stopwatch.GetTimestamp();
                try
                {
                    socket ??= await ConnectAsync(cancel);
                    await SendAsync(socket, buffer, cancel);
                    if (await AnswerAsync(socket, answer, cancel) == 200) Interlocked.Increment(ref acknowledged);
                    else Interlocked.Increment(ref refused);
                    latencies.Add(Stopwatch.GetElapsedTime(from));
                }
                catch (Exception broken) when (broken is SocketException or IOException)
                {
                    Interlocked.Increment(ref unanswered);
                    socket?.Dispose();
                    socket = null;
                }
            }
        }
        finally
        {
            socket?.Dispose();
        }
    }

    // Null when all are sent.
    private async ValueTask<(long Number, long Due, bool IsLate)?> NextAsync(CancellationToken cancel)
    {
        while (!plan.MaySend(Interlocked.Read(ref sent)))
        {
            if (IsOver) return null;
            await Task.Delay(Tick, TimeProvider.System, cancel);
        }

        if (IsOver) return null;
        var number = Interlocked.Increment(ref next) - 1;
        if (number >= plan.Count) return null;
        if (plan.Rate is not { } rate) return (number, 0, IsLate: false);
        var due = began + (long)(number * (double)Stopwatch.Frequency / rate);
        if (plan.Time is { } time && Stopwatch.GetElapsedTime(began, due) >= time) return null;
        var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (wait <= TimeSpan.Zero) return (number, due, IsLate: true);
        await Task.Delay(wait < Tick ? Tick : wait, TimeProvider.System, cancel);
        return (number, due, IsLate: false);
    }

    private bool IsOver => plan.Time is { } time && Stopwatch.GetElapsedTime(began) >= time;

    private async Task<Socket> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target.Port), cancel);
        return socket;
    }

    private static async ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancel)..];
    }

    private static async ValueTask<int> AnswerAsync(Socket socket, byte[] buffer, CancellationToken cancel)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, cancel);
            if (read == 0) throw new IOException("The connection was closed instead of an answer.");
            length += read;
            if (HttpAnswer.Status(buffer.AsSpan(0, length)) is { } status) return status;
            if (length == buffer.Length) throw new IOException("The answer is longer than any that was expected.");
        }
    }
}
