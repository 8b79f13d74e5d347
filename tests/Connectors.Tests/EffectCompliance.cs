using Hub.Connectors;
using Hub.Connectors.Shopify.Actions;
using Hub.Connectors.WhatsApp;
using Hub.Connectors.Zendesk;
using Hub.Connectors.Zoho;
using Sandbox.Vendors;
using Sandbox.Zendesk;

namespace Connectors.Tests;

/// <summary>What an action's effect class promises, tried on a vendor whose answer never comes: the effect stands once, or nobody repeats it.</summary>
public sealed class EffectCompliance : IAsyncLifetime
{
    private const string Phone = "+4915100000001";
    private const string CommandId = "0123456789abcdef0123456789abcdef";

    private static readonly CustomerRef Ann = new("c1", "Ann Example", Phone, null, "en");

    private static readonly Dictionary<string, EffectCase> Cases = new()
    {
        ["whatsapp.reply"] = new(
            (stand, _) => stand.WhatsApp.State.Write(stand.WhatsApp.State.Add(Phone, "Ann"), "hello"),
            _ => new ReplyInput { To = new Recipient.ToPhone(Phone), Text = "words" },
            (stand, _) => stand.WhatsApp.State.Messages.Count(m => m.FromBusiness)),
        ["whatsapp.send_template"] = new(
            (stand, _) => stand.WhatsApp.State.Add(Phone, "Ann"),
            _ => new SendTemplateInput { To = new Recipient.ToPhone(Phone), Template = "we_have_an_answer", Language = ["en"], Body = new() { Positional = ["Ann"] } },
            (stand, _) => stand.WhatsApp.State.Messages.Count(m => m.FromBusiness)),
        ["zendesk.create_ticket"] = new(
            (_, _) => { },
            _ => new CreateTicketInput { Requester = Ann, Subject = "s", Text = "words" },
            (stand, given) => stand.Zendesk.State.Tickets.Count(t => t.Id != given.Ticket.Id && t.Comments.Exists(c => c.Body == "words"))),
        ["zendesk.add_comment"] = new(
            (_, _) => { },
            given => new AddCommentInput { Ticket = $"{given.Ticket.Id}", Author = Ann, Text = "words", Public = true },
            (stand, given) => stand.Zendesk.State.CommentsOf(given.Ticket.Id).Count(c => c.Body == "words")),
        ["zendesk.set_status"] = new(
            (_, _) => { },
            given => new SetStatusInput { Ticket = $"{given.Ticket.Id}", Status = "pending" },
            (_, given) => given.Ticket.Status == "pending" ? 1 : 0),
        ["zendesk.set_priority"] = new(
            (_, _) => { },
            given => new SetPriorityInput { Ticket = $"{given.Ticket.Id}", Priority = "urgent" },
            (_, given) => given.Ticket.Priority == "urgent" ? 1 : 0),
        ["zendesk.add_tags"] = new(
            (_, _) => { },
            given => new Hub.Connectors.Zendesk.AddTagsInput { Ticket = $"{given.Ticket.Id}", Tags = ["vip"] },
            (_, given) => given.Ticket.Tags.Count(t => t == "vip")),
        ["shopify.add_tags"] = new(
            (_, _) => { },
            given => new Hub.Connectors.Shopify.Actions.AddTagsInput($"{given.Order.Id}", ["vip"]),
            (stand, given) => stand.Shopify.State.TagsOf(given.Order).Count(t => t == "vip")),
        ["shopify.remove_tags"] = new(
            (stand, given) => stand.Shopify.State.Tag(given.Order.Gid, ["old"], add: true),
            given => new RemoveTagsInput($"{given.Order.Id}", ["old"]),
            (stand, given) => stand.Shopify.State.TagsOf(given.Order).Count == 0 ? 1 : 0),
        ["zoho.upsert_lead"] = new(
            (_, _) => { },
            _ => new UpsertLeadInput { Customer = Ann, Source = "WhatsApp" },
            (stand, _) => stand.Zoho.State.Records.Count(record => record.Module == "Leads" && record.Text("Hub_Customer") == Ann.Id)),
        ["zoho.upsert_contact"] = new(
            (_, _) => { },
            _ => new UpsertContactInput { Customer = Ann },
            (stand, _) => stand.Zoho.State.Records.Count(record => record.Module == "Contacts" && record.Text("Hub_Customer") == Ann.Id)),
    };

    private EffectStand stand = null!;
    private Given given = null!;

    static EffectCompliance()
    {
        foreach (var (name, module) in (IReadOnlyList<(string, string)>)[("lead", "Leads"), ("contact", "Contacts"), ("deal", "Deals"), ("case", "Cases")])
        {
            Cases[$"zoho.update_{name}"] = OfZoho(module, id => new UpdateRecordInput { Record = id, Fields = new Dictionary<string, System.Text.Json.JsonElement> { ["Description"] = System.Text.Json.JsonElement.Parse("\"words\"") } }, record => record.Text("Description") == "words" ? 1 : 0);
            Cases[$"zoho.add_{name}_note"] = OfZoho(module, id => new AddNoteInput { Record = id, Text = "words" }, record => record.Notes.Count);
            Cases[$"zoho.attach_{name}_file"] = OfZoho(module, id => new AttachFileInput { Record = id, Name = "photo.jpg", Base64 = "AAAA" }, record => record.Attachments.Count);
            Cases[$"zoho.add_{name}_tags"] = OfZoho(module, id => new TagsInput { Record = id, Tags = ["vip"] }, record => record.Tags.Count(tag => tag == "vip"));
            Cases[$"zoho.remove_{name}_tags"] = OfZoho(module, id => new TagsInput { Record = id, Tags = ["old"] }, record => record.Tags.Count == 0 ? 1 : 0);
        }
    }

    public static TheoryData<string> Names => [.. Cases.Keys];

    public async Task InitializeAsync()
    {
        stand = await EffectStand.StartAsync();
        var desk = stand.Zendesk.State;
        desk.Create(System.Text.Json.Nodes.JsonNode.Parse("""{"ticket": {"subject": "s", "comment": {"body": "first"}}}"""), null, "");
        var shop = stand.Shopify.State;
        given = new(desk.Tickets[0], shop.Place(shop.Add("Ann", "Example", Phone, "en", "DE")), Sandbox.Zoho.ZohoState.Modules.ToDictionary(module => module, module => stand.Zoho.State.Add(module, ("Last_Name", "Example"))));
        foreach (var record in given.Crm.Values) record.Tags.Add("old");
    }

    public async Task DisposeAsync() => await stand.DisposeAsync();

    [Fact]
    public void EveryAction_IsTriedHere() =>
        Cases.Keys.Order(StringComparer.Ordinal).ShouldBe(EffectStand.Connectors.SelectMany(c => c.Actions).Select(a => a.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AnswerThatNeverComes_LeavesTheEffectOnce(string name)
    {
        var (connection, vendor, action) = stand.Of(name);
        var test = Cases[name];
        test.Prepare(stand, given);
        var call = new ActionCall(CommandId, test.Input(given), connection.Time.GetUtcNow());

        // Two tries whose last change is made and not answered: the first may only get as far as a user; then one without a fault.
        ActionOutcome? outcome = null;
        for (var attempt = 1; attempt <= 3 && outcome is null; attempt++)
        {
            vendor.Faults.Clear();
            if (attempt < 3) vendor.Faults.Set(new(FaultKind.TimeoutAfterEffect, Count: 1, Seconds: 0.01));
            if (attempt > 1 && action.Effect is EffectClass.Findable) outcome = await action.FindAsync(call, Context(connection, attempt), CancellationToken.None);
            outcome ??= await TryAsync(action, call, Context(connection, attempt));
            if (outcome is null && action.Effect is EffectClass.Blind) break;
        }

        test.Effects(stand, given).ShouldBe(1);
        if (action.Effect is EffectClass.Blind)
        {
            outcome.ShouldBeNull();
            stand.WhatsApp.State.Messages.Single(m => m.FromBusiness).Mark.ShouldBe(CommandId, "a status must be able to say whose message it is of");
        }
        else
        {
            outcome.ShouldBeOfType<ActionOutcome.Done>();
        }
    }

    [Fact]
    public async Task KeyPastItsLifetime_IsFoundByItsMark()
    {
        var (connection, vendor, action) = stand.Of("zendesk.create_ticket");
        var call = new ActionCall(CommandId, Cases[action.Name].Input(given), connection.Time.GetUtcNow());
        (await action.FindAsync(call, Context(connection, 1), CancellationToken.None)).ShouldBeNull();
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            vendor.Faults.Set(new(FaultKind.TimeoutAfterEffect, Count: 1, Seconds: 0.01));
            (await TryAsync(action, call, Context(connection, attempt))).ShouldBeNull();
        }

        stand.Advance(((EffectClass.Keyed)action.Effect).Lifetime);

        var found = (await action.FindAsync(call, Context(connection, 3), CancellationToken.None)).ShouldBeOfType<ActionOutcome.Done>();
        found.VendorId.ShouldBe($"{stand.Zendesk.State.Tickets[^1].Id}");
    }

    [Fact]
    public async Task CommentsThatWentAsOne_AreEachFoundByTheirMark()
    {
        var (connection, _, action) = stand.Of("zendesk.add_comment");
        var calls = Enumerable.Range(0, action.MaxMerged)
            .Select(n => new ActionCall($"{n:x32}", new AddCommentInput { Ticket = $"{given.Ticket.Id}", Text = $"words {n}", Public = true }, connection.Time.GetUtcNow())).ToList();

        (await action.PerformAsync(calls, Context(connection, 1), CancellationToken.None)).ShouldBeOfType<ActionOutcome.Done>();

        stand.Zendesk.State.CommentsOf(given.Ticket.Id).Count.ShouldBe(2);
        foreach (var call in calls) (await action.FindAsync(call, Context(connection, 2), CancellationToken.None)).ShouldBeOfType<ActionOutcome.Done>(call.CommandId);
        (await action.FindAsync(new("f", calls[0].Input, connection.Time.GetUtcNow()), Context(connection, 2), CancellationToken.None)).ShouldBeNull();
    }

    private static async Task<ActionOutcome?> TryAsync(IAction action, ActionCall call, ActionContext context)
    {
        try
        {
            return await action.PerformAsync([call], context, CancellationToken.None);
        }
        catch (HttpRequestException error)
        {
            VendorErrors.OfNetwork(error).Kind.ShouldBe(FailureKind.Unknown);
            return null;
        }
    }

    private static ActionContext Context(Connection connection, int attempt) => new()
    {
        Connection = connection,
        Attempt = attempt,
        Address = new(Phone[1..], null),
        Template = new() { Name = "we_have_an_answer", Language = "en", Category = "utility", Status = "approved", Body = "Hi {{1}}", BodyParameters = ["1"] },
    };

    private static EffectCase OfZoho(string module, Func<string, object> input, Func<Sandbox.Zoho.CrmRecord, int> effects) =>
        new((_, _) => { }, given => input(given.Crm[module].Id), (_, given) => effects(given.Crm[module]));

    private sealed record Given(Ticket Ticket, Sandbox.Shopify.Order Order, IReadOnlyDictionary<string, Sandbox.Zoho.CrmRecord> Crm);

    private sealed record EffectCase(Action<EffectStand, Given> Prepare, Func<Given, object> Input, Func<EffectStand, Given, int> Effects);
}
