using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Mappings.Scenarios;
using Hub.Rehearsals;

namespace Hub.Tests.Rehearsals;

public sealed class StandInsTests
{
    private static readonly string[] Names =
    [
        "Mara", "Lindqvist", "Jürgen", "Şahin", "O'Brien", "Zoë", "Μαρία", "Анна", "山田", "محمد", "van", "Nguyễn", "Robin", "Kim", "Li", "Jean-Luc", "MÜLLER",
    ];

    private static readonly string[] Streets = ["12 Salamanca Place", "Am Markt 3", "Rue de l'Église 7b", "Kirchweg 99"];
    private static readonly string[] Cities = ["Hobart", "Köln", "Saint-Denis", "Lindenfels"];

    [Theory]
    [InlineData("+61 412 345 678", "0412 345 678")]
    [InlineData("+61412345678", "61412345678")]
    [InlineData("(0412) 345-678", "0061412345678")]
    public void OnePhone_HasOneStandInInEveryForm(string one, string other)
    {
        var standIns = Knowing(PersonalKind.Phone, one);
        Digits(standIns.Replace(one))[^8..].ShouldBe(Digits(standIns.Replace(other))[^8..]);
        standIns.Replace(one).ShouldNotBe(one);
        standIns.Replace(one).Length.ShouldBe(one.Length);
    }

    [Fact]
    public void CompanyThatCarriesParcels_IsKept_AndThatOfAPersonIsNot()
    {
        var standIns = new StandIns(new byte[16]);
        var document = JsonNode.Parse("""{"parcels": [{"number": "1", "company": "DHL"}], "destination": {"company": "Acme"}}""");
        standIns.Learn(document);
        var shown = standIns.Replace(document)!;
        shown["parcels"]![0]!["company"]!.GetValue<string>().ShouldBe("DHL");
        shown["destination"]!["company"]!.GetValue<string>().ShouldNotBe("Acme");
    }

    [Fact]
    public void FirstNameAloneAndInAFullName_IsOnePerson()
    {
        var standIns = Knowing(PersonalKind.Name, "Mara Lindqvist");
        var full = standIns.Replace("Mara Lindqvist").Split(' ');
        standIns.Replace("hi MARA, it is Lindqvist's parcel").ShouldBe($"hi {full[0].ToUpperInvariant()}, it is {full[1]}'s parcel");
        standIns.Replace("Marathon").ShouldNotContain("Mara", Case.Insensitive);
    }

    [Theory]
    [InlineData("Where is my order #1001?")]
    [InlineData("6120001112223")]
    [InlineData("2026-03-02T08:55:00+11:00")]
    [InlineData("gid://shopify/Order/6120001112223")]
    [InlineData("https://track.example/PP1001")]
    [InlineData("order_shipped")]
    [InlineData("1772406000")]
    public void WhatNamesNobody_Stays(string text) => Knowing(PersonalKind.Name, "Mara").Replace(text).ShouldBe(text);

    [Theory]
    [InlineData("write to mara@lindenfield.example please")]
    [InlineData("call 0412 345 678 now")]
    [InlineData("call +61412345678")]
    [InlineData("my number 41234567890 is new")]
    [InlineData("wamid.HBgLNjE0OTE1NzAwMDYVAgASGBQzQTAwMDE=")]
    [InlineData("https://shop.example/orders/1/authenticate?key=abcdef1")]
    [InlineData("from 203.0.113.77")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    public void WhatLooksPersonal_IsReplacedWhereverItStands(string text) => new StandIns([1]).Replace(text).ShouldNotBe(text);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void NoOriginalValue_Survives(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 250; round++)
        {
            var person = Person.Invent(random);
            var documents = new JsonNode[] { person.Body(random), person.Data(random) };
            var standIns = new StandIns([(byte)seed, (byte)round]);
            foreach (var document in documents) standIns.Learn(document);
            var text = string.Join('\n', documents.Select(document => standIns.Replace(document)!.ToJsonString(ScenarioEvents.Readable)));
            foreach (var original in person.Originals) Survives(text, original).ShouldBeFalse($"{original} in {text}");
            foreach (var number in person.Numbers) Digits(text).Contains(number, StringComparison.Ordinal).ShouldBeFalse($"{number} in {text}");
            text.ShouldContain("fulfilled");
            text.ShouldContain("6120001112223");
        }
    }

    private static StandIns Knowing(PersonalKind kind, string value)
    {
        var standIns = new StandIns([1, 2, 3]);
        standIns.Learn(kind, value);
        return standIns;
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    // As a word of its own: two letters of a name stand in many words by chance.
    private static bool Survives(string text, string original)
    {
        for (var at = text.IndexOf(original, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(original, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + original.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]))) return true;
        }

        return false;
    }

    private sealed record Person(string First, string Last, string National, string Country, string Email, string Street, string City, string Zip, string Token)
    {
        public IReadOnlyList<string> Originals =>
            [.. $"{First} {Last}".Split(' ', '-', '\'').Where(word => word.Length > 1), Email, Street, City, Zip, Token, $"+{Country}{National}", $"{Country}{National}", $"0{National}"];

        public IReadOnlyList<string> Numbers => [National];

        public static Person Invent(Random random)
        {
            var (first, last) = (Pick(Names), Pick(Names));
            var number = string.Concat(Enumerable.Range(0, 9).Select(at => (char)('0' + random.Next(at == 0 ? 3 : 0, 10))));
            return new(
                first, last, number, Pick(["61", "49", "55", "1", "44"]), $"{random.Next(100, 999).ToString(CultureInfo.InvariantCulture)}.x{random.Next(100, 999).ToString(CultureInfo.InvariantCulture)}@mail.example",
                Pick(Streets), Pick(Cities), random.Next(10000, 99999).ToString(CultureInfo.InvariantCulture), Convert.ToHexStringLower(BitConverter.GetBytes(random.NextInt64())) + "deadbeef01");

            string Pick(string[] from) => from[random.Next(from.Length)];
        }

        public JsonObject Body(Random random) => new()
        {
            ["id"] = 6120001112223, ["status"] = "fulfilled", ["token"] = Token, ["contact_email"] = Email,
            ["customer"] = new JsonObject { ["first_name"] = First, ["last_name"] = Last, ["phone"] = Form(random), ["default_address"] = Address(random) },
            ["note"] = $"{First} called from {Form(random)}, wants it at {Street}, {City} {Zip}. Mail {Email.ToUpperInvariant()}",
            ["order_status_url"] = $"https://shop.example/1/orders/{Token}/authenticate?key={Token}&who={Email}",
            ["contacts"] = new JsonArray(new JsonObject { ["profile"] = new JsonObject { ["name"] = $"{First} {Last}" }, ["wa_id"] = Country + National }),
            ["messages"] = new JsonArray(new JsonObject { ["from"] = Country + National, ["text"] = new JsonObject { ["body"] = $"i am {Last}, {First.ToLowerInvariant()} {Last.ToUpperInvariant()}" } }),
        };

        public JsonObject Data(Random random) => new()
        {
            ["order_id"] = "6120001112223", ["destination"] = Address(random), ["phone"] = long.Parse(Country + National, CultureInfo.InvariantCulture), ["subject"] = $"wa/{Country}{National}",
            ["summary"] = $"{Last}: ring me, 0{National[..3]} {National[3..6]} {National[6..]}", ["customer_name"] = $"{First} {Last}",
        };

        private JsonObject Address(Random random) => new()
        {
            ["name"] = $"{First} {Last}", ["address1"] = Street, ["city"] = City, ["zip"] = Zip, ["country_code"] = "AU", ["phone"] = Form(random), ["latitude"] = -42.88, ["company"] = $"{Last} Ltd",
        };

        private string Form(Random random) => random.Next(4) switch
        {
            0 => $"+{Country}{National}",
            1 => $"+{Country} {National[..3]} {National[3..6]} {National[6..]}",
            2 => $"0{National[..3]}-{National[3..]}",
            _ => $"0{National}",
        };
    }
}
