using System.Globalization;

namespace Hub.Storage;

/// <summary>Puts a copy in the place of a SQLite store that no hub has open.</summary>
internal static class SqliteRestore
{
    /// <summary>Puts it there, with the note that the next start begins held. The copy itself stays as it is.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="store">The file of the store; it need not be there.</param>
    /// <param name="newest">The newest version of the schema that this build knows.</param>
    /// <returns>Where the store is now that was there before; null where there was none.</returns>
    /// <exception cref="StoreUnavailableException">A hub has the store open, or the copy is none; nothing is changed.</exception>
    public static string? PutBack(string copy, string store, int newest)
    {
        if (SqliteCopy.Obstacle(copy, newest) is { } obstacle) throw new StoreUnavailableException(obstacle);
        PrivateFiles.MakeFolder(Path.GetDirectoryName(store)!);
        using var held = SqliteDatabase.Lock(store);
        var unfinished = store + ".unfinished";
        File.Delete(unfinished);
        PrivateFiles.Make(unfinished);
        using (var connection = SqliteConnections.OpenReader(copy, canCopy: true)) SqliteCopy.Write(connection, unfinished);
        using (var connection = SqliteConnections.OpenWriter(unfinished)) connection.Execute(Pauses.NotePutBack);
        var before = File.Exists(store) ? Aside(store) : null;
        File.Move(unfinished, store);
        return before;
    }

    // With its log: without it the file alone would lack what was written last.
    private static string Aside(string store)
    {
        var number = 1;
        string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"{store}.replaced-{i}");
        while (File.Exists(Name(number))) number++;
        foreach (var end in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(store + end)) File.Move(store + end, Name(number) + end);
        }

        return Name(number);
    }
}
