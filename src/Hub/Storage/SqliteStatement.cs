using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Hub.Storage;

/// <summary>
/// A prepared statement of SQLite (https://sqlite.org/c3ref/stmt.html), whose places of values are looked up once: a <see cref="SqliteCommand"/> looks for each by its name at each execution, and
/// makes a reader, a list of rows and a parameter object around every value.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    // What is larger is not held on to between two executions.
    private const int MostHeld = 16 * 1024;

    private readonly sqlite3 store;
    private readonly sqlite3_stmt statement;
    private readonly int[] places;
    private readonly SqliteRow row;
    private bool holdsMuch;

    private SqliteStatement(sqlite3 store, sqlite3_stmt statement, int[] places)
    {
        this.store = store;
        this.statement = statement;
        this.places = places;
        row = new(statement);
    }

    /// <summary>Whether it is being executed.</summary>
    public bool IsInUse { get; set; }

    /// <summary>The row that it stands at; valid until the next <see cref="Step"/>.</summary>
    public SqliteRow Row => row;

    /// <summary>The number of rows that its execution has changed.</summary>
    public int Changed => sqlite3_changes(store);

    /// <summary>Prepares one statement whose values are written <c>$1</c>, <c>$2</c>, …</summary>
    /// <exception cref="SqliteException">It cannot be prepared.</exception>
    /// <exception cref="ArgumentException">It is none, or more than one.</exception>
    public static SqliteStatement Prepare(sqlite3 store, string sql)
    {
        SqliteException.ThrowExceptionForRC(sqlite3_prepare_v3(store, sql, SQLITE_PREPARE_PERSISTENT, out var statement, out var rest), store);
        if (statement.IsInvalid || !string.IsNullOrWhiteSpace(rest))
        {
            statement.Dispose();
            throw new ArgumentException("Not one statement.", nameof(sql));
        }

        var numbers = new int[sqlite3_bind_parameter_count(statement)];
        for (var place = 1; place <= numbers.Length; place++)
        {
            numbers[place - 1] = int.Parse(sqlite3_bind_parameter_name(statement, place).utf8_to_string().AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return new(store, statement, numbers);
    }

    /// <summary>Gives it its values.</summary>
    /// <exception cref="ArgumentException">One has no form in the store, or is missing.</exception>
    public void Bind(object?[] values)
    {
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] > values.Length) throw new ArgumentException($"The statement has no value ${places[i]}.", nameof(values));
            SqliteException.ThrowExceptionForRC(Bind(i + 1, values[places[i] - 1]), store);
        }
    }

    /// <summary>Goes on to its next row, or to its end.</summary>
    /// <returns>Whether there is a row.</returns>
    public bool Step()
    {
        var result = sqlite3_step(statement);
        if (result == SQLITE_ROW) return true;
        if (result != SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, store);
        return false;
    }

    /// <summary>Ends its execution, so that it can be executed again.</summary>
    public void Reset()
    {
        sqlite3_reset(statement);
        if (!holdsMuch) return;
        sqlite3_clear_bindings(statement);
        holdsMuch = false;
    }

    public void Dispose() => statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => sqlite3_bind_null(statement, place),
        string text => BindText(place, text),
        long number => sqlite3_bind_int64(statement, place, number),
        int number => sqlite3_bind_int64(statement, place, number),
        DateTimeOffset time => sqlite3_bind_int64(statement, place, time.ToUnixTimeMilliseconds()),
        bool flag => sqlite3_bind_int64(statement, place, flag ? 1 : 0),
        byte[] bytes => BindBytes(place, bytes),
        double number => sqlite3_bind_double(statement, place, number),
        _ => throw new ArgumentException($"A {value.GetType().Name} has no form in the store.", nameof(value)),
    };

    private int BindBytes(int place, byte[] bytes)
    {
        holdsMuch |= bytes.Length > MostHeld;

        // Nothing is bound as null otherwise.
        return bytes.Length == 0 ? sqlite3_bind_zeroblob(statement, place, 0) : sqlite3_bind_blob(statement, place, bytes);
    }

    private int BindText(int place, string text)
    {
        const int Short = 256;
        if (text.Length == 0) return sqlite3_bind_text(statement, place, "");
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        holdsMuch |= most > MostHeld;
        if (most <= Short)
        {
            Span<byte> bytes = stackalloc byte[Short];
            return sqlite3_bind_text(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return sqlite3_bind_text(statement, place, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
