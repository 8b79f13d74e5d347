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

    private static StoredAlias Stored(Alias alias, string customer, DateTimeOffset? since = null) =>
        new(AliasKey.Of(alias), alias.Kind, alias.Value, customer, since ?? Old);
}
