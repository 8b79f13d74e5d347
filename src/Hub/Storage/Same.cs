namespace Hub.Storage;

/// <summary>
/// Customers and threads that became one keep their rows: what belongs to one of them is read over all that mean the same. So a merge moves
/// nothing, whatever its length of history, and an undo has nothing to bring back.
/// </summary>
internal static class Same
{
    /// <summary>The customers that are one person, as a list for <c>IN</c>.</summary>
    /// <param name="parameter">The parameter with the id of any of them, for example <c>$1</c>; the list holds it in any case.</param>
    public static string Customers(string parameter) => $"(SELECT {parameter} UNION {Of("customer", parameter)})";

    /// <summary>The threads that are one, as a list for <c>IN</c>.</summary>
    /// <param name="parameter">The parameter with the id of any of them; the list holds it in any case.</param>
    public static string Threads(string parameter) => $"(SELECT {parameter} UNION {Of("thread", parameter)})";

    /// <summary>The left ends that mean the same as a link's left end, which may be a thread, a customer or a vendor's record.</summary>
    /// <param name="parameter">The parameter with the left end; the list holds it in any case.</param>
    public static string LeftEnds(string parameter) => $"(SELECT {parameter} UNION {Of("thread", parameter)} UNION {Of("customer", parameter)})";

    /// <summary>The ids of the customers that are one person, the one they merged into first.</summary>
    public static ValueTask<List<string>> CustomersAsync(ISql sql, string id) => IdsAsync(sql, "customer", id);

    /// <summary>The ids of the threads that are one, the one they merged into first.</summary>
    public static ValueTask<List<string>> ThreadsAsync(ISql sql, string id) => IdsAsync(sql, "thread", id);

    private static ValueTask<List<string>> IdsAsync(ISql sql, string table, string id) => sql.ListAsync(
        $"{Of(table, "$1")} ORDER BY CASE WHEN merged_into IS NULL THEN 0 ELSE 1 END, created_at, id", row => row.GetString(0), id);

    private static string Of(string table, string parameter) =>
        $"SELECT id FROM {table} WHERE id = (SELECT COALESCE(merged_into, id) FROM {table} WHERE id = {parameter}) OR merged_into = (SELECT COALESCE(merged_into, id) FROM {table} WHERE id = {parameter})";
}
