namespace Hub.Customers;

/// <summary>The words of one language by which people end marketing messages and allow them again, and the hub's answers.</summary>
/// <param name="Code">The language, ISO 639-1.</param>
/// <param name="Stopped">The answer to the first.</param>
/// <param name="Started">The answer to the others.</param>
/// <param name="Stop">Words that end them.</param>
/// <param name="Start">Words that allow them again.</param>
internal sealed record ConsentLanguage(string Code, string Stopped, string Started, IReadOnlyList<string> Stop, IReadOnlyList<string> Start)
{
    /// <summary>All that the hub knows. A word of several languages is answered in the first that has it.</summary>
    public static IReadOnlyList<ConsentLanguage> All { get; } =
    [
        new("en", "You will receive no more marketing messages. Write START to receive them again.", "You will receive marketing messages again. Write STOP to end them.",
            ["stop", "stop all", "stopall", "unsubscribe", "unsubscribe me", "opt out", "optout", "stop promotions", "stop messages", "stop marketing"],
            ["start", "subscribe", "resubscribe", "opt in", "optin", "unstop"]),
        new("es", "Ya no recibirá mensajes publicitarios. Escriba ALTA para recibirlos de nuevo.", "Volverá a recibir mensajes publicitarios. Escriba BAJA para dejar de recibirlos.",
            ["baja", "parar", "detener", "darse de baja", "darme de baja", "cancelar suscripción", "desuscribir"], ["alta", "suscribir", "suscribirme", "reanudar"]),
        new("pt", "Você não receberá mais mensagens de marketing. Escreva ASSINAR para recebê-las de novo.", "Você voltará a receber mensagens de marketing. Escreva SAIR para parar.",
            ["sair", "pare", "descadastrar", "cancelar inscrição", "cancelar assinatura", "remover"], ["assinar", "inscrever", "cadastrar", "voltar"]),
        new("de", "Sie erhalten keine Werbenachrichten mehr. Schreiben Sie START, um sie wieder zu erhalten.", "Sie erhalten wieder Werbenachrichten. Schreiben Sie STOPP, um sie zu beenden.",
            ["stopp", "abmelden", "abbestellen", "keine Werbung", "Werbung stoppen"], ["anmelden", "fortsetzen"]),
        new("fr", "Vous ne recevrez plus de messages publicitaires. Écrivez REPRENDRE pour les recevoir de nouveau.", "Vous recevrez de nouveau des messages publicitaires. Écrivez ARRÊTER pour les arrêter.",
            ["arrêter", "arret", "désabonner", "se désabonner", "me désabonner", "désinscription", "désinscrire"], ["reprendre", "réabonner", "abonner"]),
        new("el", "Δεν θα λαμβάνετε πλέον διαφημιστικά μηνύματα. Γράψτε ΕΓΓΡΑΦΗ για να τα λαμβάνετε ξανά.", "Θα λαμβάνετε ξανά διαφημιστικά μηνύματα. Γράψτε ΔΙΑΓΡΑΦΗ για να σταματήσουν.",
            ["διαγραφή", "στοπ", "διακοπή", "απεγγραφή", "σταμάτα", "σταματήστε"], ["εγγραφή", "έναρξη"]),
        new("he", "לא יישלחו אליך עוד הודעות שיווקיות. כתבו התחל כדי לקבל אותן שוב.", "הודעות שיווקיות יישלחו אליך שוב. כתבו הסר כדי להפסיק.",
            ["הסר", "הסירו", "להסיר", "הסרה", "עצור", "הפסק"], ["התחל", "הצטרף", "הרשמה"]),
        new("ru", "Вы больше не будете получать рекламные сообщения. Напишите СТАРТ, чтобы получать их снова.", "Вы снова будете получать рекламные сообщения. Напишите СТОП, чтобы прекратить.",
            ["стоп", "отписаться", "отписка", "отпишите меня", "не присылать"], ["старт", "подписаться", "подписка"]),
        new("ar", "لن تصلك رسائل تسويقية بعد الآن. اكتب اشتراك لتلقيها مرة أخرى.", "ستصلك الرسائل التسويقية مرة أخرى. اكتب إيقاف لإيقافها.",
            ["إيقاف", "الغاء", "إلغاء الاشتراك", "توقف", "أوقف"], ["اشتراك", "ابدأ", "استئناف"]),
        new("zh", "您将不再收到营销消息。如需重新接收，请回复 订阅。", "您将重新收到营销消息。如需停止，请回复 退订。",
            ["退订", "退訂", "停止", "取消订阅", "取消訂閱", "TD"], ["订阅", "訂閱", "开始", "開始"]),
    ];
}
