using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Square;

/// <summary>What <c>square.upsert_customer</c> needs.</summary>
internal sealed record UpsertCustomerInput
{
    [Description("The customer; found in Square by the hub's own reference id, then by phone, and made where there is none")]
    public required CustomerRef Customer { get; init; }

    [Description("The given name; what Square has stays when left out, and where it has none the customer's own is taken")]
    public string? GivenName { get; init; }

    [Description("The family name; as the given name")]
    public string? FamilyName { get; init; }

    [Description("The name of the company; what Square has stays when left out")]
    public string? CompanyName { get; init; }

    [Description("The e-mail address; what Square has stays when left out")]
    public string? Email { get; init; }

    [Description("A note, in the place of the one that is there; what Square has stays when left out")]
    public string? Note { get; init; }
}

/// <summary>What <c>square.upsert_customer</c> gives.</summary>
/// <param name="CustomerId">The id of the Square customer.</param>
internal sealed record UpsertCustomerResult([property: Description("The id of the Square customer")] string CustomerId);

/// <summary>Makes a customer, or changes the one who is there.</summary>
internal sealed class UpsertCustomer : IAction<UpsertCustomerInput>
{
    public string Name => "square.upsert_customer";

    public string Description => "Makes a Square customer of a customer, or changes the one who is there; what is left out stays.";

    public JsonTypeInfo Input => SquareJson.Default.UpsertCustomerInput;

    public JsonTypeInfo Result => SquareJson.Default.UpsertCustomerResult;

    // Whom the first attempt has made, the second finds, or gets again for the same key; setting fields twice is as setting them once.
    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Sync;

    public string Object => SquareConnector.Customer;

    public IReadOnlyList<RateLimit> Limits => SquareLimits.Writes;

    // The Square customer may not be there yet: commands for one person wait for one another.
    public string? TargetOf(UpsertCustomerInput input) => input.Customer.Id;

    public async Task<ActionOutcome> PerformAsync(UpsertCustomerInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var api = SquareApi.Of(context.Connection);
        var found = await SquareCustomers.FindOrCreateAsync(input.Customer, api, cancel);
        if (found.Value is not { Id: { } id } customer) return new ActionOutcome.Failed(found.Failure!);
        if (DifferenceOf(input, customer) is not { } difference) return Done(id, input.Customer.Id);
        var changed = await api.AskAsync((rest, token) => rest.UpdateCustomerAsync(token, id, difference, cancel), cancel);
        return changed.Failure is { } failure ? new ActionOutcome.Failed(failure) : Done(id, input.Customer.Id);
    }

    // A write that changes nothing would come back as a change.
    private static CustomerWrite? DifferenceOf(UpsertCustomerInput input, CustomerBody customer)
    {
        var isNameless = string.IsNullOrEmpty(customer.GivenName) && string.IsNullOrEmpty(customer.FamilyName);
        var (given, family) = isNameless && input.GivenName is null && input.FamilyName is null ? SquareCustomers.NameOf(input.Customer.Name) : (input.GivenName, input.FamilyName);
        var difference = new CustomerWrite
        {
            GivenName = Other(given, customer.GivenName),
            FamilyName = Other(family, customer.FamilyName),
            CompanyName = Other(input.CompanyName, customer.CompanyName),
            EmailAddress = Other(input.Email, customer.EmailAddress),
            Note = Other(input.Note, customer.Note),
            PhoneNumber = string.IsNullOrEmpty(customer.PhoneNumber) ? input.Customer.Phone : null,
            ReferenceId = string.IsNullOrEmpty(customer.ReferenceId) ? SquareCustomers.ReferenceId(input.Customer) : null,
        };
        return difference == new CustomerWrite() ? null : difference;
    }

    private static string? Other(string? wanted, string? there) => string.IsNullOrEmpty(wanted) || wanted == there ? null : wanted;

    private static ActionOutcome.Done Done(string id, string customer) => new(new UpsertCustomerResult(id), id) { Learned = new(customer, SquarePeople.RecordOf(id)) };
}
