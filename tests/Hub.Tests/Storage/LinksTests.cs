using Hub.Connectors;
using Hub.Storage;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Storage;

public class LinksTests
{
    private const string Desk =
        """
        links: {desk: {left: whatsapp.thread, right: fake.ticket, one_per: left, reopen: 72h}}
        routes: [{id: open, on: fake.message.received, find: desk, if: linked == null, link: {desk: "${result.ticket_id}"}, do: fake.create_ticket, with: {subject: "${event.text}"}}]
        """;

    // The call began at the start of the hub, and time has stood still since.
    [Theory]
    [InlineData(FailureKind.Transient, 1, 0, false, true)]
    [InlineData(FailureKind.Transient, 1, 0, true, false)]
    [InlineData(FailureKind.Unknown, 1, 0, true, true)]
    [InlineData(FailureKind.Unknown, 0, 0, true, false)]
    [InlineData(FailureKind.Unknown, -60, 0, false, false)]
    [InlineData(FailureKind.Unknown, -60, -30, false, true)]
    [InlineData(FailureKind.Throttled, 1, 0, false, false)]
    public async Task LinkOfAFailedCall_IsBeingMadeByItsTimeAndAnswer(FailureKind failure, int before, int now, bool isUnanswered, bool isBeingMade)
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.Fail(failure));
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "4915112345678", Text = "1" });
        (await IsBeingMadeAsync(hub, before, now, isUnanswered)).ShouldBe(isBeingMade);
    }

    [Fact]
    public async Task LinkOfACallThatIsUnderWay_IsBeingMadeAndUnanswered()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        hub.Vendor.Answer("fake.create_ticket", hub.Vendor.DoAndHang());
        await hub.PostAsync(new FakeEvent { Type = "fake.message.received", Phone = "4915112345678", Text = "1" });
        await hub.UntilCalledAsync("fake.create_ticket");
        (await IsBeingMadeAsync(hub, 1, 0, isUnanswered: true)).ShouldBeTrue();
    }

    [SqliteFact]
    public async Task WhetherALinkIsBeingMade_IsReadByIndexesOfWhatIsReserved()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        var plan = await hub.Database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var recording = new RecordingSql(sql);
                await Links.IsBeingMadeAsync(recording, "desk", null, HubUnderTest.Start, PossibleMaker.UnansweredCall, HubUnderTest.Start);
                var (text, values) = recording.Statements.ShouldHaveSingleItem();
                return await sql.ListAsync("EXPLAIN QUERY PLAN " + text, row => row.GetString(3), values);
            },
            CancellationToken.None);
        plan.Where(step => step.StartsWith("SCAN", StringComparison.Ordinal)).ShouldBe(["SCAN link USING INDEX link_command"]);
        plan.Count(step => step.StartsWith("SEARCH", StringComparison.Ordinal)).ShouldBe(2);
    }

    private static async Task<bool> IsBeingMadeAsync(HubUnderTest hub, int before, int now, bool isUnanswered) => await hub.Database.ReadAsync(
        sql => Links.IsBeingMadeAsync(sql, "desk", null, HubUnderTest.Start.AddSeconds(before), isUnanswered ? PossibleMaker.UnansweredCall : PossibleMaker.AnyCall, HubUnderTest.Start.AddSeconds(now)), CancellationToken.None);
}
