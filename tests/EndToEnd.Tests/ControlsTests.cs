using EndToEnd.Tests.Vendors;
using Sandbox;

namespace EndToEnd.Tests;

public class ControlsTests
{
    [Fact]
    public async Task WrongBodies_AreAnsweredWithASentence()
    {
        var vendors = await VendorSet.StartAsync(new() { Seed = 1 }, new("https://hub.example"));
        await using var whatsApp = vendors.WhatsApp;
        await using var zendesk = vendors.Zendesk;
        await using var shopify = vendors.Shopify;
        await using var hubSpot = vendors.HubSpot;
        using var clock = vendors.Clock;
        using var chats = new VendorClient(whatsApp);
        using var desk = new VendorClient(zendesk);
        using var shop = new VendorClient(shopify);
        var order = (await shop.PostAsync("_sandbox/orders", "")).Json!["id"]!.ToString();
        foreach (var (client, path, body, sentence) in new[]
        {
            (chats, "messages", """{"from": "abc", "text": "Hi"}""", "\"from\" must be a phone number in international form, such as +4915100000001."),
            (chats, "messages", """{"from": "+4915100000001", "text": 7}""", "\"text\" must be a text."),
            (chats, "messages", """{"text": "Hi"}""", "Give {\"from\": "),
            (chats, "messages", "from", "The body is no JSON."),
            (chats, "people", """{"name": "Ben"}""", "Give {\"phone\": "),
            (chats, "people", """{"phone": "+4915100000001", "whatsapp": "never"}""", "\"whatsapp\" must be one of yes, no, later."),
            (chats, "limit", """{}""", "Give {\"tier\": "),
            (chats, "faults", """{"kind": "delay", "rate": 7}""", "\"rate\" must be a number from 0 to 1."),
            (chats, "clock", """{"advance": "1 day"}""", "\"advance\" must be hours:minutes:seconds of at most a year, such as 25:00:00."),
            (shop, $"orders/{order}/fulfillments", """{"parcels": "zwei"}""", "\"parcels\" must be a whole number from 1 to 20."),
            (shop, $"orders/{order}/fulfillments", """{"status": "gone"}""", "\"status\" must be one of pending, success."),
            (shop, "orders", """{"phone": []}""", "\"phone\" must be a text."),
        })
        {
            var (status, json, _) = await client.PostAsync($"_sandbox/{path}", body);
            status.ShouldBe(400, body);
            ((string)json!["error"]!).ShouldStartWith(sentence);
        }

        (await desk.PostAsync("_sandbox/tickets/newest/comments", """{"text": "Hi"}""")).Status.ShouldBe(404);
        vendors.WhatsApp.State.People.ShouldBeEmpty();
    }
}
