using Sandbox.WhatsApp;
using Sandbox.Zoho;

namespace Sandbox.Stories;

/// <summary>Somebody whose phone number nobody sees clicks an advertisement.</summary>
internal sealed class LeadStory : IStory
{
    private const string Template = "documents_required";
    private const string Status = "Documents required";

    public string Title => "Who writes from an advertisement without a phone number is a lead, with their photo, and is asked for documents once";

    public IReadOnlyList<string> MappingFiles => ["examples/ad-lead.yaml"];

    public async Task PlayAsync(Stage stage)
    {
        var (world, chats, crm) = (stage.World, stage.World.WhatsApp.State, stage.World.Zoho.State);
        var somebody = world.People.New();
        var person = chats.AddNamed(somebody.Phone, somebody.Name, somebody.FirstName.ToLowerInvariant());

        await stage.ActAsync($"{person.Name}, who shows a user name in the place of a phone number, clicks the advertisement “A new kitchen by summer” and writes: “Hi, I saw your ad”", () => chats.Come(person, "Hi, I saw your ad", "A new kitchen by summer", "120200001234560000"));
        var lead = LeadOf(crm, person);
        await stage.HoldsAsync("a lead with their name is in Zoho", lead is not null);
        await stage.HoldsAsync("with source and campaign", lead!.Text("Lead_Source") == "Advertisement" && lead.Text("Ad_Campaign") == "A new kitchen by summer" && lead.Text("Ad_Id") == "120200001234560000");
        await stage.HoldsAsync("and without a phone number, which nobody has told", lead.Text("Phone") is null && lead.Text("Mobile") is null);
        await stage.HoldsAsync("the answer went to their user id", world.WhatsApp.Log.Calls.Any(call => call.Body.Contains($"\"recipient\":\"{person.UserId}\"", StringComparison.Ordinal)));

        var photo = world.WhatsApp.Files.Make("image", "a photograph of a kitchen");
        await stage.ActAsync($"{person.Name} sends a photo.", () => world.WhatsApp.Send(person, photo));
        await stage.HoldsAsync("it is attached to the lead, once", lead.Attachments.Count == 1 && lead.Attachments[0].Bytes >= photo.Bytes.Length);
        await stage.HoldsAsync("and to nothing else", crm.Records.Sum(record => record.Attachments.Count) == 1);

        var spoiled = world.WhatsApp.Files.Make("document", "half a contract", Spoiled.Gone);
        await stage.ActAsync($"{person.Name} sends a document that WhatsApp has lost, and a word after it.", () =>
        {
            world.WhatsApp.Send(person, spoiled, "My contract");
            chats.Write(person, "Did you get it?");
        });
        await stage.HoldsAsync("its words and the word after it came all the same", (await world.Api.ThreadAsync(person.UserId!, stage.Cancel))?["messages"]?.AsArray().Count(message => (string?)message?["direction"] == "in") == 4);
        await stage.HoldsAsync("nothing was attached", lead.Attachments.Count == 1);

        // What changes right after a record was made is taken for a part of its making.
        await stage.PassAsync("Some minutes pass.", TimeSpan.FromMinutes(5));
        await SetAsync(stage, lead, Status, $"{crm.Seller.Name} sets the lead to “{Status}”.");
        await stage.HoldsAsync($"{Template} went out, to their user id", Sent(chats, person) == 1);
        await SetAsync(stage, lead, "Contacted", "The lead is set to “Contacted”.");
        await SetAsync(stage, lead, Status, $"And to “{Status}” again.");
        await stage.HoldsAsync($"{Template} went out once", Sent(chats, person) == 1);
        stage.ShowHoldings();
    }

    // In a storm the one notification may be dropped: the change is found then when the hub compares, every quarter of an hour.
    private static async Task SetAsync(Stage stage, CrmRecord lead, string status, string what)
    {
        var known = await ProcessedAsync(stage);
        await stage.ActAsync(what, () => stage.World.Zoho.State.Change(lead, "Lead_Status", status), "the hub has found the change", async () =>
        {
            if (await ProcessedAsync(stage) > known) return true;
            if (stage.World.IsStormy) await stage.World.MoveAsync(TimeSpan.FromSeconds(30), stage.Cancel);
            return false;
        });
        await stage.World.SettleAsync(stage.Cancel);
    }

    private static async Task<int> ProcessedAsync(Stage stage) =>
        (await stage.World.Api.EventsAsync("connection=zoho", stage.Cancel)).Count(e => (string?)e["type"] == "zoho.lead.changed" && (string?)e["state"] != "pending");

    private static CrmRecord? LeadOf(ZohoState crm, Person person) => crm.Records.SingleOrDefault(record => record.Module == "Leads" && $"{record.Text("First_Name")} {record.Text("Last_Name")}".Trim() == person.Name);

    private static int Sent(WhatsAppState chats, Person person) => chats.SentTo(person).Count(message => message.Template == Template);
}
