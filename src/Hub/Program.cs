using Hub;
using Hub.Commands;
using Hub.Configuration;
using Hub.Connectors.Shopify;
using Hub.Connectors.WhatsApp;
using Hub.Connectors.Zendesk;

return await new HubCommandLine(
    [
        RunVerb.Of(args, settings => HubHost.Build(settings, AddConnectors)),
        LintVerb.Of(HubConfiguration.Read, () => HubHost.Connectors(AddConnectors)),
        TestVerb.Of(HubConfiguration.Read, () => HubHost.Connectors(AddConnectors)),
        DocsVerb.Of(() => HubHost.Connectors(AddConnectors)),
        FindVerb.Of(new HubCall(HubConfiguration.Read)),
        PauseVerbs.Pause(new HubCall(HubConfiguration.Read)),
        PauseVerbs.Resume(new HubCall(HubConfiguration.Read)),
        PausedVerb.Of(new HubCall(HubConfiguration.Read)),
        ParkedVerb.Of(new HubCall(HubConfiguration.Read)),
    ]).InvokeAsync(args, Console.Out, Console.Error, CancellationToken.None);

// The one place that names vendors.
static void AddConnectors(IServiceCollection services) => services
    .AddWhatsApp()
    .AddZendesk()
    .AddShopify();
