using Hub.Storage;

namespace Hub.Tests.Storage;

public sealed class SqliteSqlTests : IDisposable
{
    private static readonly DateTimeOffset Moment = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_123);

    private readonly TemporaryStore store = new();

    public static TheoryData<object?, object?> Values => new()
    {
        { null, null },
        { 42, 42L },
        { 9_007_199_254_740_993, 9_007_199_254_740_993 },
        { true, 1L },
        { false, 0L },
        { 1.5, 1.5 },
        { "ё 'quoted' $1", "ё 'quoted' $1" },
        { new byte[] { 0, 255 }, new byte[] { 0, 255 } },
        { Moment.ToOffset(TimeSpan.FromHours(3)), 1_795_000_000_123 },
    };

    public void Dispose() => store.Dispose();

    [Theory]
    [MemberData(nameof(Values))]
    public async Task AValue_IsStoredInItsForm(object? value, object? stored)
    {
        await using var database = store.Open();
        var row = await database.ReadAsync(
            sql => sql.FirstAsync("SELECT $1", row => new object?[] { row.IsDBNull(0) ? null : row.GetValue(0) }, value), CancellationToken.None);
        row.ShouldNotBeNull()[0].ShouldBe(stored);
    }

    [Fact]
    public async Task AValueWithoutAForm_IsRefused()
    {
        await using var database = store.Open();
        var read = database.ReadAsync(sql => sql.ScalarAsync<long>("SELECT $1", 1.5m), CancellationToken.None).AsTask();
        (await read.ShouldThrowAsync<ArgumentException>()).Message.ShouldContain("Decimal");
    }

    [Fact]
    public async Task Columns_ComeBackAsTheyWent()
    {
        await using var database = store.Open();
        var row = await database.ReadAsync(
            sql => sql.FirstAsync(
                "SELECT $1, $2, $3, $4, $5",
                row => (row.GetTime(0), row.GetFlag(1), row.GetStringOrNull(2), row.GetBytes(3), row.GetInt64OrNull(4), Null: row.GetTimeOrNull(2)) as object,
                Moment, true, null, new byte[] { 1 }, 5),
            CancellationToken.None);
        var (time, flag, text, bytes, number, none) = row.ShouldBeOfType<(DateTimeOffset, bool, string?, byte[], long?, DateTimeOffset?)>();
        time.ShouldBe(Moment);
        flag.ShouldBeTrue();
        text.ShouldBeNull();
        bytes.ShouldBe([1]);
        number.ShouldBe(5);
        none.ShouldBeNull();
    }

    [Fact]
    public async Task NoRow_IsToldFromARow()
    {
        await using var database = store.Open();
        var (text, value, scalar, none) = await database.ReadAsync(
            async sql => (
                await sql.FirstAsync("SELECT 'a' WHERE 0", row => row.GetString(0)),
                await sql.FirstValueAsync("SELECT 0 WHERE 0", row => row.GetInt64(0)),
                await sql.ScalarAsync<long>("SELECT 0 WHERE 0"),
                await sql.FirstValueAsync("SELECT 0", row => row.GetInt64(0))),
            CancellationToken.None);
        text.ShouldBeNull();
        value.ShouldBeNull();
        scalar.ShouldBeNull();
        none.ShouldBe(0);
    }

    [Fact]
    public async Task OneStatementRunAgain_TakesTheNewValues()
    {
        await using var database = store.Open();
        var sums = await database.ReadAsync(
            async sql =>
            {
                var sums = new List<long?>();
                for (var i = 0; i < 3; i++) sums.Add(await sql.ScalarAsync<long>("SELECT $1 + $2", i, 10));

                return sums;
            },
            CancellationToken.None);
        sums.ShouldBe([10, 11, 12]);
    }

    [Fact]
    public async Task AStatementInsideTheMapOfTheSameStatement_HasACommandOfItsOwn()
    {
        await using var database = store.Open();
        const string Statement = "WITH n (i) AS (VALUES (1), (2)) SELECT i * $1 FROM n";
        var nested = await database.ReadAsync(
            sql => sql.ListAsync(
                Statement,
                row => (row.GetInt64(0), sql.ListAsync(Statement, inner => inner.GetInt64(0), 100).AsTask().GetAwaiter().GetResult().Sum()),
                1),
            CancellationToken.None);
        nested.ShouldBe([(1, 300), (2, 300)]);
    }

    [Fact]
    public async Task MoreStatementsThanAreKept_StillWork()
    {
        await using var database = store.Open();
        var last = await database.ReadAsync(
            async sql =>
            {
                long? last = null;
                for (var i = 0; i < 1100; i++) last = await sql.ScalarAsync<long>($"SELECT {i}");

                return last;
            },
            CancellationToken.None);
        last.ShouldBe(1099);
    }
}
