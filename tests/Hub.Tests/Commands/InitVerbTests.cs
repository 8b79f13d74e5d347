using Hub.Commands;
using Hub.Configuration;
using Hub.Mappings.Scenarios;
using Hub.Tests.Mappings;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Commands;

public sealed class InitVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-init-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task UsualAnswers_WriteWhatLintAndTestHold_AndTheHubStartsWith()
    {
        (await InvokeAsync("", "--yes")).ShouldBe(0);
        await HoldsAsync();
        var settings = Read();
        settings.Connections.Select(connection => connection.Name).ShouldBe(["wa"]);
        settings.Hub.AdminKey.ShouldNotBeNull();
        settings.Hub.EncryptionKey.ShouldNotBeNull();
        output.ToString().ShouldContain("secrets/wa-app-secret");
    }

    [Theory]
    [InlineData("Kairös \"Outdoor\": # 1\nzendesk, shopify\nhttps://hub.kairos.example\n+61412345678\npark\nIn the yard: \"free\" ${really} # yes\n")]
    [InlineData("\n\n\n\n\n\n")]
    [InlineData("'\nnothing\nnone\nhere\nhttps://h.example\n0412\nany\n!!\nÖffnungszeiten heute\n- {a: b}\n")]
    public async Task Answers_WhateverTheyHold_GiveFilesThatHold(string answers)
    {
        (await InvokeAsync(answers)).ShouldBe(0, error.ToString());
        await HoldsAsync();
        Read().Connections.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task AllVendors_HaveSettingsThatAreRight()
    {
        (await InvokeAsync($"\n{string.Join(',', FirstFiles.Vendors.Skip(1))}\n\n\n\n\n")).ShouldBe(0);
        Read().Connections.Count.ShouldBe(FirstFiles.Vendors.Count);
        (await File.ReadAllTextAsync(Path.Combine(folder, "appsettings.json"))).ShouldContain("\"WebhookUrl\": \"https://hub.example.com/webhooks/crm\"");
    }

    [Fact]
    public async Task Secrets_AreReadByTheirOwnerAlone_AndNeverCommitted()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, ".gitignore"), "bin/\ndata/");
        await InvokeAsync("", "--yes");
        (await File.ReadAllTextAsync(Path.Combine(folder, ".gitignore"))).ShouldBe("bin/\ndata/\nsecrets/\nkey\n");
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "secrets"))) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task FileThatIsThere_IsNeverOverwritten()
    {
        Directory.CreateDirectory(Path.Combine(folder, "mappings"));
        await File.WriteAllTextAsync(Path.Combine(folder, "mappings", "first.yaml"), "mine");
        (await InvokeAsync("", "--yes")).ShouldBe(2);
        error.ToString().ShouldContain("first.yaml is there already");
        Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).ShouldBe(["mappings"]);
    }

    [Fact]
    public async Task WithoutATerminal_ItSaysWhatToDo()
    {
        (await InvokeAsync("", isTerminal: false)).ShouldBe(2);
        error.ToString().ShouldContain("--yes");
        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task AnswersAsOptions_NeedNoTerminal()
    {
        string[] options = ["--business", "Kairos", "--vendors", "zendesk,shopify", "--public-url", "https://hub.kairos.example", "--only-to", "+61412345678", "--word", "park", "--answer", "In the yard."];
        (await InvokeAsync("", isTerminal: false, options)).ShouldBe(0, error.ToString());
        await HoldsAsync();
        var settings = Read();
        settings.Connections.Count.ShouldBe(3);
        settings.Hub.OnlyTo.ShouldBe(["+61412345678"]);
        settings.Hub.PublicUrl.ShouldBe(new Uri("https://hub.kairos.example"));
        (await File.ReadAllTextAsync(Path.Combine(folder, "mappings", "first.yaml"))).ShouldContain("In the yard.");
    }

    [Fact]
    public async Task SomeAnswersAsOptions_LeaveTheOthersToTheUsualOrToBeAsked()
    {
        (await InvokeAsync("", isTerminal: false, "--only-to", "+61412345678")).ShouldBe(2);
        error.ToString().ShouldContain("Answer by --business, --vendors, --public-url, --word, --answer, or call hub init --yes");
        (await InvokeAsync("", isTerminal: false, "--only-to", "+61412345678", "--yes")).ShouldBe(0);
        Read().Hub.OnlyTo.ShouldBe(["+61412345678"]);
        output.ToString().ShouldNotContain("?");
    }

    [Theory]
    [InlineData("--only-to", "0412", "--only-to 0412: Answer with a number in international form, or any.")]
    [InlineData("--vendors", "mailchimp", "--vendors mailchimp: Answer with some of zendesk, shopify, hubspot, zoho, square, or none.")]
    [InlineData("--public-url", "http://hub.example.com", "--public-url http://hub.example.com: Answer with an address such as https://hub.example.com.")]
    [InlineData("--business", "a\nb", "--business a\nb: Answer with at most 500 letters, on one line.")]
    public async Task WrongAnswerAsAnOption_IsRefused(string option, string text, string sentence)
    {
        (await InvokeAsync("", isTerminal: false, option, text, "--yes")).ShouldBe(2);
        error.ToString().Trim().ShouldBe(sentence);
        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task WithoutATestNumber_TheSettingStandsThereToBeTaken_AndEditorsFindTheirSchemas()
    {
        (await InvokeAsync("", "--yes")).ShouldBe(0);
        var path = Path.Combine(folder, "appsettings.json");
        var text = await File.ReadAllTextAsync(path);
        text.ShouldContain("    // \"OnlyTo\": [\"+61412345678\"],\n");
        Read().Hub.OnlyTo.ShouldBeEmpty();
        await File.WriteAllTextAsync(path, text.Replace("// \"OnlyTo\"", "\"OnlyTo\"", StringComparison.Ordinal));
        Read().Hub.OnlyTo.ShouldBe(["+61412345678"]);
        foreach (var (file, schema) in new[] { ("first.yaml", "schema.json"), ("first.test.yaml", "scenarios.schema.json") })
        {
            (await File.ReadAllTextAsync(Path.Combine(folder, "mappings", file))).ShouldContain($"# yaml-language-server: $schema={schema}\n");
            (await File.ReadAllTextAsync(Path.Combine(folder, "mappings", schema))).ShouldBe(await File.ReadAllTextAsync(Path.Combine(MappingWorld.Folder, schema)));
        }

        output.ToString().ShouldContain($"-- --mappings {Path.Combine(folder, "mappings")}{Environment.NewLine}");
    }

    [Fact]
    public async Task RefusalsWithJson_AreJson()
    {
        (await InvokeAsync("", isTerminal: false, "--json")).ShouldBe(2);
        System.Text.Json.JsonElement.Parse(output.ToString()).GetProperty("error").GetString()!.ShouldStartWith("There is no terminal");
    }

    [Fact]
    public async Task QuestionsWithJson_AreNotAskedOnStandardOutput()
    {
        (await InvokeAsync("\n\n\n\n\n\n", "--json")).ShouldBe(0);
        System.Text.Json.JsonElement.Parse(output.ToString()).GetArrayLength().ShouldBeGreaterThan(5);
        error.ToString().ShouldContain("What is the business called?");
    }

    [Fact]
    public async Task QuestionsThatBreakOff_WriteNothing()
    {
        (await InvokeAsync("Kairos\nnone\n")).ShouldBe(2);
        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
    }

    private async Task<int> InvokeAsync(string answers, params string[] options) => await InvokeAsync(answers, true, options);

    private async Task<int> InvokeAsync(string answers, bool isTerminal, params string[] options)
    {
        using var input = new StringReader(answers);
        return await new HubCommandLine([InitVerb.Of(input, () => isTerminal, () => [.. MappingWorld.Environment.Connections.Select(pair => pair.Connector)])]).InvokeAsync(["init", folder, .. options], output, error, CancellationToken.None);
    }

    private async Task HoldsAsync()
    {
        var run = await ScenarioRunner.RunAsync(Path.Combine(folder, "mappings"), MappingWorld.Environment, CancellationToken.None);
        run.Load.Errors.Concat(run.Load.Warnings).Concat(run.Errors).ShouldBeEmpty();
        run.Results.SelectMany(result => result.Differences).ShouldBeEmpty();
        run.Results.ShouldNotBeEmpty();
    }

    // As the hub reads them when the vendors' own secrets are in their files, but from this folder instead of the working folder.
    private HubSettings Read()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "secrets")).Where(file => File.ReadAllText(file) == FirstFiles.ToReplace)) File.WriteAllText(file, "the-vendors-own");
        var written = new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, "appsettings.json")).Build();
        var rooted = written.AsEnumerable().Where(pair => pair.Value is not null && (pair.Key.EndsWith("File", StringComparison.Ordinal) || pair.Key.EndsWith("DataPath", StringComparison.Ordinal)))
            .Select(pair => KeyValuePair.Create(pair.Key, (string?)Path.Combine(folder, pair.Value!)));
        return HubSettings.Read(new ConfigurationBuilder().AddConfiguration(written).AddInMemoryCollection(rooted).Build(), [.. MappingWorld.Environment.Connections.Select(pair => pair.Connector)]);
    }
}
