using Hub.Expressions;
using Hub.Mappings.Reference;
using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>Reads the structure of a mapping file: which keys there are and of what form, not yet what they mean.</summary>
internal sealed class FileReader(string file, Problems problems)
{
    private const string FirstLine = "language: 1";

    private readonly HashSet<string> misdeclared = new(StringComparer.Ordinal);

    /// <summary>The file's structure; parts that are wrong are left out and told to the problems.</summary>
    public static MappingFile Read(MappingSource source)
    {
        var problems = new Problems(source.File);
        var file = new FileReader(source.File, problems).Read(source.Text);
        if (problems.Errors.Count == 0 || HiddenSpaces.Find(source.Text.TrimStart('\uFEFF').Split('\n'), problems.Errors.Select(error => error.Line)) is not { } hidden) return file;
        // What else is wrong comes of it.
        var alone = new Problems(source.File);
        alone.Add(hidden.Line, hidden.Column, hidden.Message);
        return new(source.File, alone, [], [], []);
    }

    private MappingFile Read(string text)
    {
        var empty = new MappingFile(file, problems, [], [], []);
        var first = text.AsSpan().TrimStart('\uFEFF');
        if (ForeignLines.Find(first.ToString()) is { } foreign)
        {
            problems.Add(foreign.Line, foreign.Column, foreign.Message);
            return empty;
        }

        var end = first.IndexOf('\n');
        if (!(end < 0 ? first : first[..end]).TrimEnd().SequenceEqual(FirstLine))
        {
            problems.Add(1, 1, FirstLineAdvice(end < 0 ? first : first[..end], text));
            return empty;
        }

        if (text.AsSpan(end < 0 ? text.Length : end).IsWhiteSpace())
        {
            problems.Add(1, 1, "The file holds no routes. Write routes: and below it a list of routes, each with id, on and do.");
            return empty;
        }

        if (YamlReader.Read(text.TrimStart('\uFEFF'), problems) is not { } root) return empty;
        if (root is not YamlMap map)
        {
            problems.Add(root, "A mapping file is a map: language, name, vars, links, state, routes. Write each at the beginning of a line, as routes: and below it the list.");
            return empty;
        }

        var strangers = new List<YamlEntry>();
        var keys = new KeyReader(map, "A mapping file", Vocabulary.FileKeys, problems, strangers);
        foreach (var stranger in strangers) problems.Add(stranger.Key, StrangerAdvice(stranger.Name));
        return new(file, problems, keys.Map("vars")?.Entries ?? [], Links(keys), Routes(keys)) { State = State(keys), Misdeclared = misdeclared };
    }

    // Other systems write one route a file, and its keys at the top.
    private static string StrangerAdvice(string name)
    {
        var meant = Vocabulary.WordsForInput.Contains(name) ? "with" : Vocabulary.OtherWords.GetValueOrDefault(name, name);
        if (!Vocabulary.RouteKeys.Contains(meant, StringComparer.Ordinal)) return $"A mapping file has no key {name}. Its keys are {string.Join(", ", Vocabulary.FileKeys)}.";
        var called = meant == name ? "" : $", where it is called {meant}";
        return $"{name} belongs in a route{called}. Write routes: and below it a list of routes, each as - id: a-name-of-its-own with on, do and with.";
    }

    private List<StateSource> State(KeyReader file)
    {
        var state = new List<StateSource>();
        foreach (var entry in file.Map("state")?.Entries ?? [])
        {
            if (entry.Value is not YamlMap map)
            {
                misdeclared.Add(entry.Name);
                problems.Add(entry.Value, $"The state variable {entry.Name} takes a map: {{of: thread, type: string, for: 24h}}.");
                continue;
            }

            var keys = new KeyReader(map, "A state variable", Vocabulary.StateKeys, problems);
            var of = keys.Required("of", "of: thread, or of: customer");
            var type = keys.Required("type", "type: string");
            var life = keys.Required("for", "for: 24h, after which it is forgotten") is { } text ? keys.DurationOf(text, "for") : null;
            if (of is not null && type is not null && life is { } known) state.Add(new(entry.Key, of, type, known));
            else misdeclared.Add(entry.Name);
        }

        return state;
    }

    private string FirstLineAdvice(ReadOnlySpan<char> first, string text)
    {
        var line = first.Trim();
        const string wanted = $"The first line of a mapping file is \"{FirstLine}\"";
        if (text.AsSpan().IsWhiteSpace()) return $"{wanted}; this file is empty.";
        if (file[(file.LastIndexOf('/') + 1)..].StartsWith("calendars.", StringComparison.OrdinalIgnoreCase))
        {
            return "Calendars stand in calendars.json, as JSON. Write there {\"Calendars\": {\"support\": {\"Zone\": \"Europe/Berlin\", \"Open\": {\"Monday\": \"09:00-17:00\"}}}}, and remove this file.";
        }

        if (IsScenarios(text)) return $"These are scenarios, and a mapping file stands here. A file of scenarios has the name of the mapping file that it tests, and ends in .test.yaml: rename it to {TestName()}.";
        if (line.StartsWith("language:", StringComparison.Ordinal) && line["language:".Length..].Trim().Trim("\"'") is "1") return $"{wanted}, written exactly so.";
        if (line.StartsWith("language:", StringComparison.Ordinal)) return $"{wanted}: this hub knows version 1 of the language and no other.";
        var key = line.IndexOf(':') is var colon and > 0 ? line[..colon].TrimEnd().ToString() : "";
        if (key.Length > 0 && Suggestion.Nearest(Vocabulary.OtherWords.GetValueOrDefault(key, key), Vocabulary.FileKeys) == "language") return key == "language" ? $"{wanted}, written exactly so." : $"{wanted}. Write it in place of {line}.";
        return text.Contains("\n" + FirstLine, StringComparison.Ordinal) ? $"{wanted}. Move it there, before comments too." : $"{wanted}. Put it there.";
    }

    private static bool IsScenarios(string text) => text.StartsWith("- scenario:", StringComparison.Ordinal) || text.Contains("\n- scenario:", StringComparison.Ordinal);

    // m.tests.yaml, m-test.yaml and m.spec.yaml are of m.yaml; of test.yaml it is not known.
    private string TestName()
    {
        var stem = file[..file.LastIndexOf('.')];
        foreach (var ending in new[] { "tests", "test", "specs", "spec", "scenarios", "scenario" })
        {
            if (stem.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && stem.Length > ending.Length + 1 && stem[^(ending.Length + 1)] is '.' or '-' or '_') return $"{stem[..^(ending.Length + 1)]}{MappingFolder.TestExtension}";
        }

        return $"{stem[..(stem.LastIndexOf('/') + 1)]}m{MappingFolder.TestExtension}, where the mapping file is m{MappingFolder.Extension}";
    }

    private List<LinkSource> Links(KeyReader file)
    {
        var links = new List<LinkSource>();
        foreach (var entry in file.Map("links")?.Entries ?? [])
        {
            if (entry.Value is not YamlMap map)
            {
                misdeclared.Add(entry.Name);
                problems.Add(entry.Value, $"The link {entry.Name} takes a map: {{left: whatsapp.thread, right: zendesk.ticket, one_per: left, reopen: 72h}}.");
                continue;
            }

            var keys = new KeyReader(map, "A link", Vocabulary.LinkKeys, problems);
            var left = keys.Required("left", "left: whatsapp.thread");
            var right = keys.Required("right", "right: zendesk.ticket");
            if (keys.Scalar("one_per") is { Text: not "left" } other)
            {
                problems.Add(other, $"one_per takes left, not {other.Text}: a left end has one link at a time.");
            }

            var reopen = keys.Duration("reopen") ?? TimeSpan.Zero;
            if (left is not null && right is not null) links.Add(new(entry.Key, left, right, reopen));
            else misdeclared.Add(entry.Name);
        }

        return links;
    }

    private List<RouteSource> Routes(KeyReader file)
    {
        var routes = new List<RouteSource>();
        switch (file.Node("routes"))
        {
            case null when file.Has("routes"):
                break;
            case YamlScalar { Text.Length: 0 } empty:
                problems.Add(empty, "routes is empty. Write a list of routes below it, each with id, on and do.");
                break;
            case YamlMap map:
                problems.Add(map, "routes takes a list. Begin each route with a dash and its id: - id: a-name-of-its-own.");
                break;
            case null:
                problems.Add(file.At, "routes is missing. Write routes: and below it a list of routes, each with id, on and do.");
                break;
            case YamlList list:
                routes.AddRange(StrayDashes.Joined(list, problems).Select(Route));
                break;
            case var other:
                problems.Add(other, "routes takes a list of routes. Write below it - id: a-name-of-its-own, with on, do and with.");
                break;
        }

        return routes;
    }

    private RouteSource Route(YamlMap map)
    {
        var strangers = new List<YamlEntry>();
        var keys = new KeyReader(map, "A route", Vocabulary.RouteKeys, problems, strangers);
        // Without an id it cannot run, but what else is wrong with it is said too.
        var id = Named(keys.Required("id", "id: a-name-of-its-own")) ?? new YamlScalar("", IsPlain: true, default, map.Line, map.Column);
        return new()
        {
            At = map,
            Id = id,
            Strangers = strangers,
            Has = keys.Has,
            On = keys.Scalars("on"),
            After = keys.Scalar("after"),
            Outcome = keys.Scalars("outcome"),
            Connection = keys.Scalar("connection"),
            Via = keys.Scalar("via"),
            If = keys.Scalar("if"),
            Let = keys.Map("let")?.Entries ?? [],
            Each = keys.Scalar("each"),
            Find = Find(keys),
            Once = keys.Scalar("once"),
            AtTime = keys.Scalar("at"),
            MaxLate = keys.Scalar("max_late"),
            MaxAge = keys.Scalar("max_age"),
            Slot = Slot(keys),
            ReleaseIf = keys.Scalar("release_if"),
            Cancel = keys.Scalars("cancel"),
            Unlink = keys.Scalar("unlink"),
            Link = Link(keys),
            Set = keys.Map("set")?.Entries ?? [],
            Read = Read(keys),
            When = keys.Scalar("when"),
            Do = keys.Scalar("do"),
            With = keys.Map("with"),
            OutsideWindow = OutsideWindow(keys),
            Hours = keys.Scalar("hours"),
            Limit = Limit(keys),
            Lane = keys.Scalar("lane"),
            Late = keys.Scalar("late"),
        };
    }

    // Ids stand in addresses, logs and lists.
    private YamlScalar? Named(YamlScalar? id)
    {
        if (id is null || RouteSource.IsId(id.Text)) return id;
        if (!id.Text.Any(char.IsControl))
        {
            problems.Add(id, $"An id consists of letters, digits, - _ and ., begins with a letter or a digit and has at most {RouteSource.LongestId} characters, such as order-paid.");
            return id;
        }

        var letters = string.Concat(id.Text.Select(c => char.IsControl(c) ? '-' : c)).Trim('-');
        problems.Add(id, $"id holds a control character (U+{(int)id.Text.First(char.IsControl):X4}). Write id: {(letters.Length > 0 ? letters : "a-name-of-its-own")}.");
        return id;
    }

    private FindSource? Find(KeyReader route)
    {
        switch (route.Node("find"))
        {
            case null:
                return null;
            case YamlScalar scalar:
                return new(scalar, scalar, null, null);
            case YamlMap map:
                var keys = new KeyReader(map, "find", MappingKeys.NamesOf(MappingKeys.Find), problems);
                var phone = keys.Map("customer") is { } customer
                    ? new KeyReader(customer, "find: customer", ["phone"], problems).Required("phone", "phone: \"${event.phone}\"")
                    : null;
                if (keys.Node("customer") is null) problems.Add(map, "find takes a link's name, or {customer: {phone: \"${…}\"}}.");
                return phone is null ? null : new(map, null, phone, keys.Scalar("on_multiple"));
            case var other:
                problems.Add(other, "find takes a link's name, or {customer: {phone: \"${…}\"}}.");
                return null;
        }
    }

    private SlotSource? Slot(KeyReader route)
    {
        if (route.Node("slot") is not YamlMap map) return route.Scalar("slot") is { } key ? new(key, null) : null;
        var keys = new KeyReader(map, "slot", MappingKeys.NamesOf(MappingKeys.Slot), problems);
        return keys.Required("key", "key: \"a-name/${…}\"") is { } text ? new(text, keys.Scalar("keep")) : null;
    }

    private YamlEntry? Link(KeyReader route)
    {
        if (route.Map("link") is not { } map) return null;
        if (map.Entries is [var only]) return only;
        problems.Add(map, "link takes one link and its other end: {desk: \"${result.ticket_id}\"}.");
        return null;
    }

    private List<ReadSource> Read(KeyReader route)
    {
        var reads = new List<ReadSource>();
        foreach (var entry in route.Map("read")?.Entries ?? [])
        {
            if (entry.Value is not YamlMap map)
            {
                problems.Add(entry.Value, $"read takes a query under each name: {entry.Name}: {{query: connector.query, with: {{…}}}}.");
                continue;
            }

            var keys = new KeyReader(map, "A look-up of read", MappingKeys.NamesOf(MappingKeys.Read), problems);
            if (keys.Required("query", "query: connector.query") is { } query)
            {
                reads.Add(new(entry.Key, query, keys.Map("with"), keys.Scalar("via")));
            }
        }

        return reads;
    }

    private OutsideWindowSource? OutsideWindow(KeyReader route)
    {
        if (route.Map("outside_window") is not { } map) return null;
        var own = map.Entries.Where(entry => entry.Name is "once_per" or "keep").ToList();
        var keys = new KeyReader(map with { Entries = own }, "outside_window", ["once_per", "keep"], problems);
        return new(map, map with { Entries = [.. map.Entries.Except(own)] }, keys.Scalar("once_per"), keys.Scalar("keep"));
    }

    private LimitSource? Limit(KeyReader route)
    {
        if (route.Node("limit") is YamlScalar { IsBroken: false, Text.Length: > 0 } words)
        {
            problems.Add(words, $"limit takes names and values. {LimitWords.Advice(words.Text)}");
            return null;
        }

        if (route.Map("limit") is not { } map) return null;
        var keys = new KeyReader(map, "limit", Vocabulary.LimitKeys, problems);
        var count = keys.Required("count", "count: 1");
        var per = keys.Required("per", "per: customer");
        var span = keys.Required("in", "in: 1d");
        return count is null || per is null || span is null ? null : new(map, count, per, span, keys.Scalar("over"));
    }
}
