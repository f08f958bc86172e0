using k8s.Exceptions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace k8s.Loading;

/// <summary>
/// Reads one YAML document of bounded depth and size. Aliases are resolved without copying, but count as often as they are
/// used, so that no document grows beyond what was read of it.
/// </summary>
internal sealed class YamlTreeReader
{
    /// <summary>How deep values may nest; a kubeconfig needs 7.</summary>
    public const int MaximumDepth = 32;

    /// <summary>How many values a document may have, aliases counted as often as they are used.</summary>
    public const int MaximumNodes = 50_000;

    private readonly string source;
    private readonly Parser parser;
    private readonly Dictionary<AnchorName, YamlValue> anchors = [];
    private int nodes;

    private YamlTreeReader(string text, string source)
    {
        this.source = source;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <returns>Null for an empty document.</returns>
    /// <exception cref="KubeConfigException">It is not one bounded YAML document.</exception>
    public static YamlValue? Read(string text, string source)
    {
        string problem;
        try
        {
            return new YamlTreeReader(text, source).ReadDocument();
        }
        catch (YamlException exception)
        {
            problem = $"syntax error in line {exception.Start.Line}";
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            problem = "syntax error";
        }

        // Without the cause: the parser's words may quote the text, and the text holds secrets.
        throw new KubeConfigException($"{source} is not YAML: {problem}.");
    }

    private YamlValue? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        parser.Consume<DocumentStart>();
        var value = ReadValue(string.Empty, 0);
        parser.Consume<DocumentEnd>();
        return parser.Accept<StreamEnd>(out _) ? value : throw new KubeConfigException($"{source} holds more than one YAML document.");
    }

    private YamlValue ReadValue(string path, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new KubeConfigException($"{source}: {path} nests deeper than {MaximumDepth} levels.");
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value, out var known) ? Counted(known, known.Nodes) : throw At(path, alias.Start.Line, "refers to an anchor that is not there");
        }

        var start = parser.Consume<NodeEvent>();
        var value = start switch
        {
            Scalar scalar => new YamlValue(path, scalar.Start.Line, 1) { Text = IsNull(scalar) ? null : scalar.Value },
            SequenceStart => ReadSequence(path, start.Start.Line, depth),
            _ => ReadMapping(path, start.Start.Line, depth),
        };
        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor] = value;
        }

        return Counted(value, 1);
    }

    private YamlValue ReadSequence(string path, long line, int depth)
    {
        var items = new List<YamlValue>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadValue($"{path}[{items.Count}]", depth + 1));
        }

        return new YamlValue(path, line, 1 + items.Sum(item => item.Nodes)) { Items = items };
    }

    private YamlValue ReadMapping(string path, long line, int depth)
    {
        var entries = new Dictionary<string, YamlValue>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                throw At(path, parser.Current?.Start.Line ?? line, "has a key that is not a text");
            }

            var name = key.Value.Length <= 64 ? key.Value : key.Value[..64];
            var place = path.Length == 0 ? name : $"{path}.{name}";
            if (!entries.TryAdd(key.Value, ReadValue(place, depth + 1)))
            {
                throw At(place, key.Start.Line, "is there twice");
            }
        }

        return new YamlValue(path, line, 1 + entries.Values.Sum(entry => entry.Nodes)) { Entries = entries };
    }

    private YamlValue Counted(YamlValue value, int count)
    {
        nodes += count;
        return nodes <= MaximumNodes ? value : throw new KubeConfigException($"{source} has more than {MaximumNodes} values.");
    }

    private KubeConfigException At(string path, long line, string what) => new($"{source}: {path} (line {line}) {what}.");

    private static bool IsNull(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
}
