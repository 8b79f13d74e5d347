using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>Every outcome of the closed set can be listened to; what limits cap is shown where limits are.</summary>
public class OutcomesTests
{
    private const string Phone = "4915112345678";

    public static TheoryData<string, string, FailureKind?> Cases => new()
    {
        { "done", "do: fake.set_field, with: {record: a, text: x}", null },
        { "rejected", "do: fake.set_field, with: {record: a, text: x}", FailureKind.Rejected },
        { "target_closed", "do: fake.set_field, with: {record: a, text: x}", FailureKind.TargetClosed },
        { "refused", "max_age: 1s, do: fake.set_field, with: {record: a, text: x}", null },
        { "too_late", "at: \"${now - duration('1h')}\", do: fake.set_field, with: {record: a, text: x}", null },
        { "parked", "when: 10 / (event.number - 1) > 0, do: fake.set_field, with: {record: a, text: x}", null },
        { "no_whatsapp", "do: fake.reply, with: {to: \"${phone('none', 'DE')}\", text: x}", null },
        { "window_closed", "do: fake.reply, with: {to: \"${phone('+4915112345678', 'DE')}\", text: x}", null },
        { "opted_out", "at: \"${now}\", do: fake.send_template, with: {to: \"${phone('+4915112345678', 'DE')}\", template: offer, language: [en]}", FailureKind.OptedOut },
        { "unknown", "at: \"${now}\", do: fake.send_template, with: {to: \"${phone('+4915112345678', 'DE')}\", template: offer, language: [en]}", FailureKind.Unknown },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Outcome_IsListenedTo(string outcome, string route, FailureKind? failure)
    {
        await using var hub = await HubUnderTest.StartAsync(
            $$$"""
            routes:
              - {id: r, on: fake.thing.happened, {{{route}}}}
              - {id: heard, after: r, outcome: [{{{outcome}}}], do: fake.create_ticket, with: {subject: heard}}
              - {id: deaf, after: r, outcome: [{{{(outcome == "done" ? "failed" : "done")}}}], do: fake.create_ticket, with: {subject: deaf}}
            """);
        if (failure is { } kind)
        {
            foreach (var action in new[] { "fake.set_field", "fake.reply", "fake.send_template" }) hub.Vendor.Answer(action, FakeVendor.Fail(kind));
        }

        await hub.SendAsync(new FakeEvent { Phone = Phone, OccurredAt = HubUnderTest.Start.AddMinutes(-5) });
        hub.Vendor.Texts("fake.create_ticket").ShouldBe(["heard"]);
    }
}
