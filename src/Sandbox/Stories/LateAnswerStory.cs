namespace Sandbox.Stories;

/// <summary>An agent answers when the window is closed.</summary>
internal sealed class LateAnswerStory : IStory
{
    private const string Template = "we_have_an_answer";

    public string Title => "An agent answers after 25 hours: a template goes out, and the words wait for the customer";

    public async Task PlayAsync(Stage stage)
    {
        var (world, chats, desk) = (stage.World, stage.World.WhatsApp.State, stage.World.Zendesk.State);
        var person = TicketStory.Newcomer(world);
        await stage.ActAsync($"{person.Name} writes: “Can I change the colour?”", () => chats.Write(person, "Can I change the colour?"));
        var ticket = desk.TicketsOf(person.Phone)[0];

        await stage.PassAsync("25 hours pass: the window is closed.", TimeSpan.FromHours(25));
        await stage.ActAsync("The agent answers: “Yes, to blue.”", () => desk.Reply(ticket.Id, "Yes, to blue."));
        await stage.HoldsAsync($"the template {Template} goes out once, and the agent's words do not", chats.SentTo(person).Select(m => m.Template).SequenceEqual([Template]));
        await stage.HoldsAsync("the words wait", "state=kept", kept => kept.Count(c => c.ToJsonString().Contains("Yes, to blue.", StringComparison.Ordinal)) == 1);
        await stage.HoldsAsync("an internal note on the ticket says so at once", desk.CommentsOf(ticket.Id).Count(c => !c.IsPublic && c.ByApi) == 1);

        await stage.ActAsync($"{person.Name} answers: “Tell me!”", () => chats.Write(person, "Tell me!"));
        await stage.HoldsAsync("the words go, once", chats.SentTo(person).Select(m => m.Template ?? m.Text).SequenceEqual([Template, "Yes, to blue."]));

        await stage.PassAsync("Another 25 hours pass.", TimeSpan.FromHours(25));
        await stage.ActAsync("The agent answers twice: “It costs 5 euros.” and “Shall we?”", () =>
        {
            desk.Reply(ticket.Id, "It costs 5 euros.");
            desk.Reply(ticket.Id, "Shall we?");
        });
        await stage.HoldsAsync("two late replies send one template", chats.SentTo(person).Skip(2).Select(m => m.Template).SequenceEqual([Template]));
        await stage.ActAsync($"{person.Name} answers: “Yes?”", () => chats.Write(person, "Yes?"));
        await stage.HoldsAsync("and then both texts, in order", chats.SentTo(person).Skip(3).Select(m => m.Text).SequenceEqual(await stage.ArrivedAsync(ticket, "It costs 5 euros.", "Shall we?")));
        stage.ShowHoldings();
    }
}
