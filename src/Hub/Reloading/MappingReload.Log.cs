using Hub.Pipeline;

namespace Hub.Reloading;

internal sealed partial class MappingReload
{
    [LoggerMessage(1901, LogLevel.Information, "The changed mapping files are in force: snapshot {Hash}, with files: {Files}, routes: {Routes}.")]
    private static partial void LogTaken(ILogger logger, string hash, int files, int routes);

    [LoggerMessage(1902, LogLevel.Information, "Published mapping files are in force: snapshot {Hash}, with files: {Files}, routes: {Routes}.")]
    private static partial void LogPublished(ILogger logger, string hash, int files, int routes);

    [LoggerMessage(1903, LogLevel.Error, "The mapping files in {Folder} are wrong; snapshot {Hash} stays in force. Mistakes: {Count}.\n{Mistakes}")]
    private static partial void LogWrong(ILogger logger, string folder, int count, string? hash, string mistakes);

    [LoggerMessage(1904, LogLevel.Warning, "The mapping files in {Folder} differ from snapshot {Hash}, which stays in force. Put them in force with: hub mappings publish")]
    private static partial void LogFolderDiffers(ILogger logger, string folder, string hash);

    [LoggerMessage(1905, LogLevel.Warning, "The mapping files that were in force when the hub ran last are wrong with today's connections; those in {Folder} are taken.")]
    private static partial void LogKeptIsWrong(ILogger logger, string folder);

    [LoggerMessage(1906, LogLevel.Error, "Compiling the mapping files failed. {Fault}")]
    private static partial void LogCompilingFailed(ILogger logger, Fault fault);

    [LoggerMessage(1907, LogLevel.Warning, "The mapping files that came into force leave doubts: {Count}.\n{Doubts}")]
    private static partial void LogDoubts(ILogger logger, int count, string doubts);

    [LoggerMessage(1908, LogLevel.Information, "The mapping files in {Folder} are right again; snapshot {Hash} is in force.")]
    private static partial void LogRight(ILogger logger, string folder, string? hash);
}
