using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Connectors.Tests.HubSpot;
using Connectors.Tests.Shopify;
using Connectors.Tests.Square;
using Connectors.Tests.WhatsApp;
using Connectors.Tests.Zendesk;
using Connectors.Tests.Zoho;
using Hub.Connectors;

namespace Connectors.Tests;

/// <summary>
/// Every sample of every vendor is read as what it is: <c>samples.txt</c> names each file and the events that it becomes, or the shape by which an answer is read, or why it is neither.
/// <c>HUB_GOLDEN=write</c> writes the table of now, to be read in the diff.
/// </summary>
public sealed class SampleTableTests
{
    private static readonly string Table = Path.Combine(Repository.Root, "tests", "Connectors.Tests", "samples.txt");

    // How the names of webhooks begin, and how one is read.
    private static readonly IReadOnlyList<(string Vendor, string Begin, Func<string, byte[], IEnumerable<IncomingEvent>> Read)> Webhooks =
    [
        ("hubspot", "webhook-", (_, body) => HubSpotStandIn.Connector.Read(HubSpotStandIn.Deliver(body, HubSpotStandIn.Options, Clock.Start))),
        ("shopify", "webhook.", (name, body) => new Shop().Connector.Read(Shop.Deliver(body, Shop.Options, Shop.TopicOf(name)))),
        ("square", "webhook.", (_, body) => SquareStandIn.Connector.Read(SquareStandIn.Deliver(body, SquareStandIn.Options))),
        ("whatsapp", "webhook.", (_, body) => WhatsAppStand.Connector.Read(WhatsAppStand.Delivery(body, WhatsAppStand.Options))),
        ("zendesk", "event-", (_, body) => ZendeskStandIn.Connector.Read(ZendeskStandIn.Deliver(body, ZendeskStandIn.Options, Clock.Start))),
        ("zoho", "notification-update-", (_, body) => ZohoStandIn.Read(System.Text.Encoding.UTF8.GetString(body))),
    ];

    // The answers to calls that the connectors make, by how their names begin, with the shape by which they are read; the first that fits.
    private static readonly IReadOnlyList<(string Vendor, string Begin, JsonTypeInfo Shape)> Answers =
    [
        ("square", "response.BatchRetrieveOrders.", Hub.Connectors.Square.SquareWire.Default.OrderList),
        ("square", "response.CancelBooking.", Hub.Connectors.Square.SquareWire.Default.BookingAnswer),
        ("square", "response.CreateBooking.", Hub.Connectors.Square.SquareWire.Default.BookingAnswer),
        ("square", "response.CreateCustomer.", Hub.Connectors.Square.SquareWire.Default.CustomerAnswer),
        ("square", "response.ListBookings.", Hub.Connectors.Square.SquareWire.Default.BookingList),
        ("square", "response.ListWebhookSubscriptions.", Hub.Connectors.Square.SquareWire.Default.SubscriptionList),
        ("square", "response.ObtainToken.", Hub.Connectors.Square.SquareWire.Default.TokenGiven),
        ("square", "response.RetrieveBooking.", Hub.Connectors.Square.SquareWire.Default.BookingAnswer),
        ("square", "response.RetrieveBusinessBookingProfile.", Hub.Connectors.Square.SquareWire.Default.BookingProfileAnswer),
        ("square", "response.RetrieveCatalogObject.", Hub.Connectors.Square.SquareWire.Default.CatalogAnswer),
        ("square", "response.RetrieveCustomer.", Hub.Connectors.Square.SquareWire.Default.CustomerAnswer),
        ("square", "response.RetrieveLocation.", Hub.Connectors.Square.SquareWire.Default.LocationAnswer),
        ("square", "response.RetrieveOrder.", Hub.Connectors.Square.SquareWire.Default.OrderAnswer),
        ("square", "response.RetrieveTokenStatus.", Hub.Connectors.Square.SquareWire.Default.TokenStatus),
        ("square", "response.RetrieveWebhookSubscription.", Hub.Connectors.Square.SquareWire.Default.SubscriptionAnswer),
        ("square", "response.SearchAvailability.", Hub.Connectors.Square.SquareWire.Default.TimesAnswer),
        ("square", "response.SearchCustomers.", Hub.Connectors.Square.SquareWire.Default.CustomerList),
        ("square", "response.SearchEvents.", Hub.Connectors.Square.SquareWire.Default.EventList),
        ("square", "response.UpdateBooking.", Hub.Connectors.Square.SquareWire.Default.BookingAnswer),
        ("square", "response.UpdateCustomer.", Hub.Connectors.Square.SquareWire.Default.CustomerAnswer),
        ("square", "response.UpdateWebhookSubscription.", Hub.Connectors.Square.SquareWire.Default.SubscriptionAnswer),
        ("whatsapp", "error.", Hub.Connectors.WhatsApp.WhatsAppApiJson.Default.GraphAnswer),
        ("whatsapp", "response.getPhoneNumberById.", Hub.Connectors.WhatsApp.WhatsAppApiJson.Default.NumberNode),
        ("whatsapp", "response.getTemplateByName", Hub.Connectors.WhatsApp.WhatsAppApiJson.Default.TemplatePage),
        ("whatsapp", "response.meta-docs.messaging-limit", Hub.Connectors.WhatsApp.WhatsAppApiJson.Default.NumberNode),
        ("whatsapp", "response.meta-docs.phone-number", Hub.Connectors.WhatsApp.WhatsAppApiJson.Default.NumberNode),
        ("whatsapp", "response.meta-docs.sendMessage", Hub.Connectors.WhatsApp.WhatsAppApiJson.Default.SendAnswer),
        ("whatsapp", "response.sendMessage.", Hub.Connectors.WhatsApp.WhatsAppApiJson.Default.SendAnswer),
        ("whatsapp", "template-definitions.", Hub.Connectors.WhatsApp.WhatsAppApiJson.Default.TemplatePage),
        ("zendesk", "api-amp-read_incremental_tickets", Hub.Connectors.Zendesk.ZendeskJson.Default.TicketList),
        ("zendesk", "api-amp-read_triggers", Hub.Connectors.Zendesk.ZendeskJson.Default.TriggerList),
        ("zendesk", "api-get_ticket.", Hub.Connectors.Zendesk.ZendeskJson.Default.TicketAnswer),
        ("zendesk", "api-get_ticket_audits.", Hub.Connectors.Zendesk.ZendeskJson.Default.AuditList),
        ("zendesk", "api-get_tickets.", Hub.Connectors.Zendesk.ZendeskJson.Default.TicketList),
        ("zendesk", "api-get_user.", Hub.Connectors.Zendesk.ZendeskJson.Default.UserAnswer),
        ("zendesk", "api-get_users.", Hub.Connectors.Zendesk.ZendeskJson.Default.UserList),
        ("zendesk", "api-post_ticket.", Hub.Connectors.Zendesk.ZendeskJson.Default.TicketAnswer),
        ("zendesk", "api-post_users.", Hub.Connectors.Zendesk.ZendeskJson.Default.UserAnswer),
        ("zendesk", "api-put_tags.", Hub.Connectors.Zendesk.ZendeskJson.Default.TagsBody),
        ("zendesk", "api-put_ticket.", Hub.Connectors.Zendesk.ZendeskJson.Default.TicketAnswer),
        ("zendesk", "api-put_user.", Hub.Connectors.Zendesk.ZendeskJson.Default.UserAnswer),
    ];

    // What a connector neither gets nor asks for, or what another table names.
    private static readonly IReadOnlyList<(string Vendor, string Begin, string Why)> Others =
    [
        ("hubspot", "api-", "an answer of the API, named in HubSpotSamplesTests"),
        ("hubspot", "signature-", "a vector of an older signature, checked in HubSpotSignatureTests"),
        ("shopify", "rest.", "an answer of the REST API, which is not asked"),
        ("square", "request.", "a request as the vendor shows it"),
        ("square", "response.", "an answer to a call that is not made"),
        ("whatsapp", "request.", "a request as the vendor shows it"),
        ("whatsapp", "response.", "an answer to a call that is not made"),
        ("zendesk", "api-", "an answer to a call that is not made, or an error of ZendeskErrorsTests"),
        ("zendesk", "webhook-request-headers.", "the headers of a delivery without its body"),
        ("zoho", "", "an answer of the API or of Zoho Desk, named in ZohoReaderTests"),
    ];

    [SharedFact(SharedContracts.Root)]
    public void EverySample_IsReadAsTheTableSays()
    {
        List<string> lines = [];
        foreach (var vendor in Webhooks.Select(one => one.Vendor))
        {
            lines.Add($"{vendor}");
            lines.AddRange(SharedContracts.Samples(vendor).OrderBy(file => Path.GetFileName(file), StringComparer.Ordinal).Select(file => $"  {Path.GetFileName(file)}: {Of(vendor, Path.GetFileName(file), File.ReadAllBytes(file))}"));
        }

        if (Environment.GetEnvironmentVariable("HUB_GOLDEN") == "write") File.WriteAllText(Table, string.Join('\n', lines) + '\n');
        lines.ShouldBe(File.ReadAllLines(Table));
    }

    private static string Of(string vendor, string name, byte[] body)
    {
        if (Webhooks.FirstOrDefault(one => one.Vendor == vendor && name.StartsWith(one.Begin, StringComparison.Ordinal)) is { Read: { } read })
        {
            var events = read(name, body).ToList();
            return events.Count == 0 ? "no event" : string.Join(" + ", events.GroupBy(one => $"{one.Type} {one.Subject}").Select(same => same.Count() == 1 ? same.Key : string.Create(CultureInfo.InvariantCulture, $"{same.Count()} × {same.Key}")));
        }

        if (Answers.FirstOrDefault(one => one.Vendor == vendor && name.StartsWith(one.Begin, StringComparison.Ordinal)) is { Shape: { } shape })
        {
            JsonSerializer.Deserialize(body, shape).ShouldNotBeNull(name);
            return $"read as {shape.Type.Name}";
        }

        return Others.FirstOrDefault(one => one.Vendor == vendor && name.StartsWith(one.Begin, StringComparison.Ordinal)).Why ?? throw new InvalidOperationException($"{vendor}/{name} is not named.");
    }
}
