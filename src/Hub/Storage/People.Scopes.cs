namespace Hub.Storage;

/// <content>Within what the names of people are told apart.</content>
internal static partial class People
{
    /// <summary>Names that were kept within one scope are told apart within another from now on. One that somebody has there already stays where it is, and names nobody any more.</summary>
    /// <returns>How many moved.</returns>
    public static ValueTask<int> RescopeAsync(ISql sql, string from, string to) => sql.ExecuteAsync(
        """
        UPDATE alias SET scope = $2 WHERE scope = $1 AND kind_group IN ('bsuid', 'parent_bsuid', 'username')
          AND NOT EXISTS (SELECT 1 FROM alias AS other WHERE other.scope = $2 AND other.kind_group = alias.kind_group AND other.match_key = alias.match_key AND other.closed_at IS NULL)
        """,
        from, to);
}
