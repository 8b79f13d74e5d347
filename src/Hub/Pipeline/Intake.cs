using Hub.Configuration;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// Whether webhooks are taken. They are refused (503) while more work waits than the hub may have before it, and while the disk is nearly full: what has been accepted keeps its room. Each bound has
/// a distance to the point at which it is over, so that the answer does not change with every webhook.
/// </summary>
internal sealed class Intake(HubSettings settings, DiskRoom disk)
{
    private const long Mebibyte = 1024 * 1024;

    private volatile bool isBacklogLong;
    private volatile bool isDiskFull;

    /// <summary>Whether the backlog is short enough.</summary>
    public bool HasShortBacklog => !isBacklogLong;

    /// <summary>Whether the disk has room.</summary>
    public bool HasRoom => !isDiskFull;

    /// <summary>Why no webhooks are taken, in one sentence; null where they are.</summary>
    public string? Obstacle => isDiskFull ? $"The disk of the store has less than {settings.Hub.MinFreeMegabytes} MiB free."
        : isBacklogLong ? $"More than {settings.Hub.MaxBacklog} webhooks and events wait to be processed."
        : null;

    /// <summary>Looks how things stand.</summary>
    /// <param name="backlog">Webhooks and events that are not finished.</param>
    public void Look(long backlog)
    {
        isBacklogLong = backlog > (isBacklogLong ? settings.Hub.MaxBacklog / 5 * 4 : settings.Hub.MaxBacklog);
        var least = settings.Hub.MinFreeMegabytes * Mebibyte;
        isDiskFull = disk.Free < (isDiskFull ? least / 4 * 5 : least);
    }
}
