using System.Net;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Storage;
using Hub.Tests.Pipeline;
using Hub.Upkeep;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Upkeep;

public class ConnectionChecksTests
{
    private const string Field = "routes: [{id: field, on: fake.thing.happened, do: fake.set_field, with: {record: \"${event.record}\", text: t}}]";

    [Fact]
    public async Task WhatTheVendorAndTheHubKnow_IsTold()
    {
        await using var hub = await StartAsync(_ => [CheckFinding.Right("credentials", "They are Ada's.")], new HubOptions { PublicUrl = new("https://hub.example") });
        (await CheckAsync(hub)).ShouldBe(
        [
            "Right credentials: They are Ada's.",
            "Right address: Webhooks are to come to https://hub.example/webhooks/fake, and the hub is there.",
            "Doubtful arrivals: No genuine webhook has come yet. Change something at the vendor and look again.",
        ]);
        await hub.SendAsync(new FakeEvent());
        (await CheckAsync(hub))[^1].ShouldBe("Right arrivals: The last genuine webhook came at 2026-11-21 09:00:00Z.");
    }

    [Fact]
    public async Task VendorThatCannotBeReached_IsWrong_AndTheRestIsToldAll()
    {
        await using var hub = await StartAsync(_ => throw new HttpRequestException("no"), new HubOptions());
        var found = await CheckAsync(hub);
        found[0].ShouldStartWith("Wrong vendor: ");
        found[1].ShouldBe("Doubtful address: Hub:PublicUrl is not set, so that the hub cannot see whether the vendor sends to it. Its webhooks are to come to /webhooks/fake of the hub's public address.");
    }

    [Fact]
    public async Task PauseAndSubscriptions_AreTold()
    {
        await using var hub = await StartAsync(_ => [], new HubOptions { PublicUrl = new("https://hub.example") });
        await hub.Control.PauseAsync(Pauses.Connection, "fake", "Stocktaking.", CancellationToken.None);
        await hub.Database.WriteAsync(
            WriteKind.Housekeeping,
            sql => Subscriptions.KeepAsync(sql, new("fake", "https://hub.example/webhooks/fake", HubUnderTest.Start, HubUnderTest.Start, null, ["Switch the webhook on."], 0, null)), CancellationToken.None);
        var found = await CheckAsync(hub);
        found[0].ShouldBe("Wrong pause: It is paused since 2026-11-21 09:00:00Z. Stocktaking. hub resume fake lets it go on.");
        found.ShouldContain("Wrong subscriptions: Switch the webhook on.");
    }

    [Fact]
    public async Task TokenThatTheCheckItselfHasAskedFor_IsTold()
    {
        HubUnderTest? started = null;
        await using var hub = await StartAsync(_ => Given(started!), new HubOptions());
        started = hub;
        hub.Connection.Tokens = new NoTokens();
        (await CheckAsync(hub)).ShouldContain("Right token: The access token is good until 2026-11-21 10:00:00Z, and renewed before.");

        static IReadOnlyList<CheckFinding> Given(HubUnderTest hub)
        {
            hub.WriteAsync("INSERT INTO token (connection, version, origin, ends_at) VALUES ('fake', 1, 'o', $1)", HubUnderTest.Start.AddHours(1)).GetAwaiter().GetResult();
            return [];
        }
    }

    private static async Task<HubUnderTest> StartAsync(Func<Uri?, IReadOnlyList<CheckFinding>> answer, HubOptions settings) =>
        await HubUnderTest.StartAsync(Field, settings: settings, vendor: vendor => vendor.OnCheck = answer, more: services => services.AddUpkeep().AddSingleton(new AddressProbe(new(new AnsweringAddress(HttpStatusCode.MethodNotAllowed, "GET, POST")))));

    private static async Task<List<string>> CheckAsync(HubUnderTest hub) =>
        [.. (await hub.Part<ConnectionChecks>().CheckAsync(hub.Connection, CancellationToken.None)).Select(finding => $"{finding.Standing} {finding.Subject}: {finding.Text}")];

    private sealed class NoTokens : ITokenSource
    {
        public ValueTask<AccessToken> CurrentAsync(CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<AccessToken> OtherThanAsync(AccessToken refused, CancellationToken cancel) => throw new NotSupportedException();
    }
}
