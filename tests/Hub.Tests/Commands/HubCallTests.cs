using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hub.Tests.Commands;

public sealed class HubCallTests
{
    private const string Nothing = """{"customers":[],"events":[],"commands":[],"links":[]}""";

    private const string List = """{"state":"active","since":"2026-11-22T08:00:00Z","folder":"mappings","watched":true,"errors":[],"files":[]}""";

    [Theory]
    [InlineData("http://hub.internal:5080")]
    [InlineData("http://10.0.0.5")]
    public async Task PlainHttpToAnotherMachine_IsRefusedInASentence(string url)
    {
        var called = await CommandLineUnderTest.CallAsync(["find", "1001", "--url", url], answer: _ => throw new InvalidOperationException("It was called."));
        called.Code.ShouldBe(2);
        called.Error.ShouldBe($"{url} is not called: without TLS the admin key and people's data would cross the network in clear. Give --url with https, or call on the hub's own machine, as http://127.0.0.1:5080\n");
    }

    [Theory]
    [InlineData("https://hub.internal")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080/")]
    [InlineData("http://[::1]:5080")]
    public async Task TlsOrLoopback_IsCalled(string url) =>
        (await CommandLineUnderTest.CallAsync(["find", "1001", "--url", url], answer: _ => (HttpStatusCode.OK, Nothing))).ShouldBe(new(1, "Nothing is found.\n", ""));

    [Theory]
    [InlineData("find 1001 --json", Nothing)]
    [InlineData("find 1001", Nothing)]
    [InlineData("mappings --json", List)]
    [InlineData("mappings", List)]
    public async Task Verb_AsksOnce(string line, string body)
    {
        var calls = 0;
        var called = await CommandLineUnderTest.CallAsync(line.Split(' '), answer: _ =>
        {
            calls++;
            return (HttpStatusCode.OK, body);
        });
        called.Error.ShouldBeEmpty();
        calls.ShouldBe(1);
        if (line.EndsWith("--json", StringComparison.Ordinal)) called.Output.ShouldBe(body + "\n");
    }

    [Theory]
    [InlineData("none", null, "The key file none is not there. Write the admin key into a file, and name it by --key-file.")]
    [InlineData("a-key-that-stands-where-its-file-belongs", null, "The key file is not there.")]
    [InlineData("empty", " \n", "is empty. Write the admin key into it.")]
    [InlineData("lines", "one\ntwo\n", "holds no admin key: a key is one line of plain ASCII without spaces.")]
    [InlineData(".", null, "The key file . is a folder. Name the file in it that holds the admin key.")]
    public async Task KeyFileWithoutAKey_IsOneSentence(string name, string? content, string sentence)
    {
        var file = content is null ? name : Path.GetTempFileName();
        if (content is not null) await File.WriteAllTextAsync(file, content);
        var called = await CommandLineUnderTest.CallAsync(["find", "1001", "--key-file", file], answer: _ => throw new InvalidOperationException("It was called."));
        if (content is not null) File.Delete(file);
        (called.Code, called.Output).ShouldBe((2, ""));
        called.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain(sentence);
    }

    [Fact]
    public async Task ProxyOfTheEnvironment_GetsNoCall()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var asked = proxy.AcceptTcpClientAsync();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Hub.dll"), "find", "1001", "--url", "http://127.0.0.1:1"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["http_proxy"] = $"http://{proxy.LocalEndpoint}";
        start.Environment["no_proxy"] = "";
        using var process = Process.Start(start)!;
        var end = process.WaitForExitAsync();
        (await Task.WhenAny(asked, end)).ShouldBe(end);
        (await process.StandardError.ReadToEndAsync()).ShouldStartWith("No hub answers at http://127.0.0.1:1/");
    }
}
