using Hub.Commands;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Commands;

public sealed class RestoreVerbTests : IDisposable
{
    private readonly string copy = Path.GetTempFileName();

    [Fact]
    public async Task StoreThatIsAServer_IsPutBackByItsOwnTools() =>
        (await RestoreAsync(("Storage:Provider", "postgres"), ("Storage:ConnectionString", "Host=localhost;Username=hub")))
            .ShouldContain("The store is PostgreSQL: stop all nodes, put the copy back with pg_restore, then start one node with hub run --hold.");

    [Fact]
    public async Task WrongStore_IsSaid() => (await RestoreAsync(("Storage:Provider", "mysql"))).ShouldContain("Storage:Provider is not a store that the hub knows.");

    public void Dispose() => File.Delete(copy);

    private async Task<string> RestoreAsync(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] call = ["restore", copy];
        var code = await new HubCommandLine([RestoreVerb.Of(() => configuration)]).InvokeAsync(call, output, error, CancellationToken.None);
        code.ShouldBe(ExitCode.WrongCall);
        return error.ToString();
    }
}
