using System.Globalization;
using System.Text.RegularExpressions;
using Hub.Expressions;
using Hub.Mappings;

namespace Hub.Tests.Mappings;

/// <summary>What an answer says to write can be pasted in the place of the mistake, and is right then.</summary>
public sealed class PastedAdviceTests
{
    private static readonly Regex Written = new(@"\b[Ww]rite ", RegexOptions.NonBacktracking);
    private static readonly Regex Clauses = new(@"(, |; |\. |: | for | in if| and | or | around | before | without )", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex NoField = new("has no field (?<name>[A-Za-z0-9_]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex NoName = new("^There is no name (?<name>[A-Za-z0-9_]+) here", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex NameOfConnector = new(@"^\[?(shopify|whatsapp|zendesk|hub)\.", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex EventNames = new(@"\b(?<name>(shopify|whatsapp|zendesk|hub)\.[a-z_]+\.[a-z_]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

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

    /// <summary>Every expression that an agreed answer says to write is one, with names, functions and types that exist.</summary>
    [Theory]
    [MemberData(nameof(GoldenMistakesTests.All), MemberType = typeof(GoldenMistakesTests))]
    public void FormOfAnAgreedAnswer_IsAnExpression(string file, string title)
    {
        var mistake = GoldenMistakes.Read(Path.Combine(GoldenMistakes.Folder, file)).Single(candidate => candidate.Title == title);
        var known = mistake.Answer.SelectMany(FormsIn).ToList();
        if (known.Count == 0) return;
        var scope = ScopeOf(mistake);
        foreach (var form in known)
        {
            var result = Expression.Compile(form, scope, new() { Guards = Guards.Open });
            // A field that the mistake itself made up stays wrong in the form.
            result.Errors.Select(error => error.Message).Where(message => !Stands(NoField, message, mistake, "{0}") && !Stands(NoName, message, mistake, "({0},")).ShouldBeEmpty($"{title}: {form}");
        }
    }

    [Fact]
    public void AgreedAnswers_HoldManyForms() =>
        GoldenMistakesTests.All.Select(row => (string)row[0]).Distinct().SelectMany(file => GoldenMistakes.Read(Path.Combine(GoldenMistakes.Folder, file))).SelectMany(mistake => mistake.Answer).SelectMany(FormsIn).Count().ShouldBeGreaterThan(150);

    // What follows "write" and stands in braces, or looks like an expression up to the next word of the sentence.
    private static IEnumerable<string> FormsIn(string answer)
    {
        foreach (var match in Written.Matches(answer).Cast<Match>())
        {
            var text = answer[(match.Index + match.Length)..];
            if (text.StartsWith("${", StringComparison.Ordinal))
            {
                var end = Template.EndOfExpression(text, 2, out _);
                if (end > 0 && !text[..end].Contains('…', StringComparison.Ordinal)) yield return text[2..end];
                continue;
            }

            // The longest beginning that ends a clause and is an expression of more than a word.
            var form = Clauses.Matches(text + " ").Select(clause => text[..clause.Index]).LastOrDefault(candidate => !candidate.Contains('…', StringComparison.Ordinal) && IsExpression(candidate));
            if (form is not null) yield return form;
        }
    }

    // What the mistaken file knows and the form alone does not: a field as it is written there, the name of a loop's element.
    private static bool Stands(Regex told, string message, GoldenMistake mistake, string form) =>
        told.Match(message) is { Success: true } match && mistake.Files.Any(source => source.Text.Contains(string.Format(CultureInfo.InvariantCulture, form, match.Groups["name"].Value), StringComparison.Ordinal));

    private static bool IsExpression(string text) => !text.EndsWith(" in if", StringComparison.Ordinal) && !NameOfConnector.IsMatch(text) && (text.Contains('.', StringComparison.Ordinal) || text.Contains('(', StringComparison.Ordinal)) && !char.IsAsciiDigit(text[0]) && !text.Contains(": ", StringComparison.Ordinal) && Parser.Parse(text, out _) is not (null or Syntax.Constant);

    private static Scope ScopeOf(GoldenMistake mistake)
    {
        var types = new MappingTypes(MappingWorld.Environment.Calendars);
        var on = EventNames.Matches(string.Concat(mistake.Files.Select(source => source.Text))).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var events = MappingWorld.Environment.All.SelectMany(pair => pair.Connector.Events).Where(type => on.Contains(type.Name)).ToList();
        var scope = Scope.Of(types.Functions).With("event", events.Count == 1 ? types.Event(events) : CelType.Dyn).With("customer", types.Customer).With("thread", types.Thread).With("now", CelType.Timestamp).With("linked", types.Linked);
        return new[] { "due", "item", "index", "let", "read", "vars", "result", "failure", "x", "value", "country", "condition", "a", "b", "c", "list", "text" }.Aggregate(scope, (known, name) => known.With(name, CelType.Dyn));
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
