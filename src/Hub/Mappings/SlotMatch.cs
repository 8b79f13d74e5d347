namespace Hub.Mappings;

/// <summary>What a <c>cancel</c> means: one slot, or all whose key begins so. Which of the two is written in the file and never decided by an event's data.</summary>
/// <param name="Key">The slot's key; of several what their keys begin with, which ends with a slash.</param>
/// <param name="IsPrefix">Whether it means all that begin so.</param>
internal sealed record SlotMatch(string Key, bool IsPrefix)
{
    /// <summary>What the file ends a key with that means all that begin so.</summary>
    public const string Mark = "/*";

    /// <summary>One slot.</summary>
    public static SlotMatch One(string key) => new(key, IsPrefix: false);

    /// <summary>Whether it means the slot of this key.</summary>
    public bool Takes(string key) => IsPrefix ? key.StartsWith(Key, StringComparison.Ordinal) : key == Key;

    /// <summary>As a file writes it.</summary>
    public override string ToString() => IsPrefix ? Key + "*" : Key;
}
