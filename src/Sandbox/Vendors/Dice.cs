using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sandbox.Vendors;

/// <summary>Chance that can be played again: all of it follows from one printed seed.</summary>
/// <param name="seed">The seed.</param>
/// <param name="name">What it is for: two names of one seed give two independent rows.</param>
internal sealed class Dice(int seed, string name)
{
    private readonly Lock gate = new();
    private readonly Random random = new(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{name}"))));
    private long made;

    /// <summary>A whole number from 0 to below the bound.</summary>
    public int Below(int bound)
    {
        lock (gate) return random.Next(bound);
    }

    /// <summary>True in the given part of all cases.</summary>
    /// <param name="rate">0 to 1.</param>
    public bool Falls(double rate)
    {
        lock (gate) return random.NextDouble() < rate;
    }

    /// <summary>An id in the form of a UUID, another one each time.</summary>
    public string Uuid() => new Guid(Bytes().AsSpan(0, 16)).ToString();

    /// <summary>Upper-case hex digits, others each time.</summary>
    public string Hex(int digits) => Convert.ToHexString(Bytes())[..digits];

    /// <summary>A secret for one run.</summary>
    public string Secret() => Convert.ToHexStringLower(Bytes());

    /// <summary>A key of 32 bytes in base64 for one run.</summary>
    public string Key() => Convert.ToBase64String(Bytes());

    private byte[] Bytes() =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{name}/{Interlocked.Increment(ref made)}")));
}
