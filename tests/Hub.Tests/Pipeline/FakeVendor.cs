using System.Text.Json;
using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>One call that the vendor got.</summary>
internal sealed record FakeCall(string Action, IReadOnlyList<ActionCall> Parts, ActionContext Context)
{
    /// <summary>The texts of its commands, in order.</summary>
    public IReadOnlyList<string> Texts { get; } = [.. Parts.Select(part => FakeVendor.TextOf(part.Input))];
}

/// <summary>How the vendor answers one call.</summary>
internal delegate Task<ActionOutcome> FakeAnswer(FakeCall call, CancellationToken cancel);

/// <summary>An in-memory vendor and its connector: what it did is what was called, and a test says how it answers; it survives restarts of the hub.</summary>
internal sealed partial class FakeVendor : IMessagingConnector
{
    public const string Account = "kairos";

    private readonly Lock gate = new();
    private readonly List<FakeCall> calls = [];
    private readonly Dictionary<string, Queue<FakeAnswer>> answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActionOutcome.Done> effects = new(StringComparer.Ordinal);

    public FakeVendor()
    {
        Actions =
        [
            new FakeAction<FieldInput>(this, "fake.set_field", "fake.record", new EffectClass.Idempotent(), input => input.Record),
            new FakeRecord(this),
            new FakeAction<FieldInput>(this, "fake.pay", "fake.record", new EffectClass.Keyed(TimeSpan.FromMinutes(4)), input => input.Record),
            new FakeAction<TicketInput>(this, "fake.create_ticket", "fake.ticket", new EffectClass.Findable(), _ => null) { Result = FakeJson.Default.TicketMade },
            new FakeAction<CommentInput>(this, "fake.add_comment", "fake.ticket", new EffectClass.Findable(), input => input.Ticket) { MaxMerged = 3 },
            new FakeAction<FieldInput>(this, "fake.paced", "fake.record", new EffectClass.Idempotent(), input => input.Record) { Limits = [new("pace", LimitScope.Target, 1, TimeSpan.FromMinutes(1))] },
            Words = new FakeMessage<WordsInput>(this, "fake.reply", Lane.Interactive, input => new MessageIntent.FreeForm(input.Text) { To = input.To }),
            new FakeMessage<TemplateInput>(this, "fake.send_template", Lane.Template, input => new MessageIntent.OfTemplate(input.Template, input.Language) { To = input.To }),
        ];
        Queries = [new FakeQuery(this)];
    }

    public string Name => "fake";

    public Type OptionsType => typeof(FakeOptions);

    public IReadOnlyList<EventType> Events { get; } =
    [
        new("fake.thing.happened", "Something happened.", EventNature.Occurrence, FakeJson.Default.Thing) { Ends = ["fake.ticket"] },
        new("fake.thing.changed", "A record stands so.", EventNature.State, FakeJson.Default.Thing) { Ends = ["fake.ticket"] },
        new("fake.thing.hinted", "Something about a record changed.", EventNature.Occurrence, FakeJson.Default.Thing) { Completeness = EventCompleteness.Hint },
        new("fake.thing.fetched", "What a record is now.", EventNature.Occurrence, FakeJson.Default.Thing),
        new("fake.thing.outlined", "Something happened; its text is fetched.", EventNature.Occurrence, FakeJson.Default.Thing) { Completeness = EventCompleteness.LacksFields },
        new("fake.person.changed", "A record of a person changed.", EventNature.Occurrence, FakeJson.Default.Thing) { About = PersonOf },
        new("fake.person.met", "A person came by.", EventNature.Occurrence, FakeJson.Default.Thing) { About = PersonOf, OfCustomer = true },
        new("fake.person.moved", "A person has another number.", EventNature.Occurrence, FakeJson.Default.Thing) { NamesPerson = true },
        new("fake.message.received", "A person wrote.", EventNature.Occurrence, FakeJson.Default.Thing) { InThread = true, Ends = ["whatsapp.thread"] },
        new("fake.message.edited", "A person changed a message.", EventNature.Occurrence, FakeJson.Default.Thing) { InThread = true, Ends = ["whatsapp.thread"] },
        new("fake.message.echoed", "The business wrote from its phone.", EventNature.Occurrence, FakeJson.Default.Thing) { InThread = true, Ends = ["whatsapp.thread"] },
        new("fake.message.sent", "A message of the hub left.", EventNature.Occurrence, FakeJson.Default.OutboundMessage) { InThread = true, Ends = ["whatsapp.thread"] },
        new("fake.media.stored", "A file is there.", EventNature.Occurrence, FakeJson.Default.StoredMedia) { InThread = true, Ends = ["whatsapp.thread"] },
        new("fake.status.changed", "A message came so far.", EventNature.Occurrence, FakeJson.Default.Thing),
    ];

    public IReadOnlyList<IAction> Actions { get => OnListActions?.Invoke() ?? field; }

    /// <summary>What it says that it can do when somebody asks, as the compiling of mapping files does.</summary>
    public Func<IReadOnlyList<IAction>>? OnListActions { get; set; }

    public IReadOnlyList<IQuery> Queries { get; }

    public IReadOnlyList<string> Objects { get; } = ["fake.ticket", "fake.record", "whatsapp.thread"];

    public long MaxWebhookBytes => 100_000;

    public List<MessageTemplate> Templates { get; } =
    [
        new() { Name = "news", Language = "en", Category = "utility", Status = "approved", Body = "There is news" },
        new() { Name = "offer", Language = "en", Category = "marketing", Status = "approved", Body = "There is an offer" },
    ];

    /// <summary>What the fetch of a hinted or outlined event gives; by default the event with the text <c>fetched</c>.</summary>
    public Func<IncomingEvent, Completion>? OnFetch { get; set; }

    /// <summary>When fetches are answered; by default at once.</summary>
    public Task FetchesGo { get; set; } = Task.CompletedTask;

    /// <summary>What a query answers; by default the text <c>answer</c>.</summary>
    public Func<Question, Task<QueryOutcome>> OnQuestion { get; set; } = _ => Task.FromResult<QueryOutcome>(new QueryOutcome.Found(new Answer("answer")));

    /// <summary>What happens when the templates are fetched.</summary>
    public Action? OnListTemplates { get; set; }

    /// <summary>What does not fit a template in what is sent; null for nothing.</summary>
    public Func<MessageTemplate, string?>? OnMismatch { get; set; }

    /// <summary>What happens when a webhook is read.</summary>
    public Action? OnRead { get; set; }

    /// <summary>Whether the next message of a thread waits for the status of the one before.</summary>
    public bool IsStrict { get; set; }

    public int Fetches { get; private set; }

    /// <summary>What looking for a mark gives; null for what is there.</summary>
    public Func<ActionOutcome?>? OnFind { get; set; }

    public int Finds { get; private set; }

    private IMessageAction Words { get; }

    public static string TextOf(object input) => input switch
    {
        FieldInput field => field.Text,
        TicketInput ticket => ticket.Subject,
        CommentInput comment => comment.Text,
        WordsInput words => words.Text,
        TemplateInput template => template.Template,
        _ => "",
    };

    /// <summary>The calls so far, of one action or of all.</summary>
    public IReadOnlyList<FakeCall> Calls(string? action = null)
    {
        lock (gate) return [.. calls.Where(call => action is null || call.Action == action)];
    }

    /// <summary>The texts of the calls of an action, in order; merged ones are joined by +.</summary>
    public IReadOnlyList<string> Texts(string action) => [.. Calls(action).Select(call => string.Join('+', call.Texts))];

    /// <summary>Answers the next calls of an action so; the ones after succeed.</summary>
    public void Answer(string action, params ReadOnlySpan<FakeAnswer> next)
    {
        lock (gate)
        {
            if (!answers.TryGetValue(action, out var queue)) answers[action] = queue = new();
            foreach (var answer in next) queue.Enqueue(answer);
        }
    }

    public static FakeAnswer Fail(FailureKind kind, TimeSpan? wait = null) => (_, _) => Task.FromResult<ActionOutcome>(new ActionOutcome.Failed(new(kind, "code", "It failed.", wait)));

    /// <summary>Does it, and the answer is lost.</summary>
    public FakeAnswer DoAndLoseAnswer() => (call, _) =>
    {
        Effect(call);
        return Fail(FailureKind.Unknown)(call, default);
    };

    /// <summary>Does it, and never answers.</summary>
    public FakeAnswer DoAndHang() => async (call, cancel) =>
    {
        Effect(call);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        throw new InvalidOperationException("A call that hangs does not end.");
    };

    /// <summary>Answers when the test lets it.</summary>
    public static FakeAnswer After(Task go, FakeAnswer answer) => async (call, cancel) =>
    {
        await go.WaitAsync(cancel);
        return await answer(call, cancel);
    };

    public FakeAnswer Succeed() => (call, _) => Task.FromResult<ActionOutcome>(Effect(call));

    public Uri BaseUrl(object options) => new("https://fake.example");

    public string? AccountOf(object options) => OnAccount is null ? Account : null;

    public Secret WebhookSecret(object options) => ((FakeOptions)options).Secret;

    public Verification Verify(WebhookRequest request, object options, DateTimeOffset now) => new Verification.Genuine();

    public IReadOnlyList<IncomingEvent> Read(WebhookRequest request)
    {
        OnRead?.Invoke();
        if (request.Body.Span.StartsWith("poison"u8)) throw new InvalidOperationException("The connector's own mistake.");
        try
        {
            return [.. JsonSerializer.Deserialize(request.Body.Span, FakeJson.Default.ListFakeEvent)!.Select(e => ToIncoming(e, request.ArrivedAt))];
        }
        catch (JsonException e)
        {
            throw new UnreadableWebhookException("The body is no list of events.", e);
        }
    }

    public async Task<Completion> CompleteAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel)
    {
        lock (gate) Fetches++;
        await FetchesGo.WaitAsync(cancel);
        var fetched = incoming with { Type = incoming.Type == "fake.thing.hinted" ? "fake.thing.fetched" : incoming.Type, Data = (Thing)incoming.Data with { Text = "fetched" } };
        return OnFetch?.Invoke(fetched) ?? new Completion.Completed(fetched);
    }

    public Task<TemplateList> ListTemplatesAsync(Connection connection, CancellationToken cancel)
    {
        OnListTemplates?.Invoke();
        return Task.FromResult(new TemplateList([.. Templates]));
    }

    public bool WaitsForSent(object options) => IsStrict;

    public IReadOnlyList<MessageTemplate>? ReadTemplates(ReadOnlyMemory<byte> answer) => null;

    public (IMessageAction Action, object Input) Reply(Recipient to, string text) => (Words, new WordsInput { To = to, Text = text });

    public static IncomingEvent ToIncoming(FakeEvent e, DateTimeOffset arrivedAt)
    {
        var at = e.OccurredAt ?? arrivedAt;
        var person = Named(e.Phone, e.User);
        ConversationFact? fact = e.Type switch
        {
            "fake.message.edited" => new ConversationFact.MessageChanged(e.Account, person, at),
            "fake.message.echoed" => new ConversationFact.MessageEchoed(e.Account, person, e.MessageId ?? e.Key!, "text", e.Text, at),
            "fake.person.moved" => new ConversationFact.PersonChanged("business", person, Named(e.NewPhone, e.NewUser)),
            "fake.message.received" => new ConversationFact.MessageReceived(e.Account, person, e.MessageId ?? e.Key!, e.Media?.Kind ?? "text", e.Text, at, null) { Media = e.Media },
            "fake.status.changed" => new ConversationFact.StatusReported(
                e.Account, e.MessageId!, e.Status!.Value, at, e.CommandId, e.Failure is { } kind ? new(kind, "code", "It failed later.", e.AccountWaits) { IsAccountWide = e.AccountWaits is not null } : null),
            _ => null,
        };
        return new()
        {
            Type = e.Type,
            Account = e.Account,
            Subject = fact is null ? "thing/" + e.Record : e.Phone ?? e.User ?? e.MessageId!,
            DeliveryKey = e.Key!,
            FactKey = e.Same,
            OccurredAt = at,
            Version = e.Version is { } stamp ? new("thing/" + e.Record, stamp) : null,
            Data = new Thing { Record = e.Record, Text = e.Text, Number = e.Number, Phone = e.Phone is null ? null : "+" + e.Phone, Email = e.Email, Absorbed = e.Absorbed, IsGone = e.IsGone },
            Ends = e.Type is "fake.thing.happened" or "fake.thing.changed" ? new() { ["fake.ticket"] = e.Record } : new Dictionary<string, string>(),
            Fact = fact,
            EchoOf = e.EchoOf,
            MadeBy = e.MadeBy,
            Reported = e.Told is { } told ? new("thing/" + e.Record, told) { IsWhole = e.IsWhole } : null,
        };
    }

    private static Person Named(string? phone, string? user) => new(
        [
            .. phone is null ? [] : new[] { new Alias("", AliasKind.WaId, phone) },
            .. user is null ? [] : new[] { new Alias("business", AliasKind.Bsuid, user) },
        ],
        null);

    private static AboutPerson PersonOf(object data)
    {
        var thing = (Thing)data;
        return new() { Record = thing.Record.Length == 0 ? null : new("fake.record", thing.Record), Absorbed = thing.Absorbed ?? [], IsGone = thing.IsGone, Phones = [thing.Phone], Email = thing.Email, Name = thing.Text };
    }

    private ActionOutcome.Done Effect(FakeCall call)
    {
        lock (gate)
        {
            ActionOutcome.Done? last = null;
            foreach (var part in call.Parts)
            {
                var id = $"{call.Action["fake.".Length..]}-{effects.Count + 1}";
                last = call.Action switch
                {
                    "fake.create_ticket" => new(new TicketMade(id), id),
                    "fake.reply" or "fake.send_template" => new(new MessageSent(id), id),
                    _ => new(null, null),
                };
                effects.TryAdd(part.CommandId, last);
            }

            return last!;
        }
    }

    private Task<ActionOutcome> PerformAsync(FakeCall call, CancellationToken cancel)
    {
        FakeAnswer? answer;
        lock (gate)
        {
            calls.Add(call);
            answer = answers.TryGetValue(call.Action, out var queue) && queue.TryDequeue(out var next) ? next : Succeed();
        }

        return answer(call, cancel);
    }

    private ActionOutcome? Find(string commandId)
    {
        lock (gate)
        {
            Finds++;
            return OnFind?.Invoke() ?? effects.GetValueOrDefault(commandId);
        }
    }
}
