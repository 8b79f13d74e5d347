using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Hub.Connectors;

namespace Connectors.Tests;

/// <summary>What holds for every connector. A connector's own class derives from this one and says what it is.</summary>
/// <param name="test">The connector, and how its vendor signs.</param>
public abstract class ConnectorCompliance(ConnectorUnderTest test)
{
    private static readonly Regex SnakeCase = new("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private IConnector Connector => test.Connector;

    [Fact]
    public void GenuineSignature_IsGenuine() => Verify(Genuine()).ShouldBeOfType<Verification.Genuine>();

    [Fact]
    public void MissingSignature_IsRefused() => Refuses(WithSignature(_ => null));

    [Fact]
    public void EmptySignature_IsRefused() => Refuses(WithSignature(_ => ""));

    [Theory]
    [InlineData("wrong")]
    [InlineData("=")]
    [InlineData("sha256=")]
    [InlineData("ὀξεῖα")]
    public void SignatureOfAnotherForm_IsRefused(string signature) => Refuses(WithSignature(_ => signature));

    [Fact]
    public void TruncatedSignature_IsRefused()
    {
        for (var length = 0; length < Signature.Length; length++) Refuses(WithSignature(whole => whole[..length]));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("00")]
    [InlineData("AAAA")]
    [InlineData("=")]
    [InlineData(" ")]
    public void OverLongSignature_IsRefused(string more)
    {
        Refuses(WithSignature(whole => whole + more));
        Refuses(WithSignature(whole => more + whole));
        Refuses(WithSignature(whole => whole + "," + whole));
    }

    [Fact]
    public void SignatureWithOneOtherCharacter_IsRefused()
    {
        // The last character but one of base64 is left out: its low bits may be padding.
        for (var at = 0; at < Signature.Length - 2; at++)
        {
            var other = Signature[at] is '0' or 'A' ? '1' : '0';
            Refuses(WithSignature(whole => whole[..at] + other + whole[(at + 1)..]));
        }
    }

    [Fact]
    public void BodyWithOneOtherByte_IsRefused()
    {
        for (var at = 0; at < test.Body.Length; at++)
        {
            var changed = test.Body.ToArray();
            changed[at] ^= 1;
            var request = Genuine() with { Body = changed };

            // What is not signed proves nothing, and is a hint; but it does no harm.
            if (Connector.Unsigned) Should.NotThrow(() => Verify(request));
            else Refuses(request);
        }
    }

    [Fact]
    public void EmptyBody_UnderASignatureOfAnother_IsRefused() => Refuses(Genuine() with { Body = ReadOnlyMemory<byte>.Empty });

    [Fact]
    public void SignatureOfAnotherConnection_IsRefused() => Refuses(test.Deliver(test.Body, test.OtherOptions, ""));

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[")]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("\"text\"")]
    public void BodyThatIsNotOfTheVendorsForm_IsUnreadable(string body)
    {
        var request = test.Deliver(System.Text.Encoding.UTF8.GetBytes(body), test.Options, "");
        Should.Throw<UnreadableWebhookException>(() => Connector.Read(request)).Message.ShouldNotBeNullOrWhiteSpace();
    }

    [SharedFact(SharedContracts.Root)]
    public void EverySample_IsReadWithoutError()
    {
        foreach (var (name, request) in Samples())
        {
            foreach (var read in Should.NotThrow(() => Connector.Read(request), name))
            {
                TypeOf(read, name).Data.Type.ShouldBe(read.Data.GetType(), name);
                read.Subject.ShouldNotBeNullOrWhiteSpace(name);
                read.DeliveryKey.ShouldNotBeNullOrWhiteSpace(name);
                RecordShapes.ForbiddenNulls(read.Data, "event").ShouldBeEmpty(name);
            }
        }
    }

    [SharedFact(SharedContracts.Root)]
    public void ReadingTwice_GivesEqualEvents()
    {
        foreach (var (name, request) in Samples())
        {
            Connector.Read(request).Select(Text).ShouldBe(Connector.Read(request).Select(Text), name);
        }
    }

    [SharedFact(SharedContracts.Root)]
    public void EventsOfOneSample_HaveDifferentKeys()
    {
        foreach (var (name, request) in Samples()) Connector.Read(request).Select(read => read.DeliveryKey).ShouldBeUnique(name);
    }

    [SharedFact(SharedContracts.Root)]
    public void EventData_SerialisesAndComesBackTheSame()
    {
        foreach (var (name, request) in Samples())
        {
            foreach (var read in Connector.Read(request))
            {
                var type = TypeOf(read, name).Data;
                var once = JsonSerializer.Serialize(read.Data, type);
                JsonSerializer.Serialize(JsonSerializer.Deserialize(once, type), type).ShouldBe(once, name);
            }
        }
    }

    [Fact]
    public void HeaderThatProvesTheOrigin_IsNamedAndNotKept()
    {
        if (!Connector.Unsigned) Connector.WebhookHeaders.Proof.ShouldContain(test.SignatureHeader, StringComparer.OrdinalIgnoreCase);
        Connector.WebhookHeaders.Kept.Intersect(Connector.WebhookHeaders.Proof, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();
    }

    [SharedFact(SharedContracts.Root)]
    public void KeptHeaders_AreAllThatReadingNeeds()
    {
        foreach (var (name, request) in Samples())
        {
            var stored = request with { Headers = request.Headers.Where(header => Connector.WebhookHeaders.Kept.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(StringComparer.OrdinalIgnoreCase) };
            Connector.Read(stored).Select(Text).ShouldBe(Connector.Read(request).Select(Text), name);
        }
    }

    [Fact]
    public void EveryField_IsDescribed() =>
        Shapes().SelectMany(shape => RecordShapes.Undescribed(shape.Type)).Distinct().ShouldBeEmpty();

    [Fact]
    public void EveryField_IsInSnakeCase() =>
        Shapes().SelectMany(shape => shape.Properties).Select(property => property.Name).Where(name => !SnakeCase.IsMatch(name)).ShouldBeEmpty();

    [Fact]
    public void EveryEventActionAndQuery_IsDescribed()
    {
        foreach (var type in Connector.Events) type.Description.ShouldNotBeNullOrWhiteSpace(type.Name);
        foreach (var action in Connector.Actions) action.Description.ShouldNotBeNullOrWhiteSpace(action.Name);
        foreach (var query in Connector.Queries) query.Description.ShouldNotBeNullOrWhiteSpace(query.Name);
    }

    [Fact]
    public void Names_FollowTheRule()
    {
        Connector.Name.ShouldMatch("^[a-z]+$");
        foreach (var type in Connector.Events) type.Name.ShouldMatch($@"^{Connector.Name}\.(unknown|[a-z]+(_[a-z]+)*\.([a-z]+_)*([a-z]+ed|paid|sent))$");
        var others = Connector.Actions.Select(action => action.Name).Concat(Connector.Queries.Select(query => query.Name)).Concat(Connector.Objects);
        foreach (var name in others) name.ShouldMatch($@"^{Connector.Name}\.[a-z]+(_[a-z]+)*$");
        foreach (var action in Connector.Actions) Connector.Objects.ShouldContain(action.Object, action.Name);
        Connector.Events.Select(type => type.Name).ShouldBeUnique();
        Connector.Actions.Select(action => action.Name).Concat(Connector.Queries.Select(query => query.Name)).ShouldBeUnique();
    }

    [Fact]
    public void Ends_AreObjectsThatCanBeLinked()
    {
        foreach (var end in Connector.Events.SelectMany(type => type.Ends)) Connector.Objects.ShouldContain(end);
    }

    [SharedFact(SharedContracts.Root)]
    public void EveryEndOfAnEvent_IsInItsSamples()
    {
        foreach (var (name, request) in Samples())
        {
            foreach (var read in Connector.Read(request).Where(read => !TypeOf(read, name).InThread))
            {
                foreach (var end in TypeOf(read, name).Ends) read.Ends.Keys.ShouldContain(end, name);
            }
        }
    }

    private string Signature => test.Proof.Of(Genuine());

    private WebhookRequest Genuine() => test.Deliver(test.Body, test.Options, "");

    private WebhookRequest WithSignature(Func<string, string?> change)
    {
        var request = Genuine();
        return test.Proof.With(request, change(test.Proof.Of(request)));
    }

    private Verification Verify(WebhookRequest request) => Connector.Verify(request, test.Options, request.ArrivedAt);

    private void Refuses(WebhookRequest request) => Verify(request).ShouldBeOfType<Verification.Refused>().Reason.ShouldNotBeNullOrWhiteSpace();

    private IEnumerable<(string Name, WebhookRequest Request)> Samples()
    {
        var files = SharedContracts.Samples(test.Vendor).Where(file => test.IsWebhook(Path.GetFileName(file))).ToList();
        files.ShouldNotBeEmpty($"The samples of {test.Vendor}");
        return files.Select(file => (Path.GetFileName(file), test.Deliver(File.ReadAllBytes(file), test.Options, Path.GetFileName(file))));
    }

    private EventType TypeOf(IncomingEvent read, string sample) =>
        Connector.Events.SingleOrDefault(type => type.Name == read.Type) ?? throw new InvalidOperationException($"{sample}: {read.Type} is not among the events of {Connector.Name}.");

    private IEnumerable<JsonTypeInfo> Shapes() =>
        Connector.Events.Select(type => type.Data)
            .Concat(Connector.Actions.SelectMany(action => new[] { action.Input, action.Result }).OfType<JsonTypeInfo>())
            .Concat(Connector.Queries.SelectMany(query => new[] { query.Input, query.Result }));

    private string Text(IncomingEvent read) => string.Join('\n',
        read.Type, read.Account, read.Subject, read.DeliveryKey, read.FactKey, read.OccurredAt, read.Version, read.EchoOf,
        JsonSerializer.Serialize(read.Ends), JsonSerializer.Serialize(read.Fact), JsonSerializer.Serialize(read.Data, TypeOf(read, "").Data));
}
