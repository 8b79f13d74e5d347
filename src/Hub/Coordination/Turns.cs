namespace Hub.Coordination;

/// <summary>
/// Lets others write between two short transactions of a long piece of work: it rests for as long as the last one took, the wait for its turn included. So it takes half of
/// the writer at most, and less the more others ask for it.
/// </summary>
internal sealed class Turns(TimeProvider time)
{
    /// <summary>The longest rest.</summary>
    public static readonly TimeSpan RestAtMost = TimeSpan.FromSeconds(1);

    /// <summary>Runs one transaction, and rests where more follow.</summary>
    public async Task<T> TakeAsync<T>(Func<Task<T>> transaction, Func<T, bool> isMore, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var result = await transaction();
        var took = time.GetElapsedTime(began);
        if (took > TimeSpan.Zero && isMore(result)) await Task.Delay(took < RestAtMost ? took : RestAtMost, time, cancel);
        return result;
    }
}
