using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Sandbox.Shopify;

/// <summary>What an operation asks for: a field, or the fields of a fragment.</summary>
internal abstract record Selection
{
    private Selection()
    {
    }

    /// <summary>A field.</summary>
    /// <param name="Key">Its name in the answer.</param>
    /// <param name="Name">Its name in the schema.</param>
    /// <param name="Arguments">The arguments, variables in place.</param>
    /// <param name="Selections">What of it; empty for a scalar.</param>
    public sealed record Field(string Key, string Name, IReadOnlyDictionary<string, JsonNode?> Arguments, IReadOnlyList<Selection> Selections) : Selection;

    /// <summary>A fragment in place.</summary>
    /// <param name="Type">The type that it is for; null for any.</param>
    /// <param name="Selections">What of it.</param>
    public sealed record Inline(string? Type, IReadOnlyList<Selection> Selections) : Selection;

    /// <summary>A named fragment.</summary>
    /// <param name="Name">Its name.</param>
    public sealed record Spread(string Name) : Selection;
}

/// <summary>A document does not follow the grammar.</summary>
/// <param name="message">Where and what.</param>
internal sealed class GraphQlSyntaxException(string message) : Exception(message);

/// <summary>One operation and its fragments.</summary>
/// <param name="IsMutation">False for a query.</param>
/// <param name="Selections">What it asks for.</param>
/// <param name="Fragments">The named fragments.</param>
internal sealed record GraphQlDocument(bool IsMutation, IReadOnlyList<Selection> Selections, IReadOnlyDictionary<string, Selection.Inline> Fragments)
{
    /// <summary>Reads a document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="variables">The values of its variables.</param>
    public static GraphQlDocument Parse(string text, JsonObject? variables) => new Reader(text, variables ?? []).Document();

    private sealed class Reader(string text, JsonObject variables)
    {
        private readonly Dictionary<string, JsonNode?> defaults = [];
        private int at;

        public GraphQlDocument Document()
        {
            IReadOnlyList<Selection>? selections = null;
            var mutation = false;
            Dictionary<string, Selection.Inline> fragments = [];
            for (Skip(); at < text.Length; Skip())
            {
                if (Peek() == '{')
                {
                    selections = Set();
                    continue;
                }

                var word = Name();
                if (word == "fragment")
                {
                    var name = Name();
                    Expect("on");
                    fragments[name] = new(Name(), Directed(Set));
                }
                else if (word is "query" or "mutation" && selections is null)
                {
                    mutation = word == "mutation";
                    if (char.IsLetter(Peek())) Name();
                    if (Peek() == '(') Variables();
                    selections = Directed(Set);
                }
                else
                {
                    throw Error($"unexpected {word}");
                }
            }

            return new(mutation, selections ?? throw Error("no operation"), fragments);
        }

        private void Variables()
        {
            Take('(');
            while (Peek() != ')')
            {
                Take('$');
                var name = Name();
                Take(':');
                SkipType();
                if (Peek() != '=') continue;
                Take('=');
                defaults[name] = Value();
            }

            Take(')');
        }

        private void SkipType()
        {
            if (Peek() == '[')
            {
                Take('[');
                SkipType();
                Take(']');
            }
            else
            {
                Name();
            }

            if (Peek() == '!') Take('!');
        }

        private IReadOnlyList<Selection> Set()
        {
            Take('{');
            List<Selection> selections = [];
            while (Peek() != '}') selections.Add(One());
            Take('}');
            return selections;
        }

        private Selection One()
        {
            if (Peek() == '.')
            {
                Take('.');
                Take('.');
                Take('.');
                if (Peek() == '{') return new Selection.Inline(null, Set());
                var name = Name();
                return name == "on" ? new Selection.Inline(Name(), Directed(Set)) : Directed(() => new Selection.Spread(name));
            }

            var key = Name();
            var field = key;
            if (Peek() == ':')
            {
                Take(':');
                field = Name();
            }

            Dictionary<string, JsonNode?> arguments = Peek() == '(' ? Arguments() : [];
            return Directed(() => new Selection.Field(key, field, arguments, Peek() == '{' ? Set() : []));
        }

        private Dictionary<string, JsonNode?> Arguments()
        {
            Dictionary<string, JsonNode?> arguments = [];
            Take('(');
            while (Peek() != ')')
            {
                var name = Name();
                Take(':');
                arguments[name] = Value();
            }

            Take(')');
            return arguments;
        }

        // Directives change nothing here: the ones that are sent (@idempotent) concern the vendor's inside.
        private T Directed<T>(Func<T> then)
        {
            while (Peek() == '@')
            {
                Take('@');
                Name();
                if (Peek() == '(') Arguments();
            }

            return then();
        }

        private JsonNode? Value()
        {
            switch (Peek())
            {
                case '$':
                    Take('$');
                    var name = Name();
                    return variables.TryGetPropertyValue(name, out var given) ? given?.DeepClone() : defaults.GetValueOrDefault(name)?.DeepClone();
                case '"':
                    return Text();
                case '[':
                    JsonArray list = [];
                    for (Take('['); Peek() != ']';) list.Add(Value());
                    Take(']');
                    return list;
                case '{':
                    JsonObject record = [];
                    for (Take('{'); Peek() != '}';)
                    {
                        var key = Name();
                        Take(':');
                        record[key] = Value();
                    }

                    Take('}');
                    return record;
                case '-' or (>= '0' and <= '9'):
                    return Number();
                default:
                    return Name() switch { "true" => true, "false" => false, "null" => null, var word => word };
            }
        }

        private JsonNode Number()
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is '-' or '+' or '.' or 'e' or 'E')) at++;

            // Parsed as JSON, and so readable as whatever number the field takes.
            return JsonNode.Parse(text[start..at])!;
        }

        private JsonNode Text()
        {
            var value = new StringBuilder();
            for (at++; at < text.Length && text[at] != '"'; at++)
            {
                if (text[at] != '\\')
                {
                    value.Append(text[at]);
                    continue;
                }

                at++;
                switch (at < text.Length ? text[at] : '"')
                {
                    case 'n': value.Append('\n'); break;
                    case 't': value.Append('\t'); break;
                    case 'u':
                        value.Append((char)int.Parse(text.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                        at += 4;
                        break;
                    case var other: value.Append(other); break;
                }
            }

            at++;
            return value.ToString();
        }

        private string Name()
        {
            Skip();
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
            return at > start ? text[start..at] : throw Error("a name is missing");
        }

        private void Expect(string word)
        {
            if (Name() != word) throw Error($"{word} is missing");
        }

        private char Peek()
        {
            Skip();
            return at < text.Length ? text[at] : throw Error("unexpected end");
        }

        private void Take(char wanted)
        {
            if (Peek() != wanted) throw Error($"{wanted} is missing");
            at++;
        }

        private void Skip()
        {
            while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is ',' or '\uFEFF' or '#'))
            {
                if (text[at] == '#') while (at < text.Length && text[at] != '\n') at++;
                else at++;
            }
        }

        private GraphQlSyntaxException Error(string what) => new(string.Create(CultureInfo.InvariantCulture, $"syntax error at {at}: {what}"));
    }
}
