using System.Diagnostics;

namespace EndToEnd.Tests.Vendors;

/// <summary>Waits for what another thread brings about.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10), "waited in vain");
            await Task.Yield();
        }
    }
}
