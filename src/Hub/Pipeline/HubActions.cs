using Hub.BuiltIn;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>The effects of the built-in actions, in the transaction that ends their command.</summary>
internal static class HubActions
{
    /// <summary>What the names of the built-in actions begin with.</summary>
    public const string Prefix = HubConnector.ConnectionName + ".";

    /// <summary>Stores what an action asks for; it has looked at its input already.</summary>
    public static async ValueTask ApplyAsync(ISql sql, CommandRow row, object input, DateTimeOffset now)
    {
        switch (input)
        {
            case AlertInput alert:
                await Alerts.AddAsync(sql, new(Keys.Id("alert", row.Id), alert.Level ?? AlertLevel.Warning, row.Route, alert.Text, row.Id, now) { Name = Alerts.OfRoute });
                break;
            case RecordConsentInput consent when await People.FindAsync(sql, consent.Customer.Id) is { } customer:
                await Consents.AppendAsync(
                    sql,
                    new(customer.Id, consent.About(), consent.Allowed, "mapping", consent.Wording, HubConnector.ConnectionName, row.Route, row.Id, row.OccurredAt),
                    row, now);
                break;
            case TagCustomerInput tags:
                await CustomerChanges.TagAsync(sql, tags.Customer.Id, tags.Add ?? [], tags.Remove ?? []);
                break;
            case SetCustomerInput change:
                await CustomerChanges.SetAsync(sql, change.Customer.Id, change);
                break;
        }
    }
}
