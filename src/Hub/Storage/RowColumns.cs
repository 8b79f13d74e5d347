using System.Data.Common;

namespace Hub.Storage;

/// <summary>How the columns of a row become values: the counterpart of what <see cref="ISql"/> takes as parameters.</summary>
internal static class RowColumns
{
    extension(DbDataReader row)
    {
        /// <summary>A moment, stored as Unix milliseconds.</summary>
        public DateTimeOffset GetTime(int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

        /// <summary>A moment, stored as Unix milliseconds, or null.</summary>
        public DateTimeOffset? GetTimeOrNull(int column) => row.IsDBNull(column) ? null : row.GetTime(column);

        /// <summary>True or false, stored as 1 or 0.</summary>
        public bool GetFlag(int column) => row.GetInt64(column) != 0;

        /// <summary>A text, or null.</summary>
        public string? GetStringOrNull(int column) => row.IsDBNull(column) ? null : row.GetString(column);

        /// <summary>A whole number, or null.</summary>
        public long? GetInt64OrNull(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

        /// <summary>A whole number of 32 bits, or null.</summary>
        public int? GetInt32OrNull(int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

        /// <summary>The bytes of a blob.</summary>
        public byte[] GetBytes(int column) => row.GetFieldValue<byte[]>(column);

        /// <summary>The bytes of a blob, or null.</summary>
        public byte[]? GetBytesOrNull(int column) => row.IsDBNull(column) ? null : row.GetBytes(column);
    }
}
