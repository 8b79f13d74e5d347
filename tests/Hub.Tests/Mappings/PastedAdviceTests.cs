namespace Hub.Tests.Mappings;

/// <summary>What an answer says to write can be pasted in the place of the mistake, and is right then.</summary>
public sealed class PastedAdviceTests
{
    [Theory]
    [InlineData("has(event.total) && event.total.amount > 100", "event.total.minor > 10000", "has(event.total) && event.total.minor > 10000")]
    [InlineData("has(event.total) && event.total > 99.5", "event.total.minor > 9950", "has(event.total) && event.total.minor > 9950")]
    [InlineData("event.total >= 100", "has(event.total) && event.total.minor >= 10000", "has(event.total) && event.total.minor >= 10000")]
    [InlineData("100 < event.total", "has(event.total) && 10000 < event.total.minor", "has(event.total) && 10000 < event.total.minor")]
    [InlineData("event?.customer?.first_name == \"Mara\"", "event.?customer.?first_name.orValue(\"\")", "event.?customer.?first_name.orValue(\"\") == \"Mara\"")]
    [InlineData("(event.customer?.first_name ?? \"there\") == \"Mara\"", "event.customer.?first_name.orValue(\"there\")", "event.customer.?first_name.orValue(\"there\") == \"Mara\"")]
    [InlineData("has(event.total) && \"10\" < event.total.amount", "1000 < event.total.minor", "has(event.total) && 1000 < event.total.minor")]
    [InlineData("event.total.amount > 100", "event.total.?minor.orValue(0)", "event.total.?minor.orValue(0) > 10000")]
    [InlineData("event.name > \"1000\"", "double(event.name) > 1000", "double(event.name) > 1000")]
    [InlineData("event.created_at > now + \"24h\"", "now + duration(\"24h\")", "event.created_at > now + duration(\"24h\")")]
    [InlineData("event.created_at > now - 24h", "duration(\"24h\")", "event.created_at > now - duration(\"24h\")")]
    [InlineData("event.created_at - \"1d\" > now", "event.created_at - duration(\"24h\")", "event.created_at - duration(\"24h\") > now")]
    [InlineData("now - event.created_at > \"1 day\"", "duration(\"24h\")", "now - event.created_at > duration(\"24h\")")]
    [InlineData("event.created_at > \"2026-01-01\"", "timestamp(\"2026-01-01T00:00:00Z\")", "event.created_at > timestamp(\"2026-01-01T00:00:00Z\")")]
    [InlineData("event.created_at > timestamp(\"2026-01-01\")", "\"2026-01-01T00:00:00Z\"", "event.created_at > timestamp(\"2026-01-01T00:00:00Z\")")]
    [InlineData("event.created_at > now - duration(\"2 days\")", "\"48h\"", "event.created_at > now - duration(\"48h\")")]
    [InlineData("event.created_at < now()", "write now.", "event.created_at < now")]
    [InlineData("now.hour < 18", "now.getHours(\"Europe/Berlin\")", "now.getHours(\"Europe/Berlin\") < 18")]
    [InlineData("now.getHour() < 18", "now.getHours(\"Europe/Berlin\")", "now.getHours(\"Europe/Berlin\") < 18")]
    [InlineData("event.created_at.weekday == 1", "event.created_at.getDayOfWeek(\"Europe/Berlin\")", "event.created_at.getDayOfWeek(\"Europe/Berlin\") == 1")]
    [InlineData("now.getHours(\"Berlin\") < 18", "\"Europe/Berlin\"", "now.getHours(\"Europe/Berlin\") < 18")]
    [InlineData("not event.test", "!event.test", "'!event.test'")]
    [InlineData("yes == event.test", "Write true", "true == event.test")]
    [InlineData("event.tags.includes(\"vip\")", "\"vip\" in event.tags", "'\"vip\" in event.tags'")]
    [InlineData("event.tags.contains(\"vip\")", "\"vip\" in event.tags", "'\"vip\" in event.tags'")]
    [InlineData("event.name.includes(\"10\")", "event.name.contains(\"10\")", "event.name.contains(\"10\")")]
    [InlineData("event.name.toLowerCase() == \"x\"", "event.name.lowerAscii()", "event.name.lowerAscii() == \"x\"")]
    [InlineData("event.tags.length > 0", "size(event.tags)", "size(event.tags) > 0")]
    [InlineData("len(event.name) > 3", "size(event.name)", "size(event.name) > 3")]
    [InlineData("event.customer?.first_name == \"Mara\"", "event.customer.?first_name.orValue(\"\")", "event.customer.?first_name.orValue(\"\") == \"Mara\"")]
    [InlineData("(event.phone ?? \"\") != \"\"", "event.?phone.orValue(\"\")", "event.?phone.orValue(\"\") != \"\"")]
    [InlineData("(event.phone || \"\") != \"\"", "event.?phone.orValue(\"\")", "event.?phone.orValue(\"\") != \"\"")]
    [InlineData("event.?phone == \"1\"", "event.?phone.orValue(\"\")", "event.?phone.orValue(\"\") == \"1\"")]
    [InlineData("event.phone", "has(event.phone)", "has(event.phone)")]
    [InlineData("event.phone != \"\"", "event.?phone.orValue(\"\") != \"\"", "event.?phone.orValue(\"\") != \"\"")]
    [InlineData("phone(event.phone, \"Germany\") != null", "\"DE\"", "phone(event.phone, \"DE\") != null")]
    [InlineData("phone(event.phone, \"DEU\") != null", "\"DE\"", "phone(event.phone, \"DE\") != null")]
    [InlineData("date(now, \"DD.MM.YYYY\", \"Europe/Berlin\", \"de\") != \"\"", "\"dd.MM.yyyy\"", "date(now, \"dd.MM.yyyy\", \"Europe/Berlin\", \"de\") != \"\"")]
    [InlineData("date(now, \"%d.%m.%Y %H\", \"Europe/Berlin\", \"de\") != \"\"", "\"dd.MM.yyyy HH\"", "date(now, \"dd.MM.yyyy HH\", \"Europe/Berlin\", \"de\") != \"\"")]
    [InlineData("date(now, \"dd/mm/yyyy\", \"Europe/Berlin\", \"de\") != \"\"", "\"dd/MM/yyyy\"", "date(now, \"dd/MM/yyyy\", \"Europe/Berlin\", \"de\") != \"\"")]
    [InlineData("date(now, \"long\", \"Europe/Berlin\", \"de\") != \"\"", "\"d MMMM yyyy\"", "date(now, \"d MMMM yyyy\", \"Europe/Berlin\", \"de\") != \"\"")]
    [InlineData("date(now, \"d.M.\", \"Berlin\", \"de\") != \"\"", "\"Europe/Berlin\"", "date(now, \"d.M.\", \"Europe/Berlin\", \"de\") != \"\"")]
    [InlineData("date(now, \"d.M.\", \"UTC\", \"Deutsch\") != \"\"", "\"de\"", "date(now, \"d.M.\", \"UTC\", \"de\") != \"\"")]
    [InlineData("event.country == \"Germany\"", "Write \"DE\"", "event.country == \"DE\"")]
    [InlineData("event.currency == \"€\"", "Write \"EUR\"", "event.currency == \"EUR\"")]
    [InlineData("event.locale == \"German\"", "Write \"de\"", "event.locale == \"de\"")]
    [InlineData("event.phone == \"0049 151 23456789\"", "phone(event.phone, \"DE\") == \"+4915123456789\"", "phone(event.phone, \"DE\") == \"+4915123456789\"")]
    [InlineData("event.total.?minor.orValue(0) / 100 > 50", "event.total.?minor.orValue(0) > 5000", "event.total.?minor.orValue(0) > 5000")]
    [InlineData("now.getHours() < 18", "now.getHours(\"Europe/Berlin\")", "now.getHours(\"Europe/Berlin\") < 18")]
    [InlineData("script(event.name) == \"Greek\"", "Write \"Grek\"", "script(event.name) == \"Grek\"")]
    [InlineData("event.name =~ \"^A\"", "event.name.matches(\"^A\")", "event.name.matches(\"^A\")")]
    [InlineData("event.name like \"A%\"", "event.name.startsWith(\"A\")", "event.name.startsWith(\"A\")")]
    [InlineData("event.tags.exists(x -> x == \"vip\")", "event.tags.exists(x, x == \"vip\")", "event.tags.exists(x, x == \"vip\")")]
    [InlineData("event.phone is not null", "event.phone != null", "event.phone != null")]
    [InlineData("event.name between \"a\" and \"b\"", "event.name >= \"a\" && event.name <= \"b\"", "event.name >= \"a\" && event.name <= \"b\"")]
    [InlineData("event.name not in [\"a\"]", "!(event.name in [\"a\"])", "'!(event.name in [\"a\"])'")]
    [InlineData("event.note in \"a, b\"", "event.note in [\"a\", \"b\"]", "event.note in [\"a\", \"b\"]")]
    [InlineData("date(now, \"HH.mm Uhr\", \"UTC\", \"de\") != \"\"", "\"HH.mm 'Uhr'\"", "date(now, \"HH.mm 'Uhr'\", \"UTC\", \"de\") != \"\"")]
    [InlineData("date(now, \"d.M.\", \"W. Europe Standard Time\", \"de\") != \"\"", "\"Europe/Berlin\"", "date(now, \"d.M.\", \"Europe/Berlin\", \"de\") != \"\"")]
    [InlineData("now.getDayOfWeek == 1", "now.getDayOfWeek(\"Europe/Berlin\")", "now.getDayOfWeek(\"Europe/Berlin\") == 1")]
    [InlineData("float(event.total.amount) > 100.0", "event.total.?minor.orValue(0)", "event.total.?minor.orValue(0) > 10000")]
    [InlineData("mentions(event.name, \"vip, paid\")", "[\"vip\", \"paid\"]", "mentions(event.name, [\"vip\", \"paid\"])")]
    public void Condition_PastedFromTheAnswer_IsRight(string mistake, string form, string pasted)
    {
        Answer("if: " + mistake).ShouldContain(form);
        Answer("if: " + pasted).ShouldBe("");
    }

    [Theory]
    [InlineData("at: 24 hours", "${now + duration(\"24h\")}", "at: ${now + duration(\"24h\")}")]
    [InlineData("at: now + duration(\"1h\")", "${now + duration(\"1h\")}", "at: ${now + duration(\"1h\")}")]
    [InlineData("max_age: 2 days", "48h", "max_age: 48h")]
    [InlineData("max_age: P1D", "24h", "max_age: 24h")]
    [InlineData("once: event.id + '/' + event.name", "${event.id + '/' + event.name}", "once: ${event.id + '/' + event.name}")]
    [InlineData("once: \"{{order.id}}\"", "${event.id}", "once: ${event.id}")]
    [InlineData("once: \"order-$id\"", "${event.id}", "once: order-${event.id}")]
    public void Key_PastedFromTheAnswer_IsRight(string mistake, string form, string pasted)
    {
        Answer(mistake).ShouldContain(form);
        Answer(pasted).ShouldBe("");
    }

    [Theory]
    [InlineData("whatsapp.message.received", "{{customer.name}}")]
    [InlineData("whatsapp.message.received", "{{first_name}}")]
    [InlineData("whatsapp.message.received", "{{contact.name}}")]
    [InlineData("whatsapp.message.received", "{{event.text}}")]
    [InlineData("shopify.fulfillment.created", "{{order.name}}")]
    [InlineData("shopify.fulfillment.created", "{{ $json.order.name }}")]
    [InlineData("shopify.order.paid", "{{customer.name}}")]
    [InlineData("shopify.order.paid", "{{order.name}}")]
    [InlineData("shopify.order.paid", "{{total}}")]
    [InlineData("shopify.order.paid", "{{order.phone}}")]
    [InlineData("shopify.order.paid", "{{created_at}}")]
    public void TextOfAnotherSystem_PastedFromTheAnswer_IsRight(string happened, string mistake)
    {
        const string mark = "For the value write ";
        var answer = TextAnswer(happened, mistake);
        answer.ShouldContain(mark + "${");
        var form = answer[(answer.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..];
        TextAnswer(happened, form[..(form.LastIndexOf('}') + 1)]).ShouldNotContain("plain text");
    }

    private static string TextAnswer(string happened, string text)
    {
        var loaded = MappingWorld.Compile($"routes:\n  - id: told\n    on: {happened}\n    do: hub.alert\n    with:\n      text: 'Hi {text.Replace("'", "''", StringComparison.Ordinal)}'\n");
        loaded.Errors.ShouldBeEmpty();
        return string.Join("\n", loaded.Warnings);
    }

    private static string Answer(string line)
    {
        var loaded = MappingWorld.Compile($"routes:\n  - id: paid\n    on: shopify.order.paid\n    {line}\n    do: shopify.add_tags\n    with: {{order: \"${{event.id}}\", tags: [paid]}}\n");
        return string.Join("\n", loaded.Errors.Concat(loaded.Warnings));
    }
}
