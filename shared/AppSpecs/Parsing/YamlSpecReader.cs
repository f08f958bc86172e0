using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipelines.AppSpecs;

/// <summary>
/// Reads a YAML document into nodes, from the parser's events only: nothing is ever turned into a type that the
/// document names. Aliases share the node they refer to and count as often as they occur.
/// </summary>
internal sealed class YamlSpecReader
{
    private const string CoreTags = "tag:yaml.org,2002:";
    private const string MergeKey = "<<";

    private readonly IParser _events;
    private readonly AppSpecLimits _limits;
    private readonly NodeBudget _budget;
    private readonly Dictionary<string, SpecNode?> _anchors = new(StringComparer.Ordinal);
    private int _depth;

    private YamlSpecReader(IParser events, AppSpecLimits limits)
    {
        _events = events;
        _limits = limits;
        _budget = new NodeBudget(limits);
    }

    /// <summary>Reads a document; null when it is empty.</summary>
    /// <exception cref="SpecDocumentException">The text is not one YAML document within the limits.</exception>
    public static SpecNode? Read(string text, AppSpecLimits limits)
    {
        try
        {
            return new YamlSpecReader(new Parser(new StringReader(text)), limits).ReadDocument();
        }
        catch (YamlException exception)
        {
            var message = exception.Message.Length > 200 ? exception.Message[..200] : exception.Message;
            throw new SpecDocumentException($"not valid YAML: {message}", (int)exception.Start.Line, (int)exception.Start.Column);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new SpecDocumentException("not valid YAML", line: null, column: null);
        }
    }

    private SpecNode? ReadDocument()
    {
        _events.Consume<StreamStart>();
        if (_events.TryConsume<StreamEnd>(out _))
        {
            return null;
        }

        _events.Consume<DocumentStart>();
        var root = ReadNode();
        _events.Consume<DocumentEnd>();
        if (_events.TryConsume<DocumentStart>(out var second))
        {
            throw At(second, "more than one YAML document; one is allowed");
        }

        return root;
    }

    private SpecNode ReadNode() => _events.Consume<ParsingEvent>() switch
    {
        AnchorAlias alias => ReadAlias(alias),
        Scalar scalar => ReadScalar(scalar),
        SequenceStart sequence => ReadSequence(sequence),
        MappingStart mapping => ReadMapping(mapping),
        var other => throw At(other, "a value is missing"),
    };

    private SpecNode ReadAlias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw At(alias, $"alias \"*{ProblemList.Shorten(alias.Value.Value)}\" without an anchor before it");
        }

        if (node is null)
        {
            throw At(alias, $"alias \"*{ProblemList.Shorten(alias.Value.Value)}\" inside its own anchor");
        }

        _budget.EnsureDepth(_depth + node.Height, Line(alias), Column(alias));
        _budget.Take(node.Nodes, node.Characters, Line(alias), Column(alias));
        return node;
    }

    private SpecScalar ReadScalar(Scalar scalar)
    {
        RejectOwnTag(scalar, scalar.Tag);
        _budget.EnsureLength(scalar.Value, Line(scalar), Column(scalar));
        var isText = scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || scalar.Tag == CoreTags + "str";
        var node = new SpecScalar(scalar.Value, isText ? SpecScalarKind.Text : SpecScalarKind.Plain, Line(scalar), Column(scalar));
        _budget.Take(node);
        Remember(scalar.Anchor, node);
        return node;
    }

    private SpecSequence ReadSequence(SequenceStart start)
    {
        Open(start, start.Tag, start.Anchor);
        var sequence = new SpecSequence(Line(start), Column(start));
        while (!_events.TryConsume<SequenceEnd>(out _))
        {
            sequence.Add(ReadNode());
        }

        sequence.Close();
        return Leave(start.Anchor, sequence);
    }

    private SpecMapping ReadMapping(MappingStart start)
    {
        Open(start, start.Tag, start.Anchor);
        var mapping = new SpecMapping(Line(start), Column(start));
        var merged = new List<SpecMapping>();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            ReadField(mapping, merged);
        }

        foreach (var source in merged)
        {
            Merge(source, mapping);
        }

        mapping.Close();
        return Leave(start.Anchor, mapping);
    }

    private void ReadField(SpecMapping mapping, List<SpecMapping> merged)
    {
        var keyEvent = _events.Current;
        if (ReadNode() is not SpecScalar key)
        {
            throw At(keyEvent!, "a list or mapping as a key; keys are names");
        }

        var value = ReadNode();
        if (key is { Text: MergeKey, Kind: SpecScalarKind.Plain })
        {
            CollectMerged(value, merged);
        }
        else
        {
            mapping.Add(new SpecField(key.Text, value, key.Line, key.Column));
        }
    }

    private static void CollectMerged(SpecNode value, List<SpecMapping> merged)
    {
        switch (value)
        {
            case SpecMapping one:
                merged.Add(one);
                break;
            case SpecSequence several when several.Items.All(item => item is SpecMapping):
                merged.AddRange(several.Items.Cast<SpecMapping>());
                break;
            default:
                throw new SpecDocumentException("\"<<\" merges mappings only", value.Line, value.Column);
        }
    }

    /// <summary>The mapping's own fields, and those merged earlier, win.</summary>
    private void Merge(SpecMapping source, SpecMapping target)
    {
        foreach (var field in source.Fields)
        {
            if (target.TryAdd(field))
            {
                _budget.Take(field.Value.Nodes + 1, field.Value.Characters + field.Name.Length, field.Line, field.Column);
            }
        }
    }

    private void Open(ParsingEvent start, TagName tag, AnchorName anchor)
    {
        RejectOwnTag(start, tag);
        _budget.EnsureDepth(++_depth, Line(start), Column(start));
        if (!anchor.IsEmpty)
        {
            // Until the collection is complete, an alias to it would make the document endless.
            _anchors[anchor.Value] = null;
        }

        _budget.Take(nodes: 1, characters: 0, Line(start), Column(start));
    }

    private TNode Leave<TNode>(AnchorName anchor, TNode node)
        where TNode : SpecNode
    {
        _depth--;
        Remember(anchor, node);
        return node;
    }

    private void Remember(AnchorName anchor, SpecNode node)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = node;
        }

        if (_anchors.Count > _limits.MaximumNodes)
        {
            throw new SpecDocumentException("too many anchors", node.Line, node.Column);
        }
    }

    private static void RejectOwnTag(ParsingEvent at, TagName tag)
    {
        if (tag.IsEmpty || tag.IsNonSpecific || IsCoreTag(tag.Value))
        {
            return;
        }

        throw At(at, $"tag \"{ProblemList.Shorten(tag.Value)}\" is not allowed");
    }

    private static bool IsCoreTag(string tag) =>
        tag.StartsWith(CoreTags, StringComparison.Ordinal)
        && tag[CoreTags.Length..] is "str" or "int" or "float" or "bool" or "null" or "map" or "seq" or "merge";

    private static SpecDocumentException At(ParsingEvent at, string message) => new(message, Line(at), Column(at));

    private static int Line(ParsingEvent at) => (int)at.Start.Line;

    private static int Column(ParsingEvent at) => (int)at.Start.Column;
}
