namespace Pipelines.AppSpecs;

/// <summary>Holds a document that is being read to its limits.</summary>
internal sealed class NodeBudget(AppSpecLimits limits)
{
    private long _nodes;
    private long _characters;

    public void EnsureDepth(int depth, int? line, int? column)
    {
        if (depth > limits.MaximumDepth)
        {
            throw new SpecDocumentException($"more than {limits.MaximumDepth} levels of lists and mappings", line, column);
        }
    }

    public void EnsureLength(string text, int? line, int? column)
    {
        if (text.Length > limits.MaximumScalarLength)
        {
            throw new SpecDocumentException($"a value of {text.Length} characters; at most {limits.MaximumScalarLength} are allowed", line, column);
        }
    }

    /// <summary>Counts a node, or all that an alias to it stands for.</summary>
    public void Take(SpecNode node) => Take(node.Nodes, node.Characters, node.Line, node.Column);

    public void Take(int nodes, int characters, int? line, int? column)
    {
        _nodes += nodes;
        _characters += characters;
        if (_nodes > limits.MaximumNodes)
        {
            throw new SpecDocumentException($"more than {limits.MaximumNodes} values, aliases followed", line, column);
        }

        if (_characters > limits.MaximumCharacters)
        {
            throw new SpecDocumentException($"more than {limits.MaximumCharacters} characters, aliases followed", line, column);
        }
    }
}
