using Hub.Mappings;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Rehearsals;

/// <summary>The state variables that a rehearsal's own routes have written so far.</summary>
internal sealed class VariableWrites
{
    private readonly Dictionary<(string Owner, string Name), (VariableRow? Row, DateTimeOffset Until)> last = [];

    /// <summary>Keeps what a route writes.</summary>
    public void Add(SetDraft set, DateTimeOffset at) =>
        last[(set.OwnerId, set.Variable.Name)] = (set.Value is null ? null : new(set.Variable.Name, set.Variable.TypeName, set.Value), at + set.Variable.For);

    /// <summary>The variables of an owner that were written or forgotten.</summary>
    public IEnumerable<string> NamesOf(string owner) => last.Keys.Where(key => key.Owner == owner).Select(key => key.Name);

    /// <summary>What was written last and lives at a moment; null where nothing was or does.</summary>
    public VariableRow? Find(string owner, string name, DateTimeOffset at) => last.TryGetValue((owner, name), out var write) && write.Until > at ? write.Row : null;
}

/// <summary>The state variables as an event found them: those that the hub has kept with the event, and where it has kept none, those of today that were written before.</summary>
/// <param name="kept">What the hub has kept with the event; null where it has kept nothing.</param>
/// <param name="wereSet">Whether the files of that time could have set any.</param>
/// <param name="at">The event's moment.</param>
/// <param name="own">What the rehearsal's own routes have written in the time that is run; null where none is.</param>
/// <param name="inForce">What the routes in force have written in it: where the two differ, the own ones count.</param>
internal sealed class PastVariables(SeenState? kept, bool wereSet, DateTimeOffset at, VariableWrites? own = null, VariableWrites? inForce = null)
{
    /// <summary>Whether variables were asked that the hub has not kept.</summary>
    public bool IsGuessed { get; private set; }

    /// <summary>The variables of an owner.</summary>
    /// <param name="sql">Where to read.</param>
    /// <param name="files">The files: where they declare no variable of such owners, there is nothing to ask.</param>
    /// <param name="of">Whose they are.</param>
    /// <param name="owner">The owner's id.</param>
    public async ValueTask<IReadOnlyList<VariableRow>> OfAsync(ISql sql, Snapshot files, StateOwner of, string owner)
    {
        if (files.State.Values.All(variable => variable.Of != of)) return [];
        List<VariableRow> rows;
        if (kept?.VarsOf(owner) is { } seen)
        {
            rows = [.. seen.Select(pair => new VariableRow(pair.Key, pair.Value.Type, pair.Value.Value))];
        }
        else
        {
            IsGuessed |= wereSet;
            rows = await Variables.WrittenBeforeAsync(sql, Eyes.NameOf(of), owner, at);
        }

        foreach (var name in own is null || inForce is null ? [] : own.NamesOf(owner).Union(inForce.NamesOf(owner), StringComparer.Ordinal).ToList())
        {
            var written = own!.Find(owner, name, at);
            if (written == inForce!.Find(owner, name, at)) continue;
            rows.RemoveAll(row => row.Name == name);
            if (written is not null) rows.Add(written);
        }

        return rows;
    }
}
