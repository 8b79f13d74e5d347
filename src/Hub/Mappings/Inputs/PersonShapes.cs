using Hub.Connectors;
using Hub.Expressions;

namespace Hub.Mappings.Inputs;

/// <summary>To whom a message goes: a thread, a customer or a phone; nothing means that there is no address.</summary>
internal sealed class RecipientShape(RecordType thread, RecordType customer) : InputShape
{
    private readonly RecordField threadId = thread.Find("id")!;
    private readonly RecordField customerId = customer.Find("id")!;

    public override string Wants => "a thread, a customer or a phone";

    public override bool MustBeNamed => true;

    public override bool Accepts(CelType type) => type.Kind == ValueKind.String || ReferenceEquals(type, thread) || ReferenceEquals(type, customer);

    public override DraftRefusal RefusalOfEmpty(string name, bool isRequired) => new("no_whatsapp", "unreachable");

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = value.Kind switch
        {
            ValueKind.String => new Recipient.ToPhone(value.AsString),
            ValueKind.Record when ReferenceEquals(value.AsRecord.Type, thread) => new Recipient.InThread(value.AsRecord.Get(threadId).AsString),
            ValueKind.Record when ReferenceEquals(value.AsRecord.Type, customer) => new Recipient.ToCustomer(value.AsRecord.Get(customerId).AsString),
            _ => null,
        };
        return converted is not null;
    }
}

/// <summary>A person for an action at another vendor: the customer.</summary>
internal sealed class CustomerShape(RecordType customer) : InputShape
{
    private readonly RecordField id = customer.Find("id")!;
    private readonly RecordField name = customer.Find("name")!;
    private readonly RecordField phone = customer.Find("phone")!;
    private readonly RecordField email = customer.Find("email")!;
    private readonly RecordField language = customer.Find("language")!;

    public override string Wants => "a customer";

    public override bool Accepts(CelType type) => ReferenceEquals(type, customer);

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = null;
        if (value.Kind != ValueKind.Record || !ReferenceEquals(value.AsRecord.Type, customer)) return false;
        var record = value.AsRecord;
        converted = new CustomerRef(record.Get(id).AsString, Text(record, name), Text(record, phone), Text(record, email), Text(record, language));
        return true;
    }

    public override bool TryParse(string text, out object? parsed)
    {
        parsed = null;
        return false;
    }

    private static string? Text(RecordValue record, RecordField field) => record.Get(field) is { IsNull: false } value ? value.AsString : null;
}
