namespace Hub.Expressions;

/// <summary>Lists and maps that are written out.</summary>
internal sealed partial class Parser
{
    private Syntax? List()
    {
        var open = Take();
        var elements = new List<Syntax.Element>();
        Syntax? deepest = null;
        while (current.Kind != TokenKind.CloseBracket)
        {
            var isOptional = Accept(TokenKind.Question);
            if (Expression(0) is not { } element) return null;
            elements.Add(new(element, isOptional));
            deepest = deepest is null ? element : Deeper(deepest, element);
            if (!Accept(TokenKind.Comma) && current.Kind != TokenKind.CloseBracket)
            {
                return Fail(current, Unexpected("the elements of a list are separated by commas and end with ]"));
            }
        }

        var close = Take();
        var node = new Syntax.List(elements, open.Start, close.End - open.Start);
        return deepest is null ? node : Deep(node, deepest);
    }

    private Syntax? Map()
    {
        var open = Take();
        var entries = new List<Syntax.Entry>();
        Syntax? deepest = null;
        while (current.Kind != TokenKind.CloseBrace)
        {
            var isOptional = Accept(TokenKind.Question);
            if (Expression(0) is not { } key) return null;
            if (!Accept(TokenKind.Colon))
            {
                return Fail(current, entries.Count == 0 && current.Kind == TokenKind.CloseBrace
                    ? $"Braces within the expression make a map, and its entries are written key: value. For the value alone write {source[key.Position..key.End]} without them."
                    : Unexpected("an entry of a map is written key: value"));
            }

            if (Expression(0) is not { } value) return null;
            entries.Add(new(key, value, isOptional));
            deepest = deepest is null ? Deeper(key, value) : Deeper(deepest, Deeper(key, value));
            if (!Accept(TokenKind.Comma) && current.Kind != TokenKind.CloseBrace)
            {
                return Fail(current, Unexpected("the entries of a map are separated by commas and end with }"));
            }
        }

        var close = Take();
        var node = new Syntax.Map(entries, open.Start, close.End - open.Start);
        return deepest is null ? node : Deep(node, deepest);
    }
}
