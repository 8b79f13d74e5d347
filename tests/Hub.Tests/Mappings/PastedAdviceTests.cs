namespace Hub.Tests.Mappings;

/// <summary>What an answer says to write can be pasted in the place of the mistake, and is right then.</summary>
public sealed class PastedAdviceTests
{
    [Theory]
    [InlineData("has(event.total) && event.total.amount > 100", "event.total.minor > 10000", "has(event.total) && event.total.minor > 10000")]
    [InlineData("has(event.total) && event.total > 99.5", "event.total.minor > 9950", "has(event.total) && event.total.minor > 9950")]
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

    private static string Answer(string line)
    {
        var loaded = MappingWorld.Compile($"routes:\n  - id: paid\n    on: shopify.order.paid\n    {line}\n    do: shopify.add_tags\n    with: {{order: \"${{event.id}}\", tags: [paid]}}\n");
        return string.Join("\n", loaded.Errors.Concat(loaded.Warnings));
    }
}
