using System.Security.Cryptography;
using Sandbox;
using Sandbox.Stories;
using Sandbox.Vendors;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>Webhooks never come, and their vendors take them for delivered. The seed stands in the output.</summary>
public sealed class LostWebhooksTests(ITestOutputHelper output)
{
    [Fact]
    public async Task LostWebhooks_AreFoundByTheComparison_AndDoTheirWork()
    {
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        await using var world = await World.StartAsync(new WorldSettings { Seed = seed }.For(new OutagesStory()), CancellationToken.None);
        var person = TicketStory.Newcomer(world);
        world.WhatsApp.State.Write(person, "Where is my order?");
        await world.SettleAsync(CancellationToken.None);
        var ticket = world.Zendesk.State.TicketsOf(person.Phone).ShouldHaveSingleItem();
        foreach (var vendor in (IVendor[])[world.Shopify, world.Zendesk]) vendor.Faults.Set(new(FaultKind.Lose, Rate: 1));
        world.Zendesk.State.Reply(ticket.Id, "It left today.");
        var (buyer, order) = OutagesStory.Order(world);
        world.Shopify.State.Fulfil(order, 1);
        await world.SettleAsync(CancellationToken.None);
        world.WhatsApp.State.SentTo(person).ShouldBeEmpty();
        ShipmentStory.ShippedTo(world, buyer).ShouldBeEmpty();
        foreach (var vendor in (IVendor[])[world.Shopify, world.Zendesk]) vendor.Faults.Clear();

        await world.MoveAsync(TimeSpan.FromMinutes(5), CancellationToken.None);
        var comparing = new Comparing(world);
        (await comparing.RunAsync("desk", CancellationToken.None)).ShouldBe(1, "the agent's answer");
        (await comparing.RunAsync("shop", CancellationToken.None)).ShouldBe(world.Shopify.Webhooks.Lost.Count, "every webhook of the order, its buyer and its shipment");
        await world.SettleAsync(CancellationToken.None);
        world.WhatsApp.State.SentTo(person).Select(message => message.Text).ShouldBe(["It left today."]);
        ShipmentStory.ShippedTo(world, buyer).Count.ShouldBe(1);
        world.Shopify.State.TagsOf(order).ShouldBe(["whatsapp-sent"]);
        foreach (var connection in (string[])["desk", "shop"]) (await comparing.RunAsync(connection, CancellationToken.None)).ShouldBe(0, connection);
    }
}
