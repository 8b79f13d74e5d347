using System.Collections;
using System.Data.Common;
using System.Text;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Hub.Storage;

/// <summary>The row that a statement stands at. It can be read and nothing else: going on is the statement's.</summary>
internal sealed class SqliteRow(sqlite3_stmt statement) : DbDataReader
{
    public override int FieldCount => sqlite3_column_count(statement);

    public override int Depth => 0;

    public override bool HasRows => true;

    public override bool IsClosed => false;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool IsDBNull(int ordinal) => sqlite3_column_type(statement, ordinal) == SQLITE_NULL;

    public override long GetInt64(int ordinal)
    {
        var value = sqlite3_column_int64(statement, ordinal);
        return value != 0 ? value : OfNoNull(ordinal, value);
    }

    public override int GetInt32(int ordinal) => checked((int)GetInt64(ordinal));

    public override short GetInt16(int ordinal) => checked((short)GetInt64(ordinal));

    public override byte GetByte(int ordinal) => checked((byte)GetInt64(ordinal));

    public override bool GetBoolean(int ordinal) => GetInt64(ordinal) != 0;

    public override double GetDouble(int ordinal) => OfNoNull(ordinal, sqlite3_column_double(statement, ordinal));

    public override float GetFloat(int ordinal) => (float)GetDouble(ordinal);

    // A text as it is stored: the bytes of its UTF-8.
    public override string GetString(int ordinal)
    {
        var bytes = sqlite3_column_blob(statement, ordinal);
        return bytes.Length > 0 ? Encoding.UTF8.GetString(bytes) : OfNoNull(ordinal, "");
    }

    public override T GetFieldValue<T>(int ordinal) => typeof(T) switch
    {
        var type when type == typeof(long) => (T)(object)GetInt64(ordinal),
        var type when type == typeof(int) => (T)(object)GetInt32(ordinal),
        var type when type == typeof(bool) => (T)(object)GetBoolean(ordinal),
        var type when type == typeof(double) => (T)(object)GetDouble(ordinal),
        var type when type == typeof(string) => (T)(object)GetString(ordinal),
        var type when type == typeof(byte[]) => (T)(object)Bytes(ordinal),
        var type => throw new NotSupportedException($"A column is no {type.Name}."),
    };

    public override object GetValue(int ordinal) => sqlite3_column_type(statement, ordinal) switch
    {
        SQLITE_INTEGER => GetInt64(ordinal),
        SQLITE_FLOAT => GetDouble(ordinal),
        SQLITE_TEXT => GetString(ordinal),
        SQLITE_BLOB => Bytes(ordinal),
        _ => DBNull.Value,
    };

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++) values[i] = GetValue(i);
        return count;
    }

    public override string GetName(int ordinal) => sqlite3_column_name(statement, ordinal).utf8_to_string();

    public override int GetOrdinal(string name)
    {
        for (var i = 0; i < FieldCount; i++)
        {
            if (GetName(i) == name) return i;
        }

        throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such column.");
    }

    public override string GetDataTypeName(int ordinal) => GetFieldType(ordinal).Name;

    public override Type GetFieldType(int ordinal) => GetValue(ordinal).GetType();

    public override bool Read() => throw new NotSupportedException("Only the statement goes on.");

    public override bool NextResult() => throw new NotSupportedException("Only the statement goes on.");

    public override IEnumerator GetEnumerator() => throw new NotSupportedException("Only the statement goes on.");

    public override char GetChar(int ordinal) => throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override DateTime GetDateTime(int ordinal) => throw new NotSupportedException();

    public override decimal GetDecimal(int ordinal) => throw new NotSupportedException();

    public override Guid GetGuid(int ordinal) => throw new NotSupportedException();

    private byte[] Bytes(int ordinal)
    {
        var bytes = sqlite3_column_blob(statement, ordinal);
        return bytes.Length > 0 ? bytes.ToArray() : OfNoNull<byte[]>(ordinal, []);
    }

    private T OfNoNull<T>(int ordinal, T value) => IsDBNull(ordinal) ? throw new InvalidCastException($"The column {ordinal} is null.") : value;
}
