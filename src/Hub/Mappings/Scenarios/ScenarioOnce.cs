using Hub.BuiltIn;

namespace Hub.Mappings.Scenarios;

/// <summary>The <c>once</c> keys of a scenario: each is free, reserved by a command, or spent.</summary>
internal sealed class ScenarioOnce
{
    private readonly Dictionary<(string Route, string Key), (int Owner, bool IsSpent)> keys = [];

    /// <summary>Whether the command's key is spent.</summary>
    public bool IsSpent(CommandDraft command) => KeyOf(command) is { } key && keys.TryGetValue(key, out var owner) && owner.IsSpent;

    /// <summary>Reserves the command's key.</summary>
    /// <returns>False where another command holds it.</returns>
    public bool Reserve(CommandDraft command, int id) => KeyOf(command) is not { } key || keys.TryAdd(key, (id, false)) || keys[key].Owner == id;

    /// <summary>Settles the key of a command that has ended.</summary>
    /// <param name="command">The command.</param>
    /// <param name="id">Its number.</param>
    /// <param name="fate">What becomes of its key.</param>
    /// <param name="heir">Who inherits a key that is freed; null where nobody waits for it.</param>
    /// <returns>False where the command does not hold its key: then nothing happens.</returns>
    public bool Settle(CommandDraft command, int id, KeyFate fate, int? heir)
    {
        if (fate == KeyFate.Kept || KeyOf(command) is not { } key || !keys.TryGetValue(key, out var owner) || owner.IsSpent || owner.Owner != id) return false;
        if (fate == KeyFate.Spent) keys[key] = (id, true);
        else if (heir is { } next) keys[key] = (next, false);
        else keys.Remove(key);
        return true;
    }

    /// <summary>Whether two commands have the same key.</summary>
    public static bool IsSame(CommandDraft one, CommandDraft other) => KeyOf(one) is { } key && KeyOf(other) == key;

    private static (string Route, string Key)? KeyOf(CommandDraft command) => command.OnceKey is { } key ? (command.RouteId, key) : null;
}
