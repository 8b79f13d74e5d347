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

    /// <summary>Whether a hold still stands.</summary>
    /// <param name="sql">The transaction that relies on it.</param>
    /// <param name="hold">The hold.</param>
    /// <param name="mayBeGone">Whether a line that is drained, so that nobody has it, will do.</param>
    public static async ValueTask<bool> HoldsAsync(ISql sql, Hold hold, bool mayBeGone) => hold switch
    {
        Hold.Line line when mayBeGone => await sql.ScalarAsync<long>(
            "SELECT 1 FROM line WHERE queue = $1 AND subject = $2 AND (claimed_by IS NULL OR claimed_by <> $3)", line.Queue, line.Subject, line.Node) is null,
        Hold.Line line => await sql.ScalarAsync<long>(
            "SELECT 1 FROM line WHERE queue = $1 AND subject = $2 AND claimed_by = $3", line.Queue, line.Subject, line.Node) is not null,
        Hold.Duty duty => await sql.ScalarAsync<long>("SELECT 1 FROM duty WHERE name = $1 AND node = $2", duty.Name, duty.Node) is not null,
        _ => false,
    };
}
