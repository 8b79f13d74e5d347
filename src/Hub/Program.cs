using Hub;
using Hub.Commands;
using Hub.Configuration;
using Hub.Connectors.HubSpot;
using Hub.Connectors.Shopify;
using Hub.Connectors.Square;
using Hub.Connectors.WhatsApp;
using Hub.Connectors.Zendesk;
using Hub.Connectors.Zoho;

return await new HubCommandLine(
    [
        InitVerb.Of(Console.In, () => !Console.IsInputRedirected, () => HubHost.Connectors(AddConnectors)),
        RunVerb.Of(args, settings => HubHost.Build(settings, AddConnectors)),
        LintVerb.Of(HubConfiguration.Read, () => HubHost.Connectors(AddConnectors), new HubCall(HubConfiguration.Read)),
        TestVerb.Of(HubConfiguration.Read, () => HubHost.Connectors(AddConnectors), new HubCall(HubConfiguration.Read)),
        EvalVerb.Of(HubConfiguration.Read, () => HubHost.Connectors(AddConnectors), Console.OpenStandardInput),
        ExplainVerb.Of(HubConfiguration.Read, () => HubHost.Connectors(AddConnectors), new HubCall(HubConfiguration.Read)),
        DocsVerb.Of(() => HubHost.Connectors(AddConnectors)),
        FindVerb.Of(new HubCall(HubConfiguration.Read)),
        PauseVerbs.Pause(new HubCall(HubConfiguration.Read)),
        PauseVerbs.Resume(new HubCall(HubConfiguration.Read), TimeProvider.System),
        ApproveVerb.Of(new HubCall(HubConfiguration.Read)),
        PausedVerb.Of(new HubCall(HubConfiguration.Read)),
        ReconcileVerb.Of(new HubCall(HubConfiguration.Read)),
        ConnectionsVerb.Of(new HubCall(HubConfiguration.Read)),
        ParkedVerb.Of(new HubCall(HubConfiguration.Read), Console.In, () => !Console.IsInputRedirected, TimeProvider.System),
        BackupVerb.Of(new HubCall(HubConfiguration.Read)),
        RestoreVerb.Of(HubConfiguration.Read),
        AlertsVerb.Of(new HubCall(HubConfiguration.Read)),
        MergesVerb.Of(new HubCall(HubConfiguration.Read)),
        MappingsVerb.Of(new HubCall(HubConfiguration.Read), HubConfiguration.Read),
        DiffVerb.Of(new HubCall(HubConfiguration.Read), HubConfiguration.Read),
        SimulateVerb.Of(new HubCall(HubConfiguration.Read), HubConfiguration.Read),
        CaptureVerb.Of(new HubCall(HubConfiguration.Read), HubConfiguration.Read, () => HubHost.Connectors(AddConnectors)),
    ]).InvokeAsync(args, StandardOutput.Open(), Console.Error, CancellationToken.None);

// The one place that names vendors.
static void AddConnectors(IServiceCollection services) => services
    .AddWhatsApp()
    .AddZendesk()
    .AddShopify()
    .AddHubSpot()
    .AddZoho()
    .AddSquare();
