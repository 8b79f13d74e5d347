using System.Globalization;
using System.Text;

namespace Hub.Benchmarks.Load;

/// <summary>The mapping files of the load: each message adds a tag to the ticket that it names.</summary>
internal static class LoadMapping
{
    /// <summary>Each message is answered, and adds to an import besides.</summary>
    public const string Lanes = """
        language: 1
        name: Lanes
        routes:
          - id: import
            on: whatsapp.message.received
            lane: backfill
            do: zendesk.add_tags
            with:
              ticket: ${event.summary}
              tags: [seen]
          - id: answer
            on: whatsapp.message.received
            do: whatsapp.reply
            with:
              to: ${thread}
              text: ${event.summary}

        """;

    /// <summary>Each message is answered by words that the guard watches: nobody has waited for them.</summary>
    /// <param name="words">What stands before the number of the message.</param>
    public static string News(string words) => $$"""
        language: 1
        name: News
        routes:
          - id: news
            on: whatsapp.message.received
            lane: sync
            do: whatsapp.reply
            with:
              to: ${thread}
              text: "{{words}} ${event.summary}"

        """;

    /// <summary>The file of the other benchmarks.</summary>
    /// <param name="routes">How many routes look at a message; one of them takes it, the others are those of other numbers.</param>
    public static string Source(int routes)
    {
        var file = new StringBuilder("""
            language: 1
            name: Load
            routes:
              - id: tag
                on: whatsapp.message.received
                if: event.number.id == "100200300"
                do: zendesk.add_tags
                with:
                  ticket: ${event.summary}
                  tags: [seen]

            """);
        for (var i = 1; i < routes; i++)
        {
            file.Append(CultureInfo.InvariantCulture, $$"""
                  - id: other-{{i}}
                    on: whatsapp.message.received
                    if: event.number.id == "{{900_000_000 + i}}"
                    do: zendesk.add_tags
                    with:
                      ticket: ${event.summary}
                      tags: [other]

                """);
        }

        return file.ToString();
    }
}
