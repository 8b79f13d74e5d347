namespace Sandbox;

/// <summary>What a newcomer can do by hand.</summary>
internal static class Invitation
{
    /// <summary>Calls of the simulated vendors.</summary>
    public static string Calls(VendorSet vendors) =>
        $$"""
          write as a customer      curl -s {{vendors.WhatsApp.Address}}_sandbox/messages -d '{"from": "+4915100000001", "name": "Ada", "text": "Hello"}'
          somebody without it      curl -s {{vendors.WhatsApp.Address}}_sandbox/people -d '{"phone": "+4915187654321", "whatsapp": "no"}'
                                   (later: a status says so, instead of the answer)
          answer as an agent       curl -s {{vendors.Zendesk.Address}}_sandbox/tickets/newest/comments -d '{"text": "Good morning", "public": true}'
                                   (newest, or the number of a ticket)
          order as a buyer         curl -s {{vendors.Shopify.Address}}_sandbox/orders -d '{"first_name": "Ada", "phone": "+4915100000001", "locale": "en"}'
          ship as the shop         curl -s {{vendors.Shopify.Address}}_sandbox/orders/newest/fulfillments -d '{"parcels": 2}'
          book as a customer       curl -s {{vendors.Square.Address}}_sandbox/bookings -d '{"first_name": "Ada", "phone": "+4915100000001", "in_hours": 72}'
          cancel the booking       curl -s {{vendors.Square.Address}}_sandbox/bookings/newest -d '{"status": "cancelled_by_customer"}'
          let 25 hours pass        curl -s {{vendors.WhatsApp.Address}}_sandbox/clock -d '{"advance": "25:00:00"}'
                                   (for the hub and all vendors)
          let a vendor fail        curl -s {{vendors.Zendesk.Address}}_sandbox/faults -d '{"kind": "server_error", "count": 3}'
          look at a vendor         curl -s {{vendors.WhatsApp.Address}}_sandbox/state      (zendesk: {{vendors.Zendesk.Address}}  shopify: {{vendors.Shopify.Address}}  hubspot: {{vendors.HubSpot.Address}}
                                    zoho: {{vendors.Zoho.Address}}  square: {{vendors.Square.Address}})
        """;
}
