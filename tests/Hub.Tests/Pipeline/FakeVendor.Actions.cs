using System.Text.Json.Serialization.Metadata;
using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <content>What the vendor can be asked for: its actions, its messages, its query.</content>
internal sealed partial class FakeVendor
{
    private class FakeAction<T>(FakeVendor vendor, string name, string @object, EffectClass effect, Func<T, string?> target) : IAction
        where T : class
    {
        protected FakeVendor Vendor => vendor;

        public string Name => name;

        public string Description => "Does something.";

        public JsonTypeInfo Input { get; } = FakeJson.Default.GetTypeInfo(typeof(T))!;

        public JsonTypeInfo? Result { get; init; }

        public EffectClass Effect => effect;

        public Lane Lane { get; init; } = Lane.Sync;

        public string Object => @object;

        public int MaxMerged { get; init; } = 1;

        public IReadOnlyList<RateLimit> Limits { get; init; } = [];

        public string? TargetOf(object input) => target((T)input);

        public bool CanMerge(object first, object next) => true;

        public Task<ActionOutcome> PerformAsync(IReadOnlyList<ActionCall> calls, ActionContext context, CancellationToken cancel) =>
            vendor.PerformAsync(new(name, calls, context), cancel);

        public Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel) => Task.FromResult(vendor.Find(call.CommandId));
    }

    private sealed class FakeRecord(FakeVendor vendor) : FakeAction<FieldInput>(vendor, "fake.write", "fake.record", new EffectClass.Idempotent(), input => input.Record), IRecordAction
    {
        public RecordState? WritesTo(object input) => input is FieldInput field ? new("thing/" + field.Record, new Dictionary<string, string?> { ["text"] = field.Text }) : null;
    }

    private sealed class FakeMessage<T> : FakeAction<T>, IMessageAction
        where T : class
    {
        private readonly Func<T, MessageIntent> intent;

        public FakeMessage(FakeVendor vendor, string name, Lane lane, Func<T, MessageIntent> intent)
            : base(vendor, name, "whatsapp.thread", new EffectClass.Blind(), _ => null)
        {
            this.intent = intent;
            Lane = lane;
            Result = FakeJson.Default.MessageSent;
        }

        public MessageIntent Intent(object input) => intent((T)input);

        public string? Mismatch(object input, MessageTemplate template) => Vendor.OnMismatch?.Invoke(template);

        public string Render(object input, MessageTemplate template) => template.Body;
    }

    private sealed class FakeQuery(FakeVendor vendor) : IQuery
    {
        public string Name => "fake.ask";

        public string Description => "Asks something.";

        public JsonTypeInfo Input => FakeJson.Default.Question;

        public JsonTypeInfo Result => FakeJson.Default.Answer;

        public Task<QueryOutcome> RunAsync(object input, Connection connection, CancellationToken cancel) => vendor.OnQuestion((Question)input);
    }
}
