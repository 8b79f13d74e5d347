using System.Globalization;
using System.Text;

namespace Hub.Customers;

/// <summary>What a message says of the person's consent, and what the hub answers.</summary>
/// <param name="Allowed">True for START, false for STOP.</param>
/// <param name="Confirmation">The reply that the law asks for, in the language of the word.</param>
internal sealed record ConsentWord(bool Allowed, string Confirmation);

/// <summary>STOP and START in the words of several languages. A message counts when it is nothing but such a word.</summary>
internal static class ConsentWords
{
    private static readonly (string Stopped, string Started, string[] Stop, string[] Start)[] Languages =
    [
        ("You will receive no more marketing messages. Write START to receive them again.", "You will receive marketing messages again. Write STOP to end them.",
            ["stop", "unsubscribe", "opt out", "stop promotions"], ["start", "subscribe", "opt in", "unstop"]),
        ("Ya no recibirá mensajes publicitarios. Escriba ALTA para recibirlos de nuevo.", "Volverá a recibir mensajes publicitarios. Escriba BAJA para dejar de recibirlos.",
            ["baja", "parar", "darse de baja", "cancelar suscripción"], ["alta", "suscribir"]),
        ("Você não receberá mais mensagens de marketing. Escreva ASSINAR para recebê-las de novo.", "Você voltará a receber mensagens de marketing. Escreva SAIR para parar.",
            ["sair", "pare", "descadastrar"], ["assinar", "inscrever"]),
        ("Sie erhalten keine Werbenachrichten mehr. Schreiben Sie START, um sie wieder zu erhalten.", "Sie erhalten wieder Werbenachrichten. Schreiben Sie STOPP, um sie zu beenden.",
            ["stopp", "abmelden", "abbestellen"], ["anmelden"]),
        ("Vous ne recevrez plus de messages publicitaires. Écrivez REPRENDRE pour les recevoir de nouveau.", "Vous recevrez de nouveau des messages publicitaires. Écrivez ARRÊTER pour les arrêter.",
            ["arrêter", "arret", "désabonner", "se désabonner"], ["reprendre", "réabonner"]),
        ("Δεν θα λαμβάνετε πλέον διαφημιστικά μηνύματα. Γράψτε ΕΓΓΡΑΦΗ για να τα λαμβάνετε ξανά.", "Θα λαμβάνετε ξανά διαφημιστικά μηνύματα. Γράψτε ΔΙΑΓΡΑΦΗ για να σταματήσουν.",
            ["διαγραφή", "στοπ", "διακοπή"], ["εγγραφή", "έναρξη"]),
        ("לא יישלחו אליך עוד הודעות שיווקיות. כתבו התחל כדי לקבל אותן שוב.", "הודעות שיווקיות יישלחו אליך שוב. כתבו הסר כדי להפסיק.",
            ["הסר", "הסירו", "עצור"], ["התחל", "הצטרף"]),
        ("Вы больше не будете получать рекламные сообщения. Напишите СТАРТ, чтобы получать их снова.", "Вы снова будете получать рекламные сообщения. Напишите СТОП, чтобы прекратить.",
            ["стоп", "отписаться", "отписка"], ["старт", "подписаться"]),
        ("لن تصلك رسائل تسويقية بعد الآن. اكتب اشتراك لتلقيها مرة أخرى.", "ستصلك الرسائل التسويقية مرة أخرى. اكتب إيقاف لإيقافها.",
            ["إيقاف", "الغاء", "إلغاء الاشتراك", "توقف"], ["اشتراك", "ابدأ"]),
        ("您将不再收到营销消息。如需重新接收，请回复 订阅。", "您将重新收到营销消息。如需停止，请回复 退订。",
            ["退订", "停止", "取消订阅"], ["订阅", "开始"]),
    ];

    private static readonly Dictionary<string, ConsentWord> Words = Languages
        .SelectMany(language => language.Stop.Select(word => (Fold(word), new ConsentWord(false, language.Stopped)))
            .Concat(language.Start.Select(word => (Fold(word), new ConsentWord(true, language.Started)))))
        .DistinctBy(pair => pair.Item1)
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>The consent word that a message is, or null. Case, accents, the final sigma and punctuation do not matter.</summary>
    public static ConsentWord? Match(string text) => text.Length <= 40 ? Words.GetValueOrDefault(Fold(text)) : null;

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark) continue;
            if (char.IsLetterOrDigit(c)) folded.Append(c == 'ς' ? 'σ' : char.ToLowerInvariant(c));
            else if (folded.Length > 0 && folded[^1] != ' ' && char.IsWhiteSpace(c)) folded.Append(' ');
        }

        return folded.ToString().TrimEnd();
    }
}
