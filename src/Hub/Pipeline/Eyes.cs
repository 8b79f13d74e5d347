using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Reads customers and threads as routes see them: with consent, and with the state variables that the files declare.</summary>
/// <param name="Sql">Where to read.</param>
/// <param name="Files">The files.</param>
/// <param name="Now">Business time: what of the variables is alive.</param>
internal readonly record struct Eyes(ISql Sql, Snapshot Files, DateTimeOffset Now)
{
    /// <summary>A customer as an earlier look saw them: of the same version they allow the same.</summary>
    public Seen? Before { get; init; }

    /// <summary>The customer of that id, or the one they were merged into; null where there is none.</summary>
    public async ValueTask<Seen?> CustomerAsync(string id)
    {
        if (await People.FindAsync(Sql, id) is not { } row) return null;
        var consent = Before is { } before && before.Row.Id == row.Id && before.Row.Version == row.Version ? before.Consent : await Consents.StandingAsync(Sql, row.Id);
        return new Seen(row, consent, await VarsAsync(StateOwner.Customer, row.Id));
    }

    /// <summary>The thread of that id, or the one it was merged into; null where there is none.</summary>
    public async ValueTask<SeenThread?> ThreadAsync(string id) => await ThreadAsync(await People.FindThreadAsync(Sql, id));

    /// <summary>A stored thread with its variables.</summary>
    public async ValueTask<SeenThread?> ThreadAsync(ThreadRow? row) => row is null ? null : new(row, await VarsAsync(StateOwner.Thread, row.Id));

    /// <summary>The name under which an owner's variables are stored.</summary>
    public static string NameOf(StateOwner owner) => owner == StateOwner.Thread ? Variables.OfThread : Variables.OfCustomer;

    // Files without state ask for none.
    private async ValueTask<IReadOnlyList<VariableRow>> VarsAsync(StateOwner owner, string id) =>
        Files.State.Values.Any(variable => variable.Of == owner) ? await Variables.OfAsync(Sql, NameOf(owner), id, Now) : [];
}
