namespace Hub.Storage;

/// <summary>What a node holds while it works on something.</summary>
internal abstract record Hold
{
    private Hold()
    {
    }

    /// <summary>A line.</summary>
    public sealed record Line(string Queue, string Subject, string Node) : Hold;

    /// <summary>A duty.</summary>
    public sealed record Duty(string Name, string Node) : Hold;
}

/// <summary>What the work that flows from here on holds: none of its writes is stored once another node has it.</summary>
internal sealed class Fence
{
    private readonly AsyncLocal<Hold?> current = new();

    /// <summary>The hold of this flow; null for work that needs none. What is set in an async method ends with it.</summary>
    public Hold? Current
    {
        get => current.Value;
        set => current.Value = value;
    }

    /// <summary>The id of the node under which this flow holds something; null for work that needs none.</summary>
    public string? Node => current.Value switch
    {
        Hold.Line line => line.Node,
        Hold.Duty duty => duty.Node,
        _ => null,
    };

    /// <summary>Whether a hold still stands.</summary>
    /// <param name="sql">The transaction that relies on it.</param>
    /// <param name="hold">The hold.</param>
    /// <param name="kind">What relies on it.</param>
    public static async ValueTask<bool> HoldsAsync(ISql sql, Hold hold, WriteKind kind) =>
        Question(hold, kind) is var (text, values, isThere) && await sql.ScalarAsync<long>(text, values) is not null == isThere;

    /// <summary>The statement that tells whether a hold still stands, and whether it does when a row is there or when none is.</summary>
    public static (string Text, object?[] Values, bool IsThere) Question(Hold hold, WriteKind kind) => hold switch
    {
        // Nobody waits for what puts a line off or deletes it: of a line that is there no more it changes nothing.
        Hold.Line line when kind == WriteKind.Housekeeping => (
            "SELECT 1 FROM line WHERE queue = $1 AND subject = $2 AND (claimed_by IS NULL OR claimed_by <> $3)", [line.Queue, line.Subject, line.Node], false),
        Hold.Line line => ("SELECT 1 FROM line WHERE queue = $1 AND subject = $2 AND claimed_by = $3", [line.Queue, line.Subject, line.Node], true),
        Hold.Duty duty => ("SELECT 1 FROM duty WHERE name = $1 AND node = $2", [duty.Name, duty.Node], true),
        _ => throw new ArgumentException("Not a hold.", nameof(hold)),
    };
}
