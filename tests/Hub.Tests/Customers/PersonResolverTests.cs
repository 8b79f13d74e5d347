using Hub.Connectors;
using Hub.Customers;

namespace Hub.Tests.Customers;

public class PersonResolverTests
{
    private static readonly DateTimeOffset Old = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Alias Phone = new("", AliasKind.WaId, "61400000001");
    private static readonly Alias User = new("waba", AliasKind.Bsuid, "AU.1");

    [Fact]
    public void Unknown_IsANewCustomerWithAllAliases()
    {
        var plan = PersonResolver.Resolve(new([Phone, User], "Ann"), [], "new", []);
        plan.IsNew.ShouldBeTrue();
        plan.CustomerId.ShouldBe("new");
        plan.Add.ShouldBe([Phone, User]);
    }

    [Fact]
    public void KnownByOneAlias_GainsTheOthers()
    {
        var plan = PersonResolver.Resolve(new([Phone, User], null), [Stored(Phone, "a")], "new", []);
        plan.CustomerId.ShouldBe("a");
        plan.IsNew.ShouldBeFalse();
        plan.Add.ShouldBe([User]);
    }

    [Theory]
    [InlineData("5511987654321", "551187654321")]
    [InlineData("5491123456789", "541123456789")]
    [InlineData("5215512345678", "525512345678")]
    public void BothSpellingsOfANumber_AreOnePerson(string one, string other)
    {
        var known = Stored(new("", AliasKind.WaId, one), "a");
        PersonResolver.Resolve(new([new("", AliasKind.Phone, "+" + other)], null), [known], "new", []).CustomerId.ShouldBe("a");
    }

    [Theory]
    [InlineData(AliasKind.Phone, "+5511987654321", "551187654321", true)]
    [InlineData(AliasKind.Phone, "+551187654321", "551187654321", true)]
    [InlineData(AliasKind.WaId, "5511987654321", "551187654321", true)]
    [InlineData(AliasKind.WaId, "551187654321", "551187654321", false)]
    public void IdThatThePersonWritesFrom_ReplacesTheSpellingThatIsStored(AliasKind kind, string stored, string received, bool isRespelled)
    {
        var (known, used) = (Stored(new("", kind, stored), "a"), new Alias("", AliasKind.WaId, received));
        var plan = PersonResolver.Resolve(new([used], null), [known], "new", []);
        plan.Respell.ShouldBe(isRespelled ? [used] : []);
        plan.Agrees(PersonResolver.Resolve(new([used], null), [Stored(used, "a")], "new", [])).ShouldBe(!isRespelled);
    }

    [Fact]
    public void PhoneThatAShopNames_ReplacesNoIdThatAPersonHasWrittenFrom() =>
        PersonResolver.Resolve(new([new("", AliasKind.Phone, "+5511987654321")], null), [Stored(new("", AliasKind.WaId, "551187654321"), "a")], "new", []).Respell.ShouldBeEmpty();

    [Fact]
    public void TwoCustomersProvedOne_TheOlderSurvives()
    {
        var plan = PersonResolver.Resolve(new([Phone, User], null), [Stored(Phone, "young", Old.AddDays(1)), Stored(User, "old")], "new", []);
        plan.CustomerId.ShouldBe("old");
        plan.MergeFrom.ShouldBe(["young"]);
    }

    [Fact]
    public void KnownPhoneWithAnotherUserId_IsANewPersonAndClosesTheAlias()
    {
        var other = new Alias("waba", AliasKind.Bsuid, "AU.2");
        var plan = PersonResolver.Resolve(new([Phone, other], null), [Stored(Phone, "a"), Stored(User, "a")], "new", []);
        plan.IsNew.ShouldBeTrue();
        plan.Close.ShouldBe([AliasKey.Of(Phone)]);
        plan.Add.ShouldBe([Phone, other]);
        plan.MergeFrom.ShouldBeEmpty();
    }

    [Fact]
    public void PhoneHandedOnToAKnownPerson_GoesToThem()
    {
        var other = new Alias("waba", AliasKind.Bsuid, "AU.2");
        var plan = PersonResolver.Resolve(new([Phone, other], null), [Stored(Phone, "a"), Stored(User, "a"), Stored(other, "b")], "new", []);
        plan.CustomerId.ShouldBe("b");
        plan.Close.ShouldBe([AliasKey.Of(Phone)]);
        plan.MergeFrom.ShouldBeEmpty();
    }

    [Fact]
    public void UserIdOfAnotherPortfolio_SaysNothingAboutThePhone()
    {
        var elsewhere = new Alias("other-waba", AliasKind.Bsuid, "AU.9");
        PersonResolver.Resolve(new([Phone, elsewhere], null), [Stored(Phone, "a"), Stored(User, "a")], "new", []).CustomerId.ShouldBe("a");
    }

    // What it is: as the event names them, and what comes of it.
    private static readonly Dictionary<string, RecordCase> Records = new()
    {
        ["nobody is made"] = new(About("9", "+61400000009", "new@example.test"), null),
        ["the record identifies"] = new(About("1", null, null), "ann"),
        ["the phone identifies, and the record is learned"] = new(About("9", "+61400000001", null), "ann", ["9"]),
        ["the record goes before the phone, and moves none"] = new(About("1", "+61400000002", null), "ann"),
        ["the address identifies who has no record and no phone"] = new(About("9", "+61400000009", "cat@example.test"), "cat", ["9", "+61400000009"]),
        ["the address does not, where the customer has another record"] = new(About("9", null, "ann@example.test"), null),
        ["the address does not, where the phone is another"] = new(About(null, "+61400000009", "bob@example.test"), null),
        ["the address of one, and the phone of another: it is shared"] = new(About("9", "+61400000002", "ann@example.test"), "bob", ["9"], [], ["ann@example.test"]),
        ["what is known to be shared is noted once"] = new(About("9", "+61400000002", "ann@example.test"), "bob", ["9"], IsShared: true),
        ["a shared address identifies nobody"] = new(About(null, null, "cat@example.test"), null, IsShared: true),
        ["a second phone is not learned"] = new(About("1", "+61400000009", null), "ann"),
        ["records that became one are its"] = new(About("1", null, null, ["5"]), "ann", ["5"], ["5"]),
        ["records that became a new one are the customer's of the first known"] = new(About("9", null, null, ["5", "1"]), "dan", ["9", "1"], ["1"]),
        ["a record that is no more identifies nobody"] = new(About("1", null, null) with { IsGone = true }, "ann", [], ["1"]),
        ["the deletion of an unknown record is nobody's"] = new(About("9", null, null) with { IsGone = true }, null),
    };

    public static TheoryData<string> RecordCases => [.. Records.Keys];

    [Theory]
    [MemberData(nameof(RecordCases))]
    public void VendorsRecord_IsTheCustomerWhomItNames(string what)
    {
        StoredAlias[] known =
        [
            Stored(Record("1"), "ann"), Stored(new("", AliasKind.Phone, "+61400000001"), "ann"), Stored(new("", AliasKind.Email, "ann@example.test"), "ann"),
            Stored(new("", AliasKind.WaId, "61400000002"), "bob"), Stored(new("", AliasKind.Email, "bob@example.test"), "bob"),
            Stored(new("", AliasKind.Email, "cat@example.test"), "cat"), Stored(Record("5"), "dan"),
        ];
        var expected = Records[what];
        var plan = PersonResolver.Find(expected.About, known, expected.IsShared, null);
        (plan?.CustomerId).ShouldBe(expected.Customer);
        if (plan is null) return;
        plan.Add.Select(alias => alias.Value).ShouldBe(expected.Added ?? []);
        plan.Close.Select(key => key.MatchKey).ShouldBe(expected.Closed ?? []);
        plan.Shared.Select(alias => alias.Value).ShouldBe(expected.Shared ?? []);
        plan.IsNew.ShouldBeFalse();
        plan.MergeFrom.ShouldBeEmpty();
    }

    [Fact]
    public void UnknownPerson_IsMadeWhereTheEventSaysSo()
    {
        var plan = PersonResolver.Find(About("9", "+61400000009", "new@example.test"), [], false, "new")!;
        (plan.CustomerId, plan.IsNew, plan.Add.Count).ShouldBe(("new", true, 3));
    }

    [Fact]
    public void AnyOrderOfTheSameMessages_LeadsToTheSameCustomers()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);

            // Each person has one phone and one user id, and their messages name either or both: nothing in them contradicts.
            var people = Enumerable.Range(1, 4).Select(i => (Phone: new Alias("", AliasKind.WaId, $"6140000000{i}"), User: new Alias("waba", AliasKind.Bsuid, $"AU.{i}"))).ToList();
            var messages = people.SelectMany(person => Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(3) switch
            {
                0 => new Person([person.Phone], null),
                1 => new Person([person.User], null),
                _ => new Person([person.Phone, person.User], null),
            })).ToList();
            var expected = Partition(messages, seed);
            for (var order = 0; order < 4; order++)
            {
                var shuffled = messages.ToArray();
                random.Shuffle(shuffled);
                Partition(shuffled, seed).ShouldBe(expected, $"seed {seed}");
            }
        }
    }

    // Which names belong together when all messages are applied.
    private static List<string> Partition(IReadOnlyList<Person> messages, int seed)
    {
        var stored = new Dictionary<AliasKey, StoredAlias>();
        for (var i = 0; i < messages.Count; i++)
        {
            var known = stored.Values.ToList();
            var plan = PersonResolver.Resolve(messages[i], known, $"customer {i}", []);
            foreach (var key in plan.Close) stored.Remove(key);
            var since = plan.IsNew ? Old.AddMinutes(i) : known.Find(alias => alias.Customer == plan.CustomerId)!.CustomerSince;
            foreach (var (key, alias) in stored.Where(pair => plan.MergeFrom.Contains(pair.Value.Customer)).ToList()) stored[key] = alias with { Customer = plan.CustomerId, CustomerSince = since };
            foreach (var alias in plan.Add) stored[AliasKey.Of(alias)] = Stored(alias, plan.CustomerId, since);
        }

        stored.Count.ShouldBeGreaterThan(0, $"seed {seed}");
        return [.. stored.Values.GroupBy(alias => alias.Customer).Select(group => string.Join('+', group.Select(alias => alias.Value).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];
    }

    private static AboutNames About(string? record, string? phone, string? email, string[]? absorbed = null) => new(
        record is null ? null : Record(record), [.. (absorbed ?? []).Select(Record)], false, phone is null ? null : new("", AliasKind.Phone, phone), email is null ? null : new("", AliasKind.Email, email), null);

    private static Alias Record(string id) => new("crm:contact", AliasKind.Record, id);

    private static StoredAlias Stored(Alias alias, string customer, DateTimeOffset? since = null) =>
        new(AliasKey.Of(alias), alias.Kind, alias.Value, customer, since ?? Old);

    private sealed record RecordCase(AboutNames About, string? Customer, string[]? Added = null, string[]? Closed = null, string[]? Shared = null, bool IsShared = false);
}
