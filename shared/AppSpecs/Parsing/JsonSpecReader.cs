using System.Text;
using System.Text.Json;

namespace Pipelines.AppSpecs;

/// <summary>Reads JSON, as text or as an element of a body, into nodes.</summary>
internal ref struct JsonSpecReader
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly NodeBudget _budget;
    private Utf8JsonReader _tokens;
    private int _line = 1;
    private int _lineStart;
    private int _scanned;

    private JsonSpecReader(ReadOnlySpan<byte> text, AppSpecLimits limits)
    {
        _text = text;
        _budget = new NodeBudget(limits);
        _tokens = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = limits.MaximumDepth + 1 });
    }

    /// <summary>Reads a document; null when it is empty.</summary>
    /// <exception cref="SpecDocumentException">The text is not JSON within the limits.</exception>
    public static SpecNode? Read(ReadOnlySpan<byte> text, AppSpecLimits limits)
    {
        var reader = new JsonSpecReader(text, limits);
        try
        {
            return reader.ReadDocument();
        }
        catch (JsonException exception)
        {
            var (line, column) = ((int?)exception.LineNumber + 1, (int?)exception.BytePositionInLine + 1);
            throw new SpecDocumentException("not valid JSON, or too deep", line, column);
        }
        catch (InvalidOperationException)
        {
            // A string with half of a surrogate pair has no text.
            throw new SpecDocumentException("not valid JSON: text that is no Unicode", reader._line, column: null);
        }
    }

    private SpecNode? ReadDocument()
    {
        if (_text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return null;
        }

        _tokens.Read();
        var root = ReadNode(depth: 0);
        if (_tokens.Read())
        {
            throw new SpecDocumentException("text after the end of the JSON document", _line, column: null);
        }

        return root;
    }

    private SpecNode ReadNode(int depth)
    {
        var (line, column) = Place();
        return _tokens.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(depth + 1, line, column),
            JsonTokenType.StartArray => ReadArray(depth + 1, line, column),
            JsonTokenType.String => ReadScalar(_tokens.GetString()!, SpecScalarKind.Text, line, column),
            JsonTokenType.Number => ReadScalar(Encoding.UTF8.GetString(_tokens.ValueSpan), SpecScalarKind.Number, line, column),
            JsonTokenType.True => ReadScalar("true", SpecScalarKind.Boolean, line, column),
            JsonTokenType.False => ReadScalar("false", SpecScalarKind.Boolean, line, column),
            _ => ReadScalar("null", SpecScalarKind.Null, line, column),
        };
    }

    private readonly SpecScalar ReadScalar(string text, SpecScalarKind kind, int line, int column)
    {
        _budget.EnsureLength(text, line, column);
        var scalar = new SpecScalar(text, kind, line, column);
        _budget.Take(scalar);
        return scalar;
    }

    private SpecSequence ReadArray(int depth, int line, int column)
    {
        Open(depth, line, column);
        var sequence = new SpecSequence(line, column);
        while (_tokens.Read() && _tokens.TokenType != JsonTokenType.EndArray)
        {
            sequence.Add(ReadNode(depth));
        }

        sequence.Close();
        return sequence;
    }

    private SpecMapping ReadObject(int depth, int line, int column)
    {
        Open(depth, line, column);
        var mapping = new SpecMapping(line, column);
        while (_tokens.Read() && _tokens.TokenType != JsonTokenType.EndObject)
        {
            var name = _tokens.GetString()!;
            var (nameLine, nameColumn) = Place();
            _tokens.Read();
            mapping.Add(new SpecField(name, ReadNode(depth), nameLine, nameColumn));
        }

        mapping.Close();
        return mapping;
    }

    private readonly void Open(int depth, int line, int column)
    {
        _budget.EnsureDepth(depth, line, column);
        _budget.Take(nodes: 1, characters: 0, line, column);
    }

    private (int Line, int Column) Place()
    {
        var index = (int)_tokens.TokenStartIndex;
        for (; _scanned < index; _scanned++)
        {
            if (_text[_scanned] == (byte)'\n')
            {
                _line++;
                _lineStart = _scanned + 1;
            }
        }

        return (_line, index - _lineStart + 1);
    }
}
