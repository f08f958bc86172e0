using System.Globalization;
using System.Text;

namespace Pipelines.Activities.Detection.Toml;

/// <summary>
/// Reads TOML 1.0 (https://toml.io/en/v1.0.0) for the manifests that detection looks at. Own, because no TOML
/// package can be restored. Nesting is bounded. Numbers, booleans and dates are kept as the text that stands there.
/// </summary>
internal sealed class TomlReader
{
    private const int MaxDepth = 32;

    private readonly string text;
    private int position;
    private int depth;

    private TomlReader(string text) => this.text = text;

    private char Current => position < text.Length ? text[position] : '\0';

    /// <summary>Reads a document.</summary>
    /// <exception cref="TomlException">The text is not TOML.</exception>
    internal static TomlTable Read(string text) => new TomlReader(text.ReplaceLineEndings("\n")).Document();

    private TomlTable Document()
    {
        var root = new TomlTable();
        var table = root;
        for (SkipBlank(); position < text.Length; SkipBlank())
        {
            if (Current == '[')
            {
                table = Header(root);
            }
            else
            {
                Pair(table);
            }

            EndOfLine();
        }

        return root;
    }

    private TomlTable Header(TomlTable root)
    {
        position++;
        var isElement = Take('[');
        var keys = Keys();
        Expect(']');
        if (isElement)
        {
            Expect(']');
        }

        var parent = Descend(root, keys[..^1]);
        return isElement ? Append(parent, keys[^1]) : Descend(parent, keys[^1..]);
    }

    private TomlTable Append(TomlTable parent, string key)
    {
        var element = new TomlTable();
        if (parent[key] is List<object> list)
        {
            list.Add(element);
        }
        else if (!parent.TryAdd(key, new List<object> { element }))
        {
            throw Problem($"'{key}' is defined twice");
        }

        return element;
    }

    private TomlTable Descend(TomlTable table, List<string> keys)
    {
        foreach (var key in keys)
        {
            if (table[key] is null)
            {
                table.TryAdd(key, new TomlTable());
            }

            table = table[key] switch
            {
                TomlTable child => child,
                List<object> { Count: > 0 } list when list[^1] is TomlTable last => last,
                _ => throw Problem($"'{key}' is not a table"),
            };
        }

        return table;
    }

    private void Pair(TomlTable table)
    {
        var keys = Keys();
        Expect('=');
        SkipSpace();
        var value = Value();
        if (!Descend(table, keys[..^1]).TryAdd(keys[^1], value))
        {
            throw Problem($"'{keys[^1]}' is defined twice");
        }
    }

    private List<string> Keys()
    {
        var keys = new List<string>();
        do
        {
            if (keys.Count == MaxDepth)
            {
                throw Problem("the key has too many parts");
            }

            SkipSpace();
            keys.Add(Current is '"' or '\'' ? String() : BareKey());
            SkipSpace();
        }
        while (Take('.'));
        return keys;
    }

    private string BareKey()
    {
        var start = position;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '-' or '_')
        {
            position++;
        }

        return position > start ? text[start..position] : throw Problem("a key is expected");
    }

    private object Value()
    {
        if (++depth > MaxDepth)
        {
            throw Problem("values are nested too deeply");
        }

        object value = Current switch
        {
            '"' or '\'' => String(),
            '[' => Array(),
            '{' => InlineTable(),
            _ => Literal(),
        };
        depth--;
        return value;
    }

    private List<object> Array()
    {
        position++;
        var list = new List<object>();
        for (SkipBlank(); !Take(']'); SkipBlank())
        {
            list.Add(Value());
            SkipBlank();
            if (!Take(',') && Current != ']')
            {
                throw Problem("',' or ']' is expected");
            }
        }

        return list;
    }

    private TomlTable InlineTable()
    {
        position++;
        var table = new TomlTable();
        for (SkipBlank(); !Take('}'); SkipBlank())
        {
            Pair(table);
            SkipBlank();
            if (!Take(',') && Current != '}')
            {
                throw Problem("',' or '}' is expected");
            }
        }

        return table;
    }

    private object Literal()
    {
        var start = position;
        while (position < text.Length && Current is not (',' or ']' or '}' or '#' or '\n'))
        {
            position++;
        }

        return text[start..position].Trim() switch
        {
            "" => throw Problem("a value is expected"),
            "true" => true,
            "false" => false,
            var literal => literal,
        };
    }

    private string String()
    {
        var quote = Current;
        var fence = new string(quote, 3);
        var isLong = string.CompareOrdinal(text, position, fence, 0, 3) == 0;
        position += isLong ? 3 : 1;
        if (isLong)
        {
            Take('\n');
        }

        var value = new StringBuilder();
        while (position < text.Length)
        {
            if (isLong ? string.CompareOrdinal(text, position, fence, 0, 3) == 0 : Current == quote)
            {
                position += isLong ? 3 : 1;
                return value.ToString();
            }

            if (Current == '\n' && !isLong)
            {
                break;
            }

            if (Current == '\\' && quote == '"')
            {
                Escape(value);
            }
            else
            {
                value.Append(text[position++]);
            }
        }

        throw Problem("a string does not end");
    }

    private void Escape(StringBuilder value)
    {
        position++;
        var escape = Current;
        position++;
        switch (escape)
        {
            case 'b': value.Append('\b'); break;
            case 't': value.Append('\t'); break;
            case 'n': value.Append('\n'); break;
            case 'f': value.Append('\f'); break;
            case 'r': value.Append('\r'); break;
            case '"' or '\\': value.Append(escape); break;
            case 'u': value.Append(CodePoint(4)); break;
            case 'U': value.Append(CodePoint(8)); break;
            case '\n' or ' ' or '\t': SkipWhiteSpace(); break;
            default: throw Problem("an unknown escape sequence");
        }
    }

    private string CodePoint(int digits)
    {
        if (position + digits > text.Length
            || !int.TryParse(text.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || !Rune.IsValid(code))
        {
            throw Problem("not a Unicode scalar value");
        }

        position += digits;
        return new Rune(code).ToString();
    }

    private void EndOfLine()
    {
        SkipSpace();
        if (Current == '#')
        {
            SkipComment();
        }

        if (position < text.Length && !Take('\n'))
        {
            throw Problem("the end of the line is expected");
        }
    }

    private void SkipBlank()
    {
        for (SkipWhiteSpace(); Current == '#'; SkipWhiteSpace())
        {
            SkipComment();
        }
    }

    private void SkipComment()
    {
        var end = text.IndexOf('\n', position);
        position = end < 0 ? text.Length : end;
    }

    private void SkipWhiteSpace()
    {
        while (Current is ' ' or '\t' or '\n')
        {
            position++;
        }
    }

    private void SkipSpace()
    {
        while (Current is ' ' or '\t')
        {
            position++;
        }
    }

    private bool Take(char expected)
    {
        if (Current != expected || position >= text.Length)
        {
            return false;
        }

        position++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
        {
            throw Problem($"'{expected}' is expected");
        }
    }

    private TomlException Problem(string message) =>
        new(text.AsSpan(0, Math.Min(position, text.Length)).Count('\n') + 1, message);
}
