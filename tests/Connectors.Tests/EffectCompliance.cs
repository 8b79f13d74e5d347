using Hub.Connectors;
using Hub.Connectors.HubSpot.Actions;
using Hub.Connectors.Shopify.Actions;
using Hub.Connectors.Square;
using Hub.Connectors.WhatsApp;
using Hub.Connectors.Zendesk;
using Hub.Connectors.Zoho;
using Sandbox.HubSpot;
using Sandbox.Vendors;
using Sandbox.Zendesk;

namespace Connectors.Tests;

/// <summary>What an action's effect class promises, tried on a vendor whose answer never comes: the effect stands once, or nobody repeats it.</summary>
public sealed class EffectCompliance : IAsyncLifetime
{
    private const string Phone = "+4915100000001";
    internal const string CommandId = "0123456789abcdef0123456789abcdef";

    private static readonly CustomerRef Ann = new("c1", "Ann Example", Phone, null, "en");

    // Whom Square does not know yet.
    private static readonly CustomerRef Newcomer = new("c2", "Ben Example", "+4915100000002", null, "en");

    /// <summary>What is asked of each action, by its name.</summary>
    internal static readonly Dictionary<string, EffectCase> Cases = new()
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
            _ => new Hub.Connectors.Zendesk.CreateTicketInput { Requester = Ann, Subject = "s", Text = "words" },
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
        ["hubspot.upsert_contact"] = new(
            (stand, _) => Mark(stand, "contacts", "hub_customer_id"),
            _ => new Hub.Connectors.HubSpot.Actions.UpsertContactInput { Customer = Ann with { Id = "c2", Phone = "+4915100000002" } },
            (stand, _) => stand.HubSpot.State.Of("contacts").Count(c => c["phone"] == "+4915100000002")),
        ["hubspot.update_contact"] = new(
            (_, _) => { },
            given => new UpdateContactInput { Contact = given.Contact.Key, Properties = new Dictionary<string, string> { ["company"] = "Acme" } },
            (_, given) => given.Contact["company"] == "Acme" ? 1 : 0),
        ["hubspot.log_message"] = new(
            (stand, _) => Mark(stand, "communications", "hub_command_id"),
            given => new LogMessageInput { Contact = given.Contact.Key, Ticket = given.Request.Key, Text = "words" },
            (stand, given) => stand.HubSpot.State.Of("communications").Count == 1 ? stand.HubSpot.State.With(given.Contact, "communications").Intersect(stand.HubSpot.State.With(given.Request, "communications")).Count() : -1),
        ["hubspot.add_contact_note"] = new(
            (stand, _) => Mark(stand, "notes", "hub_command_id"),
            given => new AddContactNoteInput { Contact = given.Contact.Key, Text = "words" },
            (stand, given) => stand.HubSpot.State.Of("notes").Count == 1 ? stand.HubSpot.State.With(given.Contact, "notes").Count : -1),
        ["hubspot.add_deal_note"] = new(
            (stand, _) => Mark(stand, "notes", "hub_command_id"),
            given => new AddDealNoteInput { Deal = given.Deal.Key, Text = "words" },
            (stand, given) => stand.HubSpot.State.Of("notes").Count == 1 ? stand.HubSpot.State.With(given.Deal, "notes").Count : -1),
        ["hubspot.add_ticket_note"] = new(
            (stand, _) => Mark(stand, "notes", "hub_command_id"),
            given => new AddTicketNoteInput { Ticket = given.Request.Key, Text = "words" },
            (stand, given) => stand.HubSpot.State.Of("notes").Count == 1 ? stand.HubSpot.State.With(given.Request, "notes").Count : -1),
        ["hubspot.create_deal"] = new(
            (stand, _) => Mark(stand, "deals", "hub_command_id"),
            given => new CreateDealInput { Name = "Bike", Contact = given.Contact.Key },
            (stand, given) => stand.HubSpot.State.Of("deals").Count == 2 ? stand.HubSpot.State.With(given.Contact, "deals").Count : -1),
        ["hubspot.update_deal"] = new(
            (_, _) => { },
            given => new UpdateDealInput { Deal = given.Deal.Key, Stage = "closedwon" },
            (_, given) => given.Deal["dealstage"] == "closedwon" ? 1 : 0),
        ["hubspot.create_ticket"] = new(
            (stand, _) => Mark(stand, "tickets", "hub_command_id"),
            given => new Hub.Connectors.HubSpot.Actions.CreateTicketInput { Subject = "s", Contact = given.Contact.Key },
            (stand, given) => stand.HubSpot.State.Of("tickets").Count == 2 ? stand.HubSpot.State.With(given.Contact, "tickets").Count : -1),
        ["hubspot.update_ticket"] = new(
            (_, _) => { },
            given => new UpdateTicketInput { Ticket = given.Request.Key, Stage = "4" },
            (_, given) => given.Request["hs_pipeline_stage"] == "4" ? 1 : 0),
        ["hubspot.upload_file"] = new(
            (_, _) => { },
            _ => new UploadFileInput { Name = "a.txt", Text = "words" },
            (stand, _) => stand.HubSpot.State.Files.Count),
        ["zoho.upsert_lead"] = new(
            (_, _) => { },
            _ => new UpsertLeadInput { Customer = Ann, Source = "WhatsApp" },
            (stand, _) => stand.Zoho.State.Records.Count(record => record.Module == "Leads" && record.Text("Hub_Customer") == Ann.Id)),
        ["zoho.upsert_contact"] = new(
            (_, _) => { },
            _ => new Hub.Connectors.Zoho.UpsertContactInput { Customer = Ann },
            (stand, _) => stand.Zoho.State.Records.Count(record => record.Module == "Contacts" && record.Text("Hub_Customer") == Ann.Id)),
        ["square.upsert_customer"] = new(
            (_, _) => { },
            _ => new UpsertCustomerInput { Customer = Newcomer, Note = "words" },
            (stand, _) => stand.Square.State.Customers.Count(c => c.Fields["phone_number"] == Newcomer.Phone && c.Fields["note"] == "words")),
        ["square.create_booking"] = new(
            (_, _) => { },
            given => new CreateBookingInput
            {
                Customer = Newcomer,
                Location = given.Booking.LocationId,
                StartAt = given.Booking.StartAt.AddDays(1),
                Segments = [new() { Service = given.Booking.Service.Id, TeamMember = given.Booking.TeamMember }],
            },
            (stand, given) => stand.Square.State.Bookings.Count(b => b.Id != given.Booking.Id)),
        ["square.update_booking"] = new(
            (_, _) => { },
            given => new UpdateBookingInput { Booking = given.Booking.Id, Customer = Ann, CustomerNote = "words" },
            (_, given) => given.Booking is { Version: 1, CustomerNote: "words" } ? 1 : 0),
        ["square.cancel_booking"] = new(
            (_, _) => { },
            given => new CancelBookingInput { Booking = given.Booking.Id, Customer = Ann },
            (_, given) => given.Booking is { Version: 1, Status: "CANCELLED_BY_SELLER" } ? 1 : 0),
    };

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

    private EffectStand stand = null!;
    private Given given = null!;

    public static TheoryData<string> Names => [.. Cases.Keys];

    public async Task InitializeAsync()
    {
        stand = await EffectStand.StartAsync();
        given = Given.In(stand);
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

    // It leaves no mark: it is found by whose it is, when it begins and what it is for.
    [Fact]
    public async Task KeyPastItsLifetime_IsFoundByWhatWasMade()
    {
        var (connection, vendor, action) = stand.Of("square.create_booking");
        var call = new ActionCall(CommandId, Cases[action.Name].Input(given), connection.Time.GetUtcNow());
        (await action.FindAsync(call, Context(connection, 1), CancellationToken.None)).ShouldBeNull();
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            vendor.Faults.Set(new(FaultKind.TimeoutAfterEffect, Count: 1, Seconds: 0.01));
            (await TryAsync(action, call, Context(connection, attempt))).ShouldBeNull();
        }

        stand.Advance(((EffectClass.Keyed)action.Effect).Lifetime);

        var found = (await action.FindAsync(call, Context(connection, 3), CancellationToken.None)).ShouldBeOfType<ActionOutcome.Done>();
        found.VendorId.ShouldBe(stand.Square.State.Bookings.Single(booking => booking.Id != given.Booking.Id).Id);
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

    internal static ActionContext Context(Connection connection, int attempt) => new()
    {
        Connection = connection,
        Attempt = attempt,
        Address = new(Phone[1..], null),
        Template = new() { Name = "we_have_an_answer", Language = "en", Category = "utility", Status = "approved", Body = "Hi {{1}}", BodyParameters = ["1"] },
    };

    // The property by which the hub finds its own is there already.
    private static void Mark(EffectStand stand, string kind, string property) => stand.HubSpot.State.WithProperties(kind, all =>
    {
        all.AddGroup(kind, System.Text.Json.Nodes.JsonNode.Parse("""{"name": "g", "label": "g"}"""));
        return all.Add(kind, System.Text.Json.Nodes.JsonNode.Parse($$"""{"name": "{{property}}", "label": "l", "type": "string", "fieldType": "text", "groupName": "g", "hasUniqueValue": true}"""));
    });

    private static EffectCase OfZoho(string module, Func<string, object> input, Func<Sandbox.Zoho.CrmRecord, int> effects) =>
        new((_, _) => { }, given => input(given.Zoho[module].Id), (_, given) => effects(given.Zoho[module]));

    /// <summary>What each vendor holds before.</summary>
    internal sealed record Given(
        Ticket Ticket, Sandbox.Shopify.Order Order, CrmRecord Contact, CrmRecord Deal, CrmRecord Request, Sandbox.Square.Booking Booking, IReadOnlyDictionary<string, Sandbox.Zoho.CrmRecord> Zoho)
    {
        /// <summary>Puts it there.</summary>
        public static Given In(EffectStand stand)
        {
            var desk = stand.Zendesk.State;
            desk.Create(System.Text.Json.Nodes.JsonNode.Parse("""{"ticket": {"subject": "s", "comment": {"body": "first"}}}"""), null, "");
            var shop = stand.Shopify.State;
            var crm = stand.HubSpot.State;
            var bookings = stand.Square.State;
            var zoho = Sandbox.Zoho.ZohoState.Modules.ToDictionary(module => module, module => stand.Zoho.State.Add(module, ("Last_Name", "Example")));
            foreach (var record in zoho.Values) record.Tags.Add("old");
            return new(
                desk.Tickets[0], shop.Place(shop.Add("Ann", "Example", Phone, "en", "DE")),
                crm.Add("contacts", new Dictionary<string, string> { ["firstname"] = "Ann", ["phone"] = Phone }),
                crm.Add("deals", new Dictionary<string, string> { ["dealname"] = "d", ["dealstage"] = "new" }),
                crm.Add("tickets", new Dictionary<string, string> { ["subject"] = "s", ["hs_pipeline_stage"] = "1" }),
                bookings.Book(bookings.Add("Ann", "Example", Phone), stand.Connections[0].Connection.Time.GetUtcNow().AddDays(3)),
                zoho);
        }
    }

    /// <summary>One action: what the vendor needs before, what the action is given, and how often its effect stands.</summary>
    internal sealed record EffectCase(Action<EffectStand, Given> Prepare, Func<Given, object> Input, Func<EffectStand, Given, int> Effects);
}
