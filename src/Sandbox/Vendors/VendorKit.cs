namespace Sandbox.Vendors;

/// <summary>What every simulator is given: the clock, its chance, its faults and its log.</summary>
/// <param name="Clock">The vendors' time.</param>
/// <param name="Dice">Ids and chance.</param>
/// <param name="Port">The loopback port; 0 for a free one.</param>
internal sealed record VendorKit(SandboxClock Clock, Dice Dice, int Port = 0)
{
    /// <summary>The address of the hub that is registered with the vendors: some sign it, whatever address their webhooks really go to, as behind a proxy.</summary>
    public Uri PublicUrl { get; init; } = new("https://hub.example.test");

    public FaultSwitch Faults { get; } = new(Dice);

    public RequestLog Log { get; } = new();
}
