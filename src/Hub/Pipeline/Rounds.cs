using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Work that goes on as long as the hub runs: what fails is told and tried again, and ends nothing else.</summary>
internal sealed partial class Rounds(ILogger<Rounds> logger)
{
    /// <summary>Makes one round after the other until it is stopped.</summary>
    /// <param name="work">What it is, as the log names it: <c>reading webhooks</c>.</param>
    /// <param name="round">One round; it waits by itself until the next is due.</param>
    /// <param name="pause">How long to wait after one that failed.</param>
    /// <param name="time">The clock of the pause.</param>
    /// <param name="stopping">Stops it.</param>
    public async Task RunAsync(string work, Func<CancellationToken, Task> round, TimeSpan pause, TimeProvider time, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await round(stopping);
                continue;
            }
            catch (StoreUnavailableException)
            {
                // A store that cannot be written says so itself, once.
            }
            catch (StoreTimeoutException e)
            {
                LogStoreFailed(logger, work, e.Message);
            }
            catch (ClaimLostException)
            {
                // Whoever took this node for dead does it now.
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // The border of the work: without it, one failure would end the whole hub.
                LogFailed(logger, work, new(e));
            }

            await Task.Delay(pause, time, stopping);
        }
    }
}
