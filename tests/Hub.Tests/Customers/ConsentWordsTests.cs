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
    [InlineData("🛑 STOP 🛑", false)]
    [InlineData("\u200Fהסר\u200F", false)]
    [InlineData("ＳＴＯＰ", false)]
    [InlineData("opt-out", false)]
    [InlineData("إيــقاف", false)]
    [InlineData("退訂。", false)]
    [InlineData("Darse de baja", false)]
    [InlineData("Me désabonner", false)]
    [InlineData("Keine Werbung!", false)]
    [InlineData("απεγγραφη", false)]
    [InlineData("отписаться", false)]
    [InlineData("Reprendre", true)]
    [InlineData("התחל", true)]
    [InlineData("Start", true)]
    [InlineData("ALTA", true)]
    [InlineData("订阅", true)]
    public void MessageThatIsNothingButTheWord_Counts(string text, bool allowed) => ConsentWords.Standard.Match(text)!.Allowed.ShouldBe(allowed);

    [Theory]
    [InlineData("Please stop sending me the wrong size")]
    [InlineData("When do we start?")]
    [InlineData("")]
    [InlineData("👍")]
    public void WordInsideASentence_DoesNotCount(string text) => ConsentWords.Standard.Match(text).ShouldBeNull();

    [Fact]
    public void EveryWordOfEveryLanguage_SaysWhatItsLanguageMeans()
    {
        ConsentLanguage.All.Select(language => language.Code).ShouldBe(["en", "es", "pt", "de", "fr", "el", "he", "ru", "ar", "zh"]);
        foreach (var language in ConsentLanguage.All)
        {
            foreach (var word in language.Stop) ConsentWords.Standard.Match(word).ShouldNotBeNull(word).Allowed.ShouldBeFalse(word);
            foreach (var word in language.Start) ConsentWords.Standard.Match(word).ShouldNotBeNull(word).Allowed.ShouldBeTrue(word);
        }
    }

    [Fact]
    public void WordsOfAConnection_AddTakeAwayAndConfirm()
    {
        var words = ConsentWords.Standard.With(["Cancel", "-stop promotions", "-start"], ["weiter", "stop"], ["Yes, please"]);
        words.Match("CANCEL!")!.Allowed.ShouldBeFalse();
        words.Match("stop promotions").ShouldBeNull();
        words.Match("start")!.Allowed.ShouldBeTrue();
        words.Match("Weiter")!.Allowed.ShouldBeTrue();
        words.Match("stop")!.Allowed.ShouldBeTrue();
        words.Match("yes please").ShouldBeNull();
        words.Confirms("yes please 👍").ShouldBeTrue();
        ConsentWords.Standard.Confirms("yes please").ShouldBeFalse();
    }

    [Fact]
    public void Confirmation_IsInTheLanguageOfTheWord() => ConsentWords.Standard.Match("stopp")!.Confirmation.ShouldStartWith("Sie erhalten keine");
}
