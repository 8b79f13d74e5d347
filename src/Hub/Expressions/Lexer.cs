using System.Globalization;

namespace Hub.Expressions;

internal enum TokenKind
{
    End, Identifier, QuotedIdentifier, Int, Uint, Double, String, Bytes,
    OpenParenthesis, CloseParenthesis, OpenBracket, CloseBracket, OpenBrace, CloseBrace,
    Dot, Comma, Colon, Question, Not, Plus, Minus, Times, Divide, Remainder,
    Equal, Unequal, Less, LessOrEqual, Greater, GreaterOrEqual, And, Or, In, Error,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Its characters.</param>
/// <param name="Text">A name; the digits of a number; for <see cref="TokenKind.Error"/> what is wrong.</param>
/// <param name="Literal">A string or bytes literal, escapes resolved.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, string Text, Value Literal)
{
    public int End => Start + Length;
}

/// <summary>Cuts a source into tokens. It is also what finds the end of <c>${…}</c> in a template.</summary>
internal sealed class Lexer(string source, int start = 0)
{
    private const int MostShown = 20;

    private int position = start;

    public Token Next()
    {
        SkipSpace();
        var begin = position;
        if (position >= source.Length) return Made(TokenKind.End, begin);
        var character = source[position];
        if (char.IsAsciiLetter(character) || character == '_')
        {
            return StringStart(character) is { } quote ? Text(begin, quote) : Name(begin);
        }

        if (char.IsAsciiDigit(character) || (character == '.' && char.IsAsciiDigit(Peek(1)))) return Number(begin);
        return character switch
        {
            '"' or '\'' => Text(begin, begin),
            '`' => Quoted(begin),
            _ => Symbol(begin, character),
        };
    }

    private char Peek(int offset) => position + offset < source.Length ? source[position + offset] : '\0';

    private Token Made(TokenKind kind, int begin, string text = "") => new(kind, begin, position - begin, text, default);

    private Token Wrong(int begin, string message)
    {
        position = Math.Max(position, Math.Min(begin + 1, source.Length));
        return Made(TokenKind.Error, begin, message);
    }

    private void SkipSpace()
    {
        while (position < source.Length)
        {
            if (source[position] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                position++;
            }
            else if (source[position] == '/' && Peek(1) == '/')
            {
                position = source.AsSpan(position).IndexOf('\n') is >= 0 and var end ? position + end : source.Length;
            }
            else
            {
                return;
            }
        }
    }

    private Token Name(int begin)
    {
        while (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) == '_') position++;
        var text = source[begin..position];
        return Made(text == "in" ? TokenKind.In : TokenKind.Identifier, begin, text);
    }

    private Token Quoted(int begin)
    {
        position++;
        while (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) is '_' or '.' or '-' or '/' or ' ') position++;
        if (Peek(0) != '`' || position == begin + 1)
        {
            return Wrong(begin, "A quoted field name is letters, digits, _ . - / or spaces between two ` marks.");
        }

        position++;
        return Made(TokenKind.QuotedIdentifier, begin, source[(begin + 1)..(position - 1)]);
    }

    private Token Number(int begin)
    {
        if (Peek(0) == '0' && Peek(1) is 'x' or 'X')
        {
            position += 2;
            while (char.IsAsciiHexDigit(Peek(0))) position++;
            return Whole(begin, position == begin + 2);
        }

        Digits();
        var isDouble = false;
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isDouble = true;
            position++;
            Digits();
        }

        if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            isDouble = true;
            position += 2;
            Digits();
        }

        if (SpanOfTime(begin) is { } span) return Wrong(begin, span);
        if (!isDouble) return Whole(begin, bad: false);
        return char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) == '_'
            ? Wrong(begin, $"A number ends before \"{Peek(0)}\"; write a space or an operator between them.")
            : Made(TokenKind.Double, begin, source[begin..position]);
    }

    // A number with a unit of time at its end, as 24h.
    private string? SpanOfTime(int begin)
    {
        var end = position;
        while (end < source.Length && char.IsAsciiLetter(source[end])) end++;
        if (end == position || end - position > 7 || end < source.Length && source[end] == '_') return null;
        return DurationWords.Meant(source[begin..end]) is { } meant ? $"{source.AsSpan(begin, end - begin)} is a span of time: write duration(\"{meant}\")." : null;
    }

    private Token Whole(int begin, bool bad)
    {
        var text = source[begin..position];
        var isUnsigned = Peek(0) is 'u' or 'U';
        if (isUnsigned) position++;
        if (bad || char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) == '_')
        {
            return Wrong(begin, "This is no number; write digits, as 12, 0x1F, 7u or 1.5.");
        }

        return Made(isUnsigned ? TokenKind.Uint : TokenKind.Int, begin, text);
    }

    private void Digits()
    {
        while (char.IsAsciiDigit(Peek(0))) position++;
    }

    // The place of the quote where the letters before it are a prefix of a literal: r, b or br in either case.
    private int? StringStart(char character)
    {
        var length = character switch
        {
            'r' or 'R' => 1,
            'b' or 'B' => Peek(1) is 'r' or 'R' ? 2 : 1,
            _ => 0,
        };
        return length > 0 && Peek(length) is '"' or '\'' ? position + length : null;
    }

    private Token Text(int begin, int quoteAt)
    {
        var prefix = source.AsSpan(begin, quoteAt - begin);
        var isRaw = prefix.ContainsAny('r', 'R');
        var isBytes = prefix.ContainsAny('b', 'B');
        var quote = source[quoteAt];
        var isTriple = quoteAt + 2 < source.Length && source[quoteAt + 1] == quote && source[quoteAt + 2] == quote;
        position = quoteAt + (isTriple ? 3 : 1);
        var content = position;
        while (position < source.Length)
        {
            var character = source[position];
            if (character == quote && (!isTriple || (Peek(1) == quote && Peek(2) == quote)))
            {
                var body = source.AsSpan(content, position - content);
                position += isTriple ? 3 : 1;
                return Literal.TryRead(body, isRaw, isBytes, out var value, out var fault, out var offset)
                    ? new(isBytes ? TokenKind.Bytes : TokenKind.String, begin, position - begin, "", value)
                    : new(TokenKind.Error, content + offset, 1, fault, default);
            }

            if (!isTriple && character is '\n' or '\r') break;
            position += character == '\\' && !isRaw ? 2 : 1;
        }

        position = Math.Min(position, source.Length);
        return Wrong(begin, string.Create(CultureInfo.InvariantCulture, $"The text {Beginning(begin)} has no closing {quote}. Write {quote} where it ends."));
    }

    private string Beginning(int begin) => position - begin <= MostShown ? source[begin..position].TrimEnd() : $"{source.AsSpan(begin, WholeLetters(source.AsSpan(begin), MostShown))}…";

    /// <summary>How many characters of a text's beginning may be shown without cutting a letter of two in half.</summary>
    public static int WholeLetters(ReadOnlySpan<char> text, int most) => char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;

    private Token Symbol(int begin, char character)
    {
        var (kind, length) = (character, Peek(1)) switch
        {
            ('=' or '!', '=') when Peek(2) == '=' => (TokenKind.Error, 3),
            ('&', '&') => (TokenKind.And, 2),
            ('|', '|') => (TokenKind.Or, 2),
            ('=', '=') => (TokenKind.Equal, 2),
            ('!', '=') => (TokenKind.Unequal, 2),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('<', '>') => (TokenKind.Error, 2),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('<', _) => (TokenKind.Less, 1),
            ('>', _) => (TokenKind.Greater, 1),
            ('!', _) => (TokenKind.Not, 1),
            ('(', _) => (TokenKind.OpenParenthesis, 1),
            (')', _) => (TokenKind.CloseParenthesis, 1),
            ('[', _) => (TokenKind.OpenBracket, 1),
            (']', _) => (TokenKind.CloseBracket, 1),
            ('{', _) => (TokenKind.OpenBrace, 1),
            ('}', _) => (TokenKind.CloseBrace, 1),
            ('.', _) => (TokenKind.Dot, 1),
            (',', _) => (TokenKind.Comma, 1),
            (':', _) => (TokenKind.Colon, 1),
            ('?', _) => (TokenKind.Question, 1),
            ('+', _) => (TokenKind.Plus, 1),
            ('-', _) => (TokenKind.Minus, 1),
            ('*', _) => (TokenKind.Times, 1),
            ('/', _) => (TokenKind.Divide, 1),
            ('%', _) => (TokenKind.Remainder, 1),
            _ => (TokenKind.Error, 1),
        };
        if (kind == TokenKind.Error)
        {
            return Wrong(begin, (character, Peek(1)) switch
            {
                ('=' or '!', '=') => $"{source.AsSpan(begin, length)} is not known here; write {source.AsSpan(begin, 2)}.",
                ('<', _) => "<> is not known here; write !=.",
                ('=', '>') => "=> is not known here; write >= for \"at least\".",
                ('=', '<') => "=< is not known here; write <= for \"at most\".",
                ('=', _) => "One = compares nothing; write ==.",
                ('&', _) => "One & means nothing here; write &&.",
                ('|', _) => "One | means nothing here; write ||.",
                ('$', _) => "A $ means nothing inside an expression; write the name alone.",
                ('#', _) => "A # means nothing in an expression: text stands in quotes, as \"#1001\", and a comment begins with //.",
                ('“' or '”' or '„' or '«' or '»', _) => $"The quote {character} is none here; write straight ones: \"…\".",
                ('‘' or '’' or '‚' or '´', _) => $"The quote {character} is none here; write straight ones: '…'.",
                _ when LookAlike.Space(character) is { } space => $"Here stands {space}, which looks like a blank or like nothing: {LookAlike.Mended(character)}.",
                _ when LookAlike.Letter(character) is { } told => $"{told} Type it anew.",
                _ => $"The character \"{character}\" means nothing here; text stands between quotes.",
            });
        }

        position += length;
        return Made(kind, begin);
    }
}
