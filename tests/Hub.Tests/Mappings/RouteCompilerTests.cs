using Hub.Connectors;

namespace Hub.Tests.Mappings;

public sealed class RouteCompilerTests
{
    private const string Desk = "links: {desk: {left: whatsapp.thread, right: zendesk.ticket, reopen: 72h}}\n";
    private const string Tags = "do: shopify.add_tags, with: {order: \"1\", tags: [a]}";

    [Theory]
    [InlineData("{id: a, on: shopify.order.payed, do: shopify.add_tags, with: {order: \"1\", tags: [a]}}", "No configured connection has the event shopify.order.payed. Did you mean shopify.order.paid?")]
    [InlineData("{id: a, on: shopify.order.paid, do: shopify.add_tag, with: {order: \"1\", tags: [a]}}", "No configured connection has the action shopify.add_tag. Did you mean shopify.add_tags?")]
    [InlineData("{id: a, on: shopify.order.paid, do: hub.timr}", "No configured connection has the action hub.timr. Did you mean hub.timer?")]
    [InlineData("{id: a, on: hub.command.parkd, do: hub.timer}", "No configured connection has the event hub.command.parkd. Did you mean hub.command.parked?")]
    [InlineData("{id: a, on: shopify.order.paid, do: shopify.add_tags, with: {ordr: \"1\", tags: [a]}}", "shopify.add_tags takes no ordr. Did you mean order? It takes order, tags.")]
    [InlineData("{id: a, on: shopify.order.paid, do: shopify.add_tags, with: {order: \"1\"}}", "shopify.add_tags needs tags: the tags to add; those that the order has stay as they are. Write tags: [one, two].")]
    [InlineData("{id: a, on: shopify.order.paid, do: shopify.add_tags, with: {order: \"${event.phone}\", tags: [a]}}", "order must not be null, and event.phone may be. Write has(event.phone) in if, joined by &&, or ${event.?phone.orValue(…)} here.")]
    [InlineData("{id: a, on: shopify.order.paid, do: shopify.add_tags, with: {order: \"${event.test}\", tags: [a]}}", "order takes text, and this gives bool. Write string(…) around it.")]
    [InlineData("{id: a, on: shopify.order.paid, do: shopify.add_tags, with: {order: {x: 1}, tags: [a]}}", "order takes text, and this is names and values. Write one value.")]
    [InlineData("{id: a, on: zendesk.ticket.created, do: zendesk.add_comment, with: {ticket: \"1\", text: x, public: maybe}}", "public takes true or false, not maybe.")]
    [InlineData("{id: a, on: shopify.order.paid, if: \"${event.test}\", " + Tags + "}", "if takes an expression without braces: write event.test.")]
    [InlineData("{id: a, on: shopify.order.paid, each: \"${event.line_items}\", once: \"${event.id}\", " + Tags + "}", "Under each, once must use item, or only the first item would go. Add /${item.…}.")]
    [InlineData("{id: a, on: shopify.order.paid, each: \"${event.id}\", " + Tags + "}", "each takes a list, and this gives string. For one value write ${[event.id]}.")]
    [InlineData("{id: a, on: shopify.order.paid, at: \"${event.id}\", " + Tags + "}", "at takes a timestamp, and this gives string. Write for example ${now + duration(\"24h\")}.")]
    [InlineData("{id: a, on: shopify.order.paid, at: 1d12h, " + Tags + "}", "at takes a moment, and 1d12h is a span of time. Write ${now + duration(\"36h\")}.")]
    [InlineData("{id: a, on: shopify.order.paid, max_age: 999999999d, " + Tags + "}", "max_age takes a duration such as 90s, 5m, 24h or 7d, not 999999999d.")]
    [InlineData("{id: 'a b', on: shopify.order.paid, " + Tags + "}", "An id consists of letters, digits, - _ and ., begins with a letter or a digit and has at most 100 characters, such as order-paid.")]
    [InlineData("{id: '${now}', on: shopify.order.paid, " + Tags + "}", "An id consists of letters, digits, - _ and ., begins with a letter or a digit and has at most 100 characters, such as order-paid.")]
    [InlineData("{id: \"a\\nb\", on: shopify.order.paid, " + Tags + "}", "id holds a control character (U+000A). Write id: a-b.")]
    [InlineData("{id: a/outside_window, on: shopify.order.paid, " + Tags + "}", "An id consists of letters, digits, - _ and ., begins with a letter or a digit and has at most 100 characters, such as order-paid.")]
    [InlineData("{id: a, on: shopify.order.paid, max_late: 5m, " + Tags + "}", "max_late has meaning only with at. Remove it, or write max_age for the age of the event.")]
    [InlineData("{id: a, on: shopify.order.paid, max_age: soon, " + Tags + "}", "max_age takes a duration such as 90s, 5m, 24h or 7d, not soon.")]
    [InlineData("{id: a, on: shopify.order.paid, cancel: [\"cart/${event.id}\"]}", "No slot of the folder can match cart/${event.id}. No route has a slot; write slot in the route whose command shall be cancelled.")]
    [InlineData("{id: a, on: shopify.order.paid}", "do is missing: the route does nothing. Write do: and an action, or cancel, unlink or set.")]
    [InlineData("{id: a, after: other, outcome: [done], " + Tags + "}", "There is no route other to follow. Write the id of another route of the folder.")]
    [InlineData("{id: a, after: a, outcome: [done], " + Tags + "}", "The routes that a follows lead back in a circle. Let one of them begin with on.")]
    [InlineData("{id: a, on: shopify.order.paid, find: desk, " + Tags + "}", "shopify.order.paid carries neither whatsapp.thread nor zendesk.ticket, so desk cannot be found by it. Events that can be found by it are whatsapp.message.received, whatsapp.message.sent, zendesk.comment.created, zendesk.ticket.created, zendesk.ticket.status_changed.")]
    [InlineData("{id: a, on: zendesk.ticket.created, find: desc, " + Tags + "}", "There is no link desc. Did you mean desk? Declare it under links at the top of a file.")]
    [InlineData("{id: a, on: zendesk.ticket.created, unlink: desk}", "unlink ends the link that find found. Add find: desk.")]
    [InlineData("{id: a, on: shopify.order.paid, do: whatsapp.send_template, with: {to: \"${phone(event.phone, event.country)}\", template: t, language: en}}", "max_age is missing: a template must not tell old news. Write for example max_age: 24h, or give at.")]
    [InlineData("{id: a, on: shopify.order.paid, max_age: 1h, do: whatsapp.send_template, with: {to: \"${event.phone}\", template: t, language: en}}", "to may be a number without its country, and then it reaches nobody or a stranger. Write ${phone(value, country)} or ${coalesce_phone([…], country)}, or give a thread or a customer.")]
    [InlineData("{id: a, on: shopify.order.paid, max_age: 1h, do: whatsapp.send_template, with: {template: t, language: en}}", "whatsapp.send_template needs to: to whom: a thread, a customer or a phone; null means that there is no address. Write to: ${phone(event.phone, event.country)}.")]
    [InlineData("{id: a, on: shopify.order.paid, if: 'event.id == is_open(\"x\", now)', " + Tags + "}", "There is no calendar x. Declare it under Calendars in the settings, or in calendars.json beside the mapping files.")]
    [InlineData("{id: a, on: shopify.order.paid, find: {customer: {phone: \"${event.phone}\", on_multiple: first}}, " + Tags + "}", "find: customer has no key on_multiple. Its keys are phone.")]
    [InlineData("{id: a, on: shopify.order.paid, find: {customer: {phone: \"${event.phone}\"}, on_multiple: last}, " + Tags + "}", "on_multiple takes most_recent, first or review, not last.")]
    [InlineData("{id: a, on: shopify.order.paid, find: {customer: {phone: \"${event.test}\"}}, " + Tags + "}", "phone takes text, and this gives bool. Write string(…) around it.")]
    [InlineData("{id: a, on: shopify.order.paid, find: {customer: {phone: \"${event.phone}\"}, on_multiple: review}, if: customer != null, max_age: 1h, do: whatsapp.reply, with: {to: \"${customer}\", text: x}}", "on_multiple: review is for record writes; a message goes to the most recent customer at once. Write most_recent or first.")]
    [InlineData("{id: a, on: shopify.order.paid, lane: fast, " + Tags + "}", "lane takes interactive, template, sync, backfill, not fast. Leave it out for the action's own.")]
    [InlineData("{id: a, on: shopify.order.paid, outside_window: {template: t, language: en}, " + Tags + "}", "outside_window is for free text to a person (whatsapp.reply), not for shopify.add_tags. Remove it.")]
    [InlineData("{id: a, on: shopify.order.paid, do: zoho.attach_lead_file, with: {record: \"1\"}}", "zoho.attach_lead_file needs one of url, file, base64.")]
    [InlineData("{id: a, on: shopify.order.paid, do: hubspot.upload_file}", "hubspot.upload_file needs one of text, file, content.")]
    [InlineData("{id: a, on: shopify.order.paid, read: {times: {query: square.list_times, with: {location: L1}}}, " + Tags + "}", "square.list_times needs one of booking, service.")]
    [InlineData("{id: a, on: shopify.order.paid, do: zoho.update_lead, with: {record: \"1\", fields: {Phone: }}}", "fields.Phone is empty. It takes a value. Write null to empty the field.")]
    [InlineData("{id: a, on: shopify.order.paid, do: hubspot.update_contact, with: {contact: \"1\", properties: {phone: }}}", "properties.phone is empty. It takes text. Write \"\" to empty it.")]
    public void WrongMeaning_IsSaid(string route, string message)
    {
        var errors = MappingWorld.Compile(Desk + "routes:\n  - " + route + "\n").Errors.Select(error => error.Message).ToList();
        errors.ShouldContain(message, string.Join("\n", errors));
    }

    [Theory]
    [InlineData("{id: a, on: shopify.order.paid, if: has(event.phone), do: shopify.add_tags, with: {order: \"${event.phone}\", tags: [a]}}")]
    [InlineData("{id: a, on: shopify.order.paid, let: {p: \"${event.phone}\"}, if: let.p != null, do: shopify.add_tags, with: {order: \"${let.p}\", tags: a}}")]
    [InlineData("{id: a, on: zendesk.comment.created, find: desk, if: linked != null, do: zendesk.add_comment, with: {ticket: \"${linked.id}\", author: \"${customer}\", text: x, public: true}}")]
    [InlineData("{id: a, on: shopify.order.paid, slot: \"cart/${event.id}\", at: \"${now + duration('1h')}\", " + Tags + "}\n  - {id: b, on: shopify.order.cancelled, cancel: [\"cart/*\"]}")]
    public void RightRoute_Loads(string routes) =>
        MappingWorld.Compile(Desk + "routes:\n  - " + routes + "\n").Errors.Select(error => error.ToString()).ShouldBeEmpty();

    [Fact]
    public void SeveralConnectionsThatCouldServe_MustBeNamed()
    {
        var shop = MappingWorld.Environment.Connections.First(pair => pair.Name == "shopify").Connector;
        var two = MappingWorld.Environment with { Connections = [("shop-au", shop), ("shop-nz", shop)] };
        MappingWorld.Compile("routes:\n  - {id: a, on: shopify.order.paid, " + Tags + "}\n", two).Errors.Select(error => error.Message).ShouldBe([
            "Several connections could serve shopify.order.paid: shop-au, shop-nz. Name one by connection.",
            "Several connections could serve shopify.add_tags: shop-au, shop-nz. Name one by via.",
        ]);
        MappingWorld.Compile("routes:\n  - {id: a, on: shopify.order.paid, connection: shop-au, via: shop-nz, " + Tags + "}\n", two).Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("missing", "[a]", "There is no approved template missing.")]
    [InlineData("shipped", "[a, b]", "The template shipped does not fit: ")]
    public void TemplateThatDoesNotFit_IsSaid(string name, string body, string beginning)
    {
        var environment = MappingWorld.Environment with
        {
            Templates = new Dictionary<string, IReadOnlyList<MessageTemplate>> { ["whatsapp"] = [new() { Name = "shipped", Language = "en", Category = "utility", Status = "approved", Body = "Hi {{1}}", BodyParameters = ["1"] }] },
        };
        var route = $"{{id: a, on: shopify.order.paid, max_age: 1h, do: whatsapp.send_template, with: {{to: \"+61491570006\", template: {name}, language: en, body: {body}}}}}";
        MappingWorld.Compile("routes:\n  - " + route + "\n", environment).Errors.ShouldHaveSingleItem().Message.ShouldStartWith(beginning);
    }
}
