namespace Pipelines.AppSpecs;

/// <summary>
/// A node of a document, with its place in the text. Aliases share nodes, therefore each knows how much it stands
/// for: nothing needs to walk a document that is larger than its limits.
/// </summary>
internal abstract class SpecNode(int? line, int? column)
{
    public int? Line { get; } = line;

    public int? Column { get; } = column;

    /// <summary>Nodes at and below this one, aliases followed.</summary>
    public int Nodes { get; protected set; } = 1;

    /// <summary>Characters at and below this one, aliases followed.</summary>
    public int Characters { get; protected set; }

    /// <summary>Levels of lists and mappings at and below this one.</summary>
    public int Height { get; protected set; }

    /// <summary>What this is, for messages: "a list", "a mapping", "text", ….</summary>
    public abstract string Description { get; }

    protected void Contain(SpecNode child)
    {
        Nodes += child.Nodes;
        Characters += child.Characters;
        Height = Math.Max(Height, child.Height + 1);
    }
}
