using System.CommandLine;
using Hub.Connectors;
using Hub.Endpoints;
using Hub.Mappings;

namespace Hub.Commands;

/// <summary>What the mapping files of a folder are checked against: the connections and templates of a running hub where <c>--url</c> names one, else those of this machine; calendars of its settings.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Errors">What is wrong with the settings' calendars and with the lists of templates.</param>
/// <param name="Notice">What cannot be checked; null where all can.</param>
internal sealed record FolderEnvironment(MappingEnvironment Environment, IReadOnlyList<MappingError> Errors, string? Notice)
{
    /// <summary>What a verb names a running hub for.</summary>
    public const string UrlMeaning = "The address of a running hub whose connections and templates count; without it those of the settings here, and the lists in the folder templates";

    /// <summary>Finds it for a verb that has the options of <see cref="HubCall"/>.</summary>
    /// <param name="configuration">The settings of this machine.</param>
    /// <param name="connectors">The connectors of this build.</param>
    /// <param name="ask">Asks the running hub that a call means.</param>
    /// <returns>What finds it for a call and its folder.</returns>
    public static Func<ParseResult, string, CancellationToken, Task<FolderEnvironment>> Finder(
        Func<IConfiguration> configuration, Func<IReadOnlyList<IConnector>> connectors, Func<ParseResult, Func<AdminClient, Task<int>>, Task<int>> ask) => async (call, folder, cancel) =>
    {
        var (settings, known) = (configuration(), connectors());
        if (call.GetValue<string?>(HubCall.Url) is null) return Here(settings, known, folder, cancel);
        IReadOnlyList<ConnectionEntry> running = [];
        IReadOnlyList<ConnectionTemplates> lists = [];
        await ask(call, async client =>
        {
            running = await client.GetAsync("connections", AdminJson.Default.IReadOnlyListConnectionEntry, cancel);
            lists = await client.GetAsync("templates", AdminJson.Default.IReadOnlyListConnectionTemplates, cancel);
            return ExitCode.Fine;
        });
        var (environment, errors) = LintVerb.EnvironmentOf(settings, KnownConnections.Of(running, known));
        return new(environment with { Templates = lists.ToDictionary(list => list.Connection, list => list.Templates, StringComparer.Ordinal) }, errors, null);
    };

    /// <summary>It as this machine knows it.</summary>
    public static FolderEnvironment Here(IConfiguration settings, IReadOnlyList<IConnector> connectors, string folder, CancellationToken cancel)
    {
        var configured = KnownConnections.Configured(settings, connectors);
        var assumed = configured.Count > 0 ? [] : KnownConnections.Assumed(folder, connectors, cancel);
        var (environment, errors) = LintVerb.EnvironmentOf(settings, configured.Count > 0 ? configured : assumed);
        (environment, var ofTemplates) = KnownTemplates.OfFiles(environment, folder);
        return new(environment, [.. errors, .. ofTemplates], KnownConnections.Notice(assumed));
    }

    /// <summary>The environment, for a call that cannot go on where something is wrong with it.</summary>
    /// <exception cref="WrongCallException">What is wrong.</exception>
    public MappingEnvironment Sound() => Errors.Count == 0 ? Environment : throw new WrongCallException(string.Join(System.Environment.NewLine, Errors));
}
