using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Square;

/// <summary>What <c>square.find_customer</c> needs.</summary>
/// <param name="Phone">The phone number in E.164.</param>
internal sealed record FindCustomerInput([property: Description("The phone number in E.164")] [property: TextForm(TextForm.Phone)] string Phone);

/// <summary>What <c>square.find_customer</c> gives.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Others">How many more there are.</param>
internal sealed record FindCustomerResult(
    [property: Description("The customer with this phone number, the oldest of several; absent when there is none")] SquarePerson? Customer,
    [property: Description("How many more customers have this phone number")] int Others);

/// <summary>Finds a customer by phone number, however it was typed.</summary>
internal sealed class FindCustomer : IQuery<FindCustomerInput>
{
    public string Name => "square.find_customer";

    public string Description => "Finds the customer with a phone number, however somebody typed it in Square.";

    public JsonTypeInfo Input => SquareJson.Default.FindCustomerInput;

    public JsonTypeInfo Result => SquareJson.Default.FindCustomerResult;

    public async Task<QueryOutcome> RunAsync(FindCustomerInput input, Connection connection, CancellationToken cancel)
    {
        var api = SquareApi.Of(connection);
        var (country, failure) = await api.Locations.CountryAsync(cancel);
        if (failure is not null) return new QueryOutcome.Failed(failure);
        var found = await SquareCustomers.ByPhoneAsync(input.Phone, country, onlyBest: true, api, cancel);
        if (found.Failure is not null) return new QueryOutcome.Failed(found.Failure);
        var all = found.Value!.All;
        return new QueryOutcome.Found(all is [{ } first, ..] ? new FindCustomerResult(SquarePerson.Of(first, country), all.Count - 1) : new FindCustomerResult(null, 0));
    }
}
