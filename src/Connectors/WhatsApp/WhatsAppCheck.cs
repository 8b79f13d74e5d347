using System.Globalization;

namespace Hub.Connectors.WhatsApp;

/// <summary>Tries a connection: whose token it is and how long it holds, what it may do, how the number stands, whether its webhooks come, and which templates can be sent.</summary>
internal sealed class WhatsAppCheck : IConnectionCheck
{
    private const string Credentials = "credentials";
    private const string Scopes = "scopes";
    private const string Number = "number";
    private const string Webhooks = "webhooks";
    private const string Templates = "templates";
    private const string NumberFields = "display_phone_number,verified_name,quality_rating,status,name_status,whatsapp_business_manager_messaging_limit," + WhatsAppSubscriber.AddressFields;
    private const int MostNamed = 10;
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    private static readonly (string Scope, string Without)[] Rights =
    [
        ("whatsapp_business_messaging", "no message is sent and none comes"),
        ("whatsapp_business_management", "templates are not fetched, and nothing is told of the number and the account"),
    ];

    // What a mapping or the hub itself lives on; without messages nothing works.
    private static readonly string[] UsefulFields =
        ["message_template_status_update", "template_category_update", "message_template_components_update", "user_preferences", "account_update", "business_capability_update", "phone_number_quality_update"];

    /// <inheritdoc />
    public async Task<IReadOnlyList<CheckFinding>> CheckAsync(Uri? address, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<WhatsAppOptions>();
        var (api, authorization) = (WhatsAppCalls.Api(connection), WhatsAppCalls.Authorization(options));
        var answer = await api.TokenAsync(authorization, options.GraphVersion, options.AccessToken.Current, cancel).Answered(connection);
        if (answer.Value?.Data is not { } token) return [CheckFinding.Wrong(Credentials, $"{answer.Failure?.Text ?? "Meta does not say whose token it is."} Nothing else could be looked at.")];
        if (token.IsValid == false) return [CheckFinding.Wrong(Credentials, "The access token is valid no more: make a new one for the system user, and set AccessToken. Nothing else could be looked at.")];
        List<CheckFinding> findings = [OfToken(token, connection.Time.GetUtcNow()), .. OfScopes(token)];
        var number = await api.NumberAsync(authorization, options.GraphVersion, options.PhoneNumberId, NumberFields, cancel).Answered(connection);
        findings.AddRange(number.Value is { } node ? OfNumber(node) : [CheckFinding.Wrong(Number, $"The number {options.PhoneNumberId} cannot be seen: look whether PhoneNumberId is its id, and whether the system user has the account. {number.Failure!.Text}")]);
        findings.AddRange(await OfAppAsync(token, api, authorization, connection, cancel));
        if (address is not null && number.Value is not null) findings.Add(OfAddress(number.Value.WebhookConfiguration?.Effective, address));
        findings.Add(await OfTemplatesAsync(connection, cancel));
        return findings;
    }

    private static CheckFinding OfToken(TokenStanding token, DateTimeOffset now)
    {
        var whose = $"The access token is of the {(token.Type?.Contains("SYSTEM", StringComparison.OrdinalIgnoreCase) == true ? "system user" : "user")} {token.UserId ?? "whom Meta does not name"}, for the app {token.Application ?? token.AppId}";
        if (!long.TryParse(token.ExpiresAt, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds == 0) return CheckFinding.Right(Credentials, $"{whose}, and does not end.");
        var ends = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return ends - now < Soon
            ? CheckFinding.Doubtful(Credentials, $"{whose}, and ends {Moment(ends)}: make a token of a system user that does not end, and set AccessToken.")
            : CheckFinding.Right(Credentials, $"{whose}, and is good until {Moment(ends)}.");
    }

    private static IEnumerable<CheckFinding> OfScopes(TokenStanding token)
    {
        if (token.Scopes is not { Count: > 0 } scopes) return [CheckFinding.Doubtful(Scopes, "Meta does not say what the token may do.")];
        var lacking = Rights.Where(right => !scopes.Contains(right.Scope, StringComparer.Ordinal)).ToList();
        return lacking.Count == 0
            ? [CheckFinding.Right(Scopes, "The token has the permissions that the hub uses.")]
            : lacking.Select(right => CheckFinding.Wrong(Scopes, $"The token lacks the permission {right.Scope}: {right.Without}. Make one with it, for a system user who has the account."));
    }

    private static IEnumerable<CheckFinding> OfNumber(NumberNode number)
    {
        var name = $"{number.DisplayPhoneNumber ?? "The number"}{(number.VerifiedName is { } verified ? $" ({verified})" : "")}";
        yield return number.Status is null or "CONNECTED"
            ? CheckFinding.Right(Number, $"{name} is connected; the portfolio may write to {People(number.WhatsappBusinessManagerMessagingLimit)} outside of open chats within 24 hours.")
            : CheckFinding.Wrong(Number, $"{name} is {number.Status.ToLowerInvariant()}, not connected: see WhatsApp Manager, Phone numbers, for why and what to do.");
        if (number.QualityRating is "RED" or "YELLOW") yield return CheckFinding.Doubtful(Number, $"Its quality is {number.QualityRating.ToLowerInvariant()}: too many people have blocked or reported it lately. Send less marketing, and only to who has agreed; Meta may lower the limit or pause templates.");
        if (number.NameStatus is "DECLINED" or "EXPIRED") yield return CheckFinding.Doubtful(Number, $"Its display name is {number.NameStatus.ToLowerInvariant()}: give another in WhatsApp Manager.");
    }

    private static string People(string? limit) => WhatsAppReach.Read(limit) switch
    {
        { PeopleADay: { } people } => string.Create(CultureInfo.InvariantCulture, $"{people:N0} people"),
        { } => "as many people as it likes",
        null => "a number of people that Meta does not tell",
    };

    private static async Task<IReadOnlyList<CheckFinding>> OfAppAsync(TokenStanding token, IWhatsAppApi api, string authorization, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<WhatsAppOptions>();
        if (token.AppId is not { Length: > 0 } app || !app.All(char.IsAsciiDigit)) return [CheckFinding.Doubtful(Webhooks, "Meta does not say which app the token is of: whether it is subscribed cannot be seen.")];
        List<CheckFinding> findings = [];
        var apps = await api.SubscribedAppsAsync(authorization, options.GraphVersion, options.BusinessAccountId, cancel).Answered(connection);
        if (apps.Failure is not null) findings.Add(CheckFinding.Doubtful(Webhooks, $"Which apps are subscribed to the account {options.BusinessAccountId} cannot be seen: look whether BusinessAccountId is its id. {apps.Failure.Text}"));
        else if (!WhatsAppSubscriber.IsSubscribed(apps.Value!, app)) findings.Add(CheckFinding.Wrong(Webhooks, $"The app {token.Application ?? app} is not subscribed to the account {options.BusinessAccountId}: no webhook comes. The hub subscribes it by itself within an hour, where Hub:PublicUrl is set."));

        // What the dashboard has is the app's own, so it is asked with the app's secret; a wrong secret shows here too.
        var own = await api.AppSubscriptionsAsync($"Bearer {app}|{options.AppSecret.Current}", options.GraphVersion, app, cancel).Answered(connection);
        switch (own)
        {
            case { Failure.Kind: FailureKind.Unauthorized }:
                findings.Add(CheckFinding.Wrong(Webhooks, $"AppSecret is not that of the app {token.Application ?? app}, of which the token is: no webhook is taken for genuine. Copy it from the app's dashboard, Settings, Basic."));
                break;
            case { Failure: { } failure }:
                findings.Add(CheckFinding.Doubtful(Webhooks, $"What the app has subscribed could not be seen. {failure.Text}"));
                break;
            default:
                findings.AddRange(OfFields(own.Value!));
                break;
        }

        return findings;
    }

    private static IEnumerable<CheckFinding> OfFields(AppSubscriptions subscriptions)
    {
        var fields = (subscriptions.Data ?? []).Where(one => one is { Object: "whatsapp_business_account", Active: not false }).SelectMany(one => one.Fields ?? []).Select(field => field.Name).OfType<string>().ToList();
        if (!fields.Contains("messages", StringComparer.Ordinal))
        {
            yield return CheckFinding.Wrong(Webhooks, "The app has not subscribed the field messages: no message and no status comes. Subscribe it in the app's dashboard, WhatsApp, Configuration.");
            yield break;
        }

        var lacking = UsefulFields.Except(fields, StringComparer.Ordinal).ToList();
        yield return lacking.Count == 0
            ? CheckFinding.Right(Webhooks, "The app has subscribed all fields that the hub needs.")
            : CheckFinding.Doubtful(Webhooks, $"The app has not subscribed {string.Join(", ", lacking)}: the hub learns of such changes late, or not at all. Subscribe them in the app's dashboard, WhatsApp, Configuration.");
    }

    private static CheckFinding OfAddress(string? effective, Uri address) =>
        WhatsAppSubscriber.SendsTo(effective, address) ? CheckFinding.Right(Webhooks, $"Webhooks of the number go to {address}.")
        : effective is null ? CheckFinding.Doubtful(Webhooks, $"Meta does not say where webhooks of the number go; they are to come to {address}.")
        : CheckFinding.Wrong(Webhooks, $"Webhooks of the number go to {effective}, and not to {address}. The hub sets the number's own address by itself within an hour, where Meta reaches it.");

    private static async Task<CheckFinding> OfTemplatesAsync(Connection connection, CancellationToken cancel)
    {
        var list = await WhatsAppTemplates.ListAsync(connection, cancel);
        if (list.Failure is not null) return CheckFinding.Doubtful(Templates, $"The templates could not be fetched. {list.Failure.Text}");
        var approved = list.Templates.Count(template => template.Status == "approved");
        var others = list.Templates.Where(template => template.Status is "paused" or "disabled" or "rejected").Select(template => $"{template.Name} ({template.Language}) is {template.Status}").ToList();
        var counted = string.Create(CultureInfo.InvariantCulture, $"{approved} of {list.Templates.Count} templates are approved and can be sent");
        return approved == 0 ? CheckFinding.Doubtful(Templates, $"{counted}: nobody can be written to outside of an open chat.")
            : others.Count == 0 ? CheckFinding.Right(Templates, $"{counted}.")
            : CheckFinding.Doubtful(Templates, string.Create(CultureInfo.InvariantCulture, $"{counted}; {string.Join(", ", others.Take(MostNamed))}{(others.Count > MostNamed ? $" and {others.Count - MostNamed} more are not" : "")}."));
    }

    private static string Moment(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);
}
