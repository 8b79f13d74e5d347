using Hub.Customers;

namespace Hub.Tests.Customers;

public class ConsentWordsTests
{
    [Theory]
    [InlineData("STOP", false)]
    [InlineData(" stop! ", false)]
    [InlineData("Unsubscribe.", false)]
    [InlineData("BAJA", false)]
    [InlineData("Cancelar suscripcion", false)]
    [InlineData("SAIR", false)]
    [InlineData("Stopp", false)]
    [InlineData("ARRETER", false)]
    [InlineData("ΔΙΑΓΡΑΦΉ", false)]
    [InlineData("הסר", false)]
    [InlineData("СТОП", false)]
    [InlineData("إيقاف", false)]
    [InlineData("退订", false)]
    [InlineData("Start", true)]
    [InlineData("ALTA", true)]
    [InlineData("订阅", true)]
    public void MessageThatIsNothingButTheWord_Counts(string text, bool allowed) => ConsentWords.Match(text)!.Allowed.ShouldBe(allowed);

    [Theory]
    [InlineData("Please stop sending me the wrong size")]
    [InlineData("When do we start?")]
    [InlineData("")]
    [InlineData("👍")]
    public void WordInsideASentence_DoesNotCount(string text) => ConsentWords.Match(text).ShouldBeNull();

    [Fact]
    public void Confirmation_IsInTheLanguageOfTheWord() => ConsentWords.Match("stopp")!.Confirmation.ShouldStartWith("Sie erhalten keine");
}
