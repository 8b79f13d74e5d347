using System.Diagnostics;
using Hub.Telemetry;

namespace Hub.Tests.Telemetry;

[Collection(nameof(OtlpExportTests))]
public class HubActivitiesTests
{
    [Fact]
    public void TraceOfAThing_IsAlwaysTheSame_AndAnotherForAnotherThing()
    {
        var trace = HubActivities.TraceOf("webhook", "7");
        HubActivities.TraceOf("webhook", "7").ShouldBe(trace);
        trace.TraceId.ToHexString().ShouldNotBe(new string('0', 32));
        HubActivities.TraceOf("webhook", "8").TraceId.ShouldNotBe(trace.TraceId);
        HubActivities.TraceOf("event", "7").TraceId.ShouldNotBe(trace.TraceId);
    }

    [Fact]
    public void WithoutAListener_NothingIsBegun()
    {
        using var activities = new HubActivities();
        activities.Start("call vendor", ActivityKind.Client, HubActivities.TraceOf("webhook", "7")).ShouldBeNull();
    }
}
