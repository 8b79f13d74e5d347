using Hub.Connections;
using Hub.Connectors;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Before anything runs: people who were known to one business account are known to its whole portfolio, where the configuration names it now.</summary>
internal sealed class UserScopes(IDatabase database, ConnectionRegistry connections, FaultTrigger faults)
{
    /// <summary>Moves the names that are kept within a business account.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        List<UserScope> scopes = [.. connections.All.Select(connection => (connection.Connector as IMessagingConnector)?.UsersOf(connection.Options<object>())).OfType<UserScope>().Where(scope => scope.Told != scope.Kept).Distinct()];
        if (scopes.Count == 0) return;
        faults.Pass(FaultPoint.BeforeUpkeep);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var moved = 0;
                foreach (var scope in scopes) moved += await People.RescopeAsync(sql, scope.Told, scope.Kept);
                return moved;
            },
            cancel);
        faults.Pass(FaultPoint.AfterUpkeep);
    }
}
