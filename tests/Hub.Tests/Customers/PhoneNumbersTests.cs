using System.Text.Json;
using Hub.Customers;

namespace Hub.Tests.Customers;

public sealed class PhoneNumbersTests
{
    [SharedFact("phone/cases.jsonl")]
    public void EveryAgreedCase_IsReadAsItSays()
    {
        var wrong = new List<string>();
        var cases = 0;
        foreach (var line in File.ReadLines(Repository.Shared("phone/cases.jsonl")))
        {
            cases++;
            using var document = JsonDocument.Parse(line);
            var one = document.RootElement;
            var expected = one.GetProperty("e164").GetString();
            _ = PhoneNumbers.TryParse(one.GetProperty("input").GetString(), one.GetProperty("country").GetString(), out var e164);
            if (e164 != expected) wrong.Add($"{line} was read as {e164 ?? "nothing"}");
        }

        wrong.ShouldBeEmpty();
        cases.ShouldBe(1323);
    }

    [Fact]
    public void NumbersOfEveryCountry_AreReadAsLibphonenumberReadsThem()
    {
        var wrong = new List<string>();
        var countries = new HashSet<string>();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests", "Hub.Tests", "Customers", "numbers.tsv")).Skip(1))
        {
            if (line.Split('\t') is not [var input, var country, var expected]) throw new FormatException(line);

            countries.Add(country);
            _ = PhoneNumbers.TryParse(input, country, out var e164);
            if ((e164 ?? "") != expected) wrong.Add($"{line} was read as {e164 ?? "nothing"}");
        }

        wrong.ShouldBeEmpty();
        countries.ShouldBe(NumberingPlans.All.Countries, ignoreOrder: true);
    }

    [Theory]

    // How it is written
    [InlineData("+61412345678", null, "+61412345678")]
    [InlineData("+61 412 345 678", "US", "+61412345678")]
    [InlineData("  (04) 1234-5678 ", "au", "+61412345678")]
    [InlineData("\uFF0B\uFF16\uFF11\uFF14\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17\uFF18", null, "+61412345678")]
    [InlineData("\uFF10\uFF14\uFF11\uFF12\u3000\uFF13\uFF14\uFF15\uFF0D\uFF16\uFF17\uFF18", "AU", "+61412345678")]
    [InlineData("٠٤١٢٣٤٥٦٧٨", "AU", "+61412345678")]
    [InlineData("०४१२ ३४५ ६७८", "AU", "+61412345678")]
    [InlineData("\u202A+61 412 345 678\u202C", null, "+61412345678")]
    [InlineData("+61\u00A0412\u2011345\u2011678", null, "+61412345678")]
    [InlineData("+44 (0)7400 123456", null, "+447400123456")]
    [InlineData("0412.345.678", "AU", "+61412345678")]
    [InlineData("mobile: 0412 345 678 (home)", "AU", "+61412345678")]
    [InlineData("++61412345678", null, "+61412345678")]

    // Addresses and extensions
    [InlineData("tel:+61-412-345-678", null, "+61412345678")]
    [InlineData("tel:+1-201-555-0123;ext=5", null, "+12015550123")]
    [InlineData("tel:555-0123;phone-context=+1-201", null, "+12015550123")]
    [InlineData("tel:0412345678;phone-context=example.com", "AU", "+61412345678")]
    [InlineData("tel:+12015550123;isub=12345", null, "+12015550123")]
    [InlineData("(201) 555-0123 x4567", "US", "+12015550123")]
    [InlineData("201-555-0123 ext. 12", "US", "+12015550123")]
    [InlineData("201-555-0123 extensión 12", "US", "+12015550123")]
    [InlineData("201-555-0123,,1234#", "US", "+12015550123")]
    [InlineData("201-555-0123 #12", "US", "+12015550123")]
    [InlineData("(201) 555-0123 x302/x303", "US", "+12015550123")]
    [InlineData("8 (912) 345-67-89 доб. 12", "RU", "+79123456789")]

    // From abroad
    [InlineData("0061412345678", "DE", "+61412345678")]
    [InlineData("011 61 412 345 678", "US", "+61412345678")]
    [InlineData("0011 49 1512 3456789", "AU", "+4915123456789")]
    [InlineData("8~10 61 412 345 678", "RU", "+61412345678")]
    [InlineData("010 61 412 345 678", "JP", "+61412345678")]
    [InlineData("4915123456789", "DE", "+494915123456789")]
    [InlineData("447400123456", "GB", "+447400123456")]
    [InlineData("00819012345678", "JP", null)]
    [InlineData("00 777 001", "JP", "+8100777001")]
    [InlineData("0120 123 456", "JP", "+81120123456")]
    [InlineData("8 800 123 45 67", "RU", "+78001234567")]
    [InlineData("+7 321 123 45 67", null, null)]

    // Prefixes that are rewritten
    [InlineData("464-1234", "AG", "+12684641234")]
    [InlineData("555-0123", "US", null)]
    [InlineData("0 11 15 2345-6789", "AR", "+5491123456789")]
    [InlineData("011 2345-6789", "AR", "+541123456789")]
    [InlineData("0 15 11 96123-4567", "BR", "+5511961234567")]
    [InlineData("0 11 96123-4567", "BR", "+5511961234567")]
    [InlineData("960123", "GG", "+441481960123")]
    [InlineData("886644", "SM", "+3780549886644")]
    [InlineData("06 1234 5678", "IT", "+390612345678")]
    [InlineData("06698 12345", "VA", "+390669812345")]
    [InlineData("03 1234 5678", "JP", "+81312345678")]

    // A number that only looks as if it began with a prefix
    [InlineData("8001234567", "BY", "+3758001234567")]
    [InlineData("8 029 123 45 67", "BY", "+375291234567")]

    // What is no number
    [InlineData("0412345678", null, null)]
    [InlineData("0412345678", "ZZ", null)]
    [InlineData("61412345678", null, null)]
    [InlineData("+", "AU", null)]
    [InlineData("+0", "AU", null)]
    [InlineData("+61", "AU", null)]
    [InlineData("+0061412345678", "AU", null)]
    [InlineData("+99 123456789", "AU", null)]
    [InlineData("0412 345 678 or 0412 345 679", "AU", null)]
    [InlineData("0412 345 67", "AU", null)]
    [InlineData("04123456789999", "AU", null)]
    [InlineData("1-800-FLOWERS", "US", null)]
    [InlineData("US.13491208655302741918", "US", null)]
    public void AText_IsANumberOrNothing(string input, string? country, string? expected)
    {
        PhoneNumbers.TryParse(input, country, out var e164).ShouldBe(expected is not null);
        e164.ShouldBe(expected);
    }

    [Fact]
    public void AVeryLongText_IsNoNumber()
    {
        PhoneNumbers.TryParse(new string('1', 100_000), "US", out _).ShouldBeFalse();
        PhoneNumbers.TryParse(null, "US", out _).ShouldBeFalse();
    }

    [Fact]
    public void WhateverIsRead_IsReadAgainAsItself()
    {
        var random = new Random(20261122);
        var countries = NumberingPlans.All.Countries.ToList();
        const string Alphabet = "0123456789012345678901234567890+ -()/x#;,.*A\uFF11\u0661😀";
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var length = random.Next(0, 20);
            var text = string.Concat(Enumerable.Range(0, length).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            if (!PhoneNumbers.TryParse(text, countries[random.Next(countries.Count)], out var e164)) continue;

            read++;
            e164.ShouldMatch(@"^\+[1-9][0-9]{4,19}$");
            PhoneNumbers.TryParse(e164, null, out var again).ShouldBeTrue(e164);
            again.ShouldBe(e164);
        }

        read.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("+61412345678", "AU")]
    [InlineData("+12015550123", "US")]
    [InlineData("+15062345678", "CA")]
    [InlineData("+12684641234", "AG")]
    [InlineData("+447400123456", "GB")]
    [InlineData("+447797712345", "JE")]
    [InlineData("+79123456789", "RU")]
    [InlineData("+77710009998", "KZ")]
    [InlineData("+390669812345", "VA")]
    [InlineData("+393123456789", "IT")]
    [InlineData("+4915123456789", "DE")]
    [InlineData("+80012345678", null)]
    [InlineData("+999123456789", null)]
    [InlineData("+61", null)]
    [InlineData("61412345678", null)]
    [InlineData("", null)]
    public void ANumber_HasItsCountry(string e164, string? country) => PhoneNumbers.Country(e164).ShouldBe(country);

    [Theory]
    [InlineData("5511961234567", "551161234567", "+551161234567")]
    [InlineData("+5531987654321", "553187654321", "+553187654321")]
    [InlineData("5491123456789", "541123456789", "+541123456789")]
    [InlineData("5212221234567", "522221234567", "+522221234567")]
    public void TwoSpellingsOfOneAddress_HaveOneKey(string one, string other, string key)
    {
        PhoneNumbers.MatchKey(one).ShouldBe(key);
        PhoneNumbers.MatchKey(other).ShouldBe(key);
    }

    [Theory]
    [InlineData("551123456789")]
    [InlineData("5511923456789")]
    [InlineData("555599123456")]
    [InlineData("4915123456789")]
    [InlineData("12015550123")]
    [InlineData("5199123456789")]
    public void AnAddressWithOneSpelling_IsKept(string waId) => PhoneNumbers.MatchKey(waId).ShouldBe("+" + waId);

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("US.13491208655302741918")]
    [InlineData("+61 412")]
    public void WhatIsNotDigits_IsItsOwnKey(string value) => PhoneNumbers.MatchKey(value).ShouldBe(value);

    [Fact]
    public void Keys_AreStableAndKeepPeopleApart()
    {
        var random = new Random(20261123);
        for (var i = 0; i < 20_000; i++)
        {
            var area = random.Next(11, 100);
            var line = random.Next(0, 100_000_000).ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
            var mobile = $"55{area}9{line}";
            var withoutNine = $"55{area}{line}";
            var landline = line[0] is >= '2' and <= '5';

            PhoneNumbers.MatchKey(withoutNine).ShouldBe("+" + withoutNine);
            (PhoneNumbers.MatchKey(mobile) == PhoneNumbers.MatchKey(withoutNine)).ShouldBe(!landline, mobile);

            var any = random.NextInt64(1_000_000, 999_999_999_999_999).ToString(System.Globalization.CultureInfo.InvariantCulture);
            foreach (var number in new[] { mobile, "549" + line + area, "521" + area + line, any })
            {
                var key = PhoneNumbers.MatchKey(number);
                PhoneNumbers.MatchKey(key).ShouldBe(key);
            }
        }
    }
}
