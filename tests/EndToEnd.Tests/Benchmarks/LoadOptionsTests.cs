using Hub.Benchmarks.Load;

namespace EndToEnd.Tests.Benchmarks;

public sealed class LoadOptionsTests
{
    [Fact]
    public void Nothing_IsAMinuteOnTheEmbeddedStore()
    {
        var read = LoadOptions.Read([], out var error).ShouldNotBeNull();
        error.ShouldBeEmpty();
        read.ShouldBe(new LoadOptions());
        (read.Seconds, read.Rate, read.Store).ShouldBe((60, null, "sqlite"));
        read.StoreSettings.ShouldBeEmpty();
    }

    [Fact]
    public void EveryOption_IsTaken() =>
        LoadOptions.Read(["--seconds", "5", "--rate", "4000", "--connections", "8", "--messages", "10", "--queued", "9", "--people", "40", "--routes", "3", "--window", "7"], out _)
            .ShouldBe(new LoadOptions { Seconds = 5, Rate = 4000, Connections = 8, Messages = 10, Queued = 9, People = 40, Routes = 3, Window = 7 });

    [Fact]
    public void Postgres_IsToldToTheHub()
    {
        var read = LoadOptions.Read(["--store", "postgres", "--connection", "Host=here"], out _).ShouldNotBeNull();
        read.StoreSettings.ShouldBe(new Dictionary<string, string> { ["Storage:Provider"] = "postgres", ["Storage:ConnectionString"] = "Host=here" });
    }

    [Theory]
    [InlineData("--seconds 0 is not understood.", "--seconds", "0")]
    [InlineData("--seconds is not understood.", "--seconds")]
    [InlineData("--rate -5 is not understood.", "--rate", "-5")]
    [InlineData("--people 20001 is not understood.", "--people", "20001")]
    [InlineData("--store oracle is not understood.", "--store", "oracle")]
    [InlineData("--speed 5 is not understood.", "--speed", "5")]
    [InlineData("--store postgres needs --connection with the connection string of an empty database.", "--store", "postgres")]
    [InlineData("--connection is for --store postgres.", "--connection", "Host=here")]
    public void WrongOption_IsNamed(string expected, params string[] words)
    {
        LoadOptions.Read(words, out var error).ShouldBeNull();
        error.ShouldBe(expected);
    }
}
