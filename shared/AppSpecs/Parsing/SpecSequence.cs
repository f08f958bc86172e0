namespace Pipelines.AppSpecs;

/// <summary>A list.</summary>
internal sealed class SpecSequence(int? line, int? column) : SpecNode(line, column)
{
    private readonly List<SpecNode> _items = [];

    public IReadOnlyList<SpecNode> Items => _items;

    public override string Description => "a list";

    public void Add(SpecNode item)
    {
        _items.Add(item);
        Contain(item);
    }

    /// <summary>Counts an empty list's own level too.</summary>
    public void Close() => Height = Math.Max(Height, 1);
}
