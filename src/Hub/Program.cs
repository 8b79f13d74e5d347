using Hub.Commands;
using Hub.Configuration;

return await new HubCommandLine(
    [
        RunVerb.Of(args, settings => HubHost.Build(settings, AddConnectors)),
        FindVerb.Of(new HubCall(HubConfiguration.Read)),
        PauseVerbs.Pause(new HubCall(HubConfiguration.Read)),
        PauseVerbs.Resume(new HubCall(HubConfiguration.Read)),
        ParkedVerb.Of(new HubCall(HubConfiguration.Read)),
    ]).InvokeAsync(args, Console.Out, Console.Error, CancellationToken.None);

// The one place that names vendors.
static void AddConnectors(IServiceCollection services)
{
}
