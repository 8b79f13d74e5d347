using System.Net.Http.Json;
using System.Text.Json;
using Hub.Commands;
using Hub.Pipeline;
using Hub.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Reloading;

/// <summary>What stands beside the mapping files and counts with them: calendars, and the vendor's templates.</summary>
public sealed class BesideTheFilesTests
{
    [Fact]
    public async Task Calendars_ComeIntoForceWithTheFiles_AndAreComparedAndPublished()
    {
        const string Hours = """{"Calendars": {"desk": {"Zone": "UTC", "Open": {"Monday": "09:00-17:00"}}}}""";
        var held = WatchedHub.Route("a", "one").Replace("    do:", "    hours: desk\n    do:", StringComparison.Ordinal);
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"));
        var before = await hub.HashAsync();
        hub.Write("a.yaml", held);
        await hub.UntilAsync(async () => await hub.StateAsync("a.yaml") == "wrong", "the calendar is missed");
        hub.Write("calendars.json", Hours);
        await hub.UntilAsync(async () => await hub.HashAsync() != before && await hub.StateAsync("calendars.json") == "active", "the calendar is in force");
        hub.Write("calendars.json", Hours.Replace("17:00", "17", StringComparison.Ordinal));
        await hub.UntilAsync(async () => await hub.StateAsync("calendars.json") == "wrong", "the mistake is told");
        (await hub.MappingsAsync()).GetProperty("files")[1].GetProperty("errors")[0].GetString()!.ShouldStartWith("calendars.json:1:49: Calendars:desk:Open:Monday: '09:00-17' is not a span of hours.");

        var changed = Hours.Replace("09:00", "08:00", StringComparison.Ordinal);
        var other = Directory.CreateTempSubdirectory("hub-other-").FullName;
        await File.WriteAllTextAsync(Path.Combine(other, "a.yaml"), held);
        await File.WriteAllTextAsync(Path.Combine(other, "calendars.json"), changed);
        var (differs, output, _) = await hub.CallAsync(DiffVerb.Of, "diff", other);
        (differs, output.ReplaceLineEndings("\n")).ShouldBe((1, "~ calendar desk (calendars.json): changed\n    - Open.Monday: 09:00-17:00\n    + Open.Monday: 08:00-17:00\n"));
        (await hub.CallAsync(MappingsVerb.Of, "mappings", "publish", other)).Code.ShouldBe(0);
        Directory.Delete(other, recursive: true);
        hub.Services.GetRequiredService<SnapshotStore>().Active!.Calendars["desk"].IsOpen(new(2026, 11, 23, 8, 30, 0, TimeSpan.Zero)).ShouldBeTrue();
    }

    [Fact]
    public async Task OpeningHoursThatChange_CountForWhatComesAfterwards()
    {
        const string Never = """{"Calendars": {"desk": {"Zone": "UTC", "Extra": {"2099-01-01": "09:00-17:00"}}}}""";
        var always = string.Join(", ", Enum.GetNames<DayOfWeek>().Select(day => $"\"{day}\": \"00:00-24:00\""));
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"));
        hub.Write("calendars.json", $"{{\"Calendars\": {{\"desk\": {{\"Zone\": \"UTC\", \"Open\": {{{always}}}}}}}}}");
        hub.Write("a.yaml", WatchedHub.Route("a", "one").Replace("    do:", "    hours: desk\n    do:", StringComparison.Ordinal));
        await hub.UntilAsync(async () => await hub.StateAsync("calendars.json") == "active" && await hub.StateAsync("a.yaml") == "active", "both are in force");
        await hub.PostAsync(new FakeEvent { Key = "1" });
        await hub.SettleAsync();
        hub.Vendor.Calls().Count.ShouldBe(1);
        var before = await hub.HashAsync();
        hub.Write("calendars.json", Never);
        await hub.UntilAsync(async () => await hub.HashAsync() != before, "the new hours are in force");
        await hub.PostAsync(new FakeEvent { Key = "2" });
        await hub.UntilAsync(async () => (await hub.ListAsync("SELECT reason FROM command WHERE state <> 'done' AND reason IS NOT NULL", row => row.GetString(0))).Contains("out_of_hours"), "the command is held");
        hub.Vendor.Calls().Count.ShouldBe(1);
    }

    [Fact]
    public async Task TemplateThatTheVendorDoesNotHave_IsAWarning_AndTheFilesComeIntoForce()
    {
        await using var hub = await WatchedHub.StartAsync(WatchedHub.Route("a", "one"));
        await hub.UntilAsync(async () => (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/templates")).GetArrayLength() > 0, "the templates are known");
        hub.Write("b.yaml", "language: 1\nroutes: [{id: b, on: fake.thing.happened, max_age: 1h, do: fake.send_template, with: {to: \"${phone(event.phone, 'AU')}\", template: nws, language: [en]}}]\n");
        await hub.UntilAsync(async () => await hub.StateAsync("b.yaml") == "active", "the file is in force");
        var (code, output, _) = await hub.CallAsync(MappingsVerb.Of, "mappings");
        code.ShouldBe(0);
        output.ShouldContain("There is no approved template nws. Did you mean news? (warning)");
        var (found, told, _) = await hub.CallAsync((call, settings) => LintVerb.Of(settings, () => [hub.Vendor], call), "lint");
        found.ShouldBe(1);
        told.ShouldStartWith($"b.yaml:2:132: There is no approved template nws. Did you mean news?{Environment.NewLine}1 mistake in 2 files of ");
        await hub.RestartAsync();
        (await hub.CallAsync(MappingsVerb.Of, "mappings", "publish")).Output.ShouldContain("There is no approved template nws.");
    }
}
