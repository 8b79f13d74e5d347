using Hub.Calendars;
using Hub.Expressions;

namespace Hub.Mappings.Compiling;

/// <summary>Compiles all files of a folder together: links, ids, slots and <c>after</c> reach across files.</summary>
internal sealed class FolderCompiler
{
    private readonly IReadOnlyList<MappingSource> sources;
    private readonly List<MappingFile> files;
    private readonly Connections connections;
    private readonly MappingEnvironment environment;
    private readonly Dictionary<string, string> linkFiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkDeclaration> links = new(StringComparer.Ordinal);
    private readonly HashSet<string> misdeclared = new(StringComparer.Ordinal);
    private readonly StateTable state = new();
    private readonly List<RouteDraft> drafts = [];

    private FolderCompiler(IReadOnlyList<MappingSource> sources, MappingEnvironment environment, CancellationToken cancel)
    {
        this.sources = sources;
        this.environment = environment;
        connections = new(environment.All);
        files = [.. sources.Where(source => source.File != MappingFolder.Calendars).Select(source => Read(source, cancel))];
    }

    /// <summary>The compiled folder, or all that is wrong with it.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="environment">What they are checked against.</param>
    /// <param name="cancel">Ends the work between files and between routes.</param>
    public static LoadResult Compile(IReadOnlyList<MappingSource> sources, MappingEnvironment environment, CancellationToken cancel)
    {
        var ordered = sources.OrderBy(source => source.File, StringComparer.Ordinal).ToList();
        return new FolderCompiler(ordered, environment, cancel).Compile(cancel);
    }

    private LoadResult Compile(CancellationToken cancel)
    {
        foreach (var file in files)
        {
            cancel.ThrowIfCancellationRequested();
            DeclareLinks(file);
            state.Declare(file);
        }

        Collect();
        Follow();
        var calendars = CalendarsBeside(out var ofCalendars);
        // What a broken file declares is not known: names of calendars are taken as they come.
        var types = new MappingTypes(calendars, [.. state.Declared.Values], areCalendarsKnown: environment.AreCalendarsKnown && ofCalendars.Errors.Count == 0, state.Misdeclared);
        var vars = files.ToDictionary(file => file, file => FileVars.Of(file, types.Functions));
        foreach (var draft in InOrderOfChains())
        {
            cancel.ThrowIfCancellationRequested();
            new RouteCompiler(draft, vars[draft.File], connections, links, misdeclared, state, types, environment).Compile();
        }

        SlotChecks.Check(drafts, cancel);
        var errors = InOrder([.. ofCalendars.Errors, .. files.SelectMany(file => file.Problems.Errors)]);
        // Where something is wrong, what uses a name may be what is wrong.
        if (errors.Count == 0) UnusedChecks.Check(files, drafts);
        var warnings = InOrder(files.SelectMany(file => file.Problems.Warnings));
        var notChecked = drafts.SelectMany(draft => draft.Unchecked).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return errors.Count > 0 ? new(null, errors, warnings) { Unchecked = notChecked } : new(new Snapshot(sources, [.. drafts.Select(Finish)], links) { State = state.Declared, Calendars = calendars, Words = environment.Words }, [], warnings) { Unchecked = notChecked };
    }

    // A name that the settings have counts as they say.
    private IReadOnlyDictionary<string, Calendar> CalendarsBeside(out Problems ofFile)
    {
        var told = ofFile = new Problems(MappingFolder.Calendars);
        if (sources.FirstOrDefault(source => source.File == MappingFolder.Calendars) is not { } file) return environment.Calendars;
        if (environment.ReadCalendars is not { } read)
        {
            told.Add(1, 1, "Calendars cannot be read here.");
            return environment.Calendars;
        }

        var calendars = new Dictionary<string, Calendar>(environment.Calendars, StringComparer.Ordinal);
        foreach (var (name, calendar) in read(file.Text, told.Add)) calendars.TryAdd(name, calendar);
        return calendars;
    }

    private static List<MappingError> InOrder(IEnumerable<MappingError> errors) =>
        [.. errors.Distinct().OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column)];

    private static Route Finish(RouteDraft draft)
    {
        var parts = draft.Parts!;
        var (always, kept) = (draft.Kept(isDeferred: false), draft.Kept(isDeferred: true));
        var inherited = draft.Followed is null ? [] : draft.Followed.Offered.Where(variable => !draft.Own.Contains(variable.Name) && (draft.Used.Contains(variable.Name) || kept.Contains(variable.Name)));
        return new(parts with
        {
            LeftAlways = [.. draft.Offered.Where(variable => always.Contains(variable.Name)).Select(variable => parts.Scope.Find(variable.Name)!)],
            LeftWhenDeferred = [.. draft.Offered.Where(variable => kept.Contains(variable.Name)).Select(variable => parts.Scope.Find(variable.Name)!)],
            Inherited = [.. inherited.Select(variable => parts.Scope.Find(variable.Name)!)],
            FollowedOutcomes = [.. draft.Followers.SelectMany(follower => follower.Outcomes).Distinct(StringComparer.Ordinal)],
        });
    }

    private static MappingFile Read(MappingSource source, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return FileReader.Read(source);
    }

    private void DeclareLinks(MappingFile file)
    {
        var objects = connections.Objects.Append(LinkDeclaration.CustomerEnd).ToList();
        misdeclared.UnionWith(file.Misdeclared);
        foreach (var link in file.Links)
        {
            var before = file.Problems.Errors.Count;
            foreach (var end in new[] { link.Left, link.Right }.Where(end => !objects.Contains(end.Text, StringComparer.Ordinal)))
            {
                file.Problems.Add(end, $"There is no object {end.Text}.{Suggestion.For(end.Text, objects)} A link's end is one of {string.Join(", ", objects)}.");
            }

            if (string.Equals(link.Left.Text, link.Right.Text, StringComparison.Ordinal))
            {
                file.Problems.Add(link.Right, $"A link joins two different objects. Write for right one of {string.Join(", ", objects.Where(other => other != link.Left.Text))}.");
            }

            if (file.Problems.Errors.Count > before)
            {
                misdeclared.Add(link.Name.Text);
                continue;
            }

            var declared = new LinkDeclaration(link.Name.Text, link.Left.Text, link.Right.Text, link.Reopen);
            if (links.TryAdd(declared.Name, declared))
            {
                linkFiles.Add(declared.Name, file.File);
            }
            else if (linkFiles[declared.Name] == file.File)
            {
                file.Problems.Add(link.Name, $"The link {declared.Name} is declared twice. Keep one.");
            }
            else if (links[declared.Name] != declared)
            {
                file.Problems.Add(link.Name, $"The link {declared.Name} is declared differently in {linkFiles[declared.Name]}. A link reaches across the folder: declare it in one file, or the same in each.");
            }
        }
    }

    private void Collect()
    {
        var ids = new Dictionary<string, RouteDraft>(StringComparer.Ordinal);
        foreach (var draft in files.SelectMany(file => file.Routes.Select(route => new RouteDraft(file, route))))
        {
            drafts.Add(draft);
            if (draft.Id.Length == 0) continue;
            if (!ids.TryAdd(draft.Id, draft))
            {
                draft.Problems.Add(draft.Source.Id, $"The id {draft.Id} is used by another route in {ids[draft.Id].File.File}. Ids are unique in the folder: write another, such as {draft.Id}-2.");
            }
        }

        foreach (var draft in drafts.Where(draft => draft.Source.After is not null))
        {
            var after = draft.Source.After!;
            draft.Followed = ids.GetValueOrDefault(after.Text);
            if (draft.Followed is null)
            {
                draft.Problems.Add(after, $"There is no route {after.Text} to follow.{(Suggestion.For(after.Text, ids.Keys) is { Length: > 0 } near ? near : " Write the id of another route of the folder.")}");
            }
            else
            {
                draft.Followed.Followers.Add(draft);
            }
        }
    }

    private void Follow()
    {
        foreach (var draft in drafts)
        {
            var length = 0;
            var head = draft;
            while (head.Followed is { } next && length <= drafts.Count)
            {
                head = next;
                length++;
            }

            if (length > drafts.Count)
            {
                draft.Problems.Add(draft.Source.After!, $"The routes that {draft.Id} follows lead back in a circle. Let one of them begin with on.");
                draft.Followed!.Followers.Remove(draft);
                draft.Followed = null;
            }
            else if (length > Vocabulary.LongestChain)
            {
                draft.Problems.Add(draft.Source.After!, $"The chain of after is {length} routes long; {Vocabulary.LongestChain} are allowed. Let {draft.Id} begin with on, or do in fewer routes what the chain does.");
            }
        }
    }

    // A route that follows another needs that one's names, and so comes later.
    private IEnumerable<RouteDraft> InOrderOfChains()
    {
        var open = new Queue<RouteDraft>(drafts.Where(draft => draft.Followed is null));
        while (open.TryDequeue(out var draft))
        {
            yield return draft;
            foreach (var follower in draft.Followers) open.Enqueue(follower);
        }
    }
}
