using System.Text;

namespace Connectors.Tests.Square;

public sealed class SquareComplianceTests() : ConnectorCompliance(
    new()
    {
        Connector = SquareStandIn.Connector,
        Options = SquareStandIn.Options,
        OtherOptions = SquareStandIn.Options with { SignatureKey = new(["another"]) },
        Vendor = "square",
        SignatureHeader = "x-square-hmacsha256-signature",
        Body = Encoding.UTF8.GetBytes(SquareStandIn.Event("booking.updated", $$$"""{"booking":{{{SquareStandIn.BookingJson}}}}""")),
        Deliver = (body, options, _) => SquareStandIn.Deliver(body, options),
    });
