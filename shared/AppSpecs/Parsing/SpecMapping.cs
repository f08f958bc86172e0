using System.Diagnostics.CodeAnalysis;

namespace Pipelines.AppSpecs;

/// <summary>A mapping from names to nodes, in the order of the text; no name twice.</summary>
internal sealed class SpecMapping(int? line, int? column) : SpecNode(line, column)
{
    private readonly List<SpecField> _fields = [];
    private readonly List<SpecField> _duplicates = [];
    private readonly Dictionary<string, SpecField> _byName = new(StringComparer.Ordinal);

    public IReadOnlyList<SpecField> Fields => _fields;

    /// <summary>Fields whose name was there already.</summary>
    public IReadOnlyList<SpecField> Duplicates => _duplicates;

    public override string Description => "a mapping";

    /// <summary>Adds a field that may be there already.</summary>
    /// <returns>False when there is a field of that name already; the mapping is unchanged then.</returns>
    public bool TryAdd(SpecField field)
    {
        if (!_byName.TryAdd(field.Name, field))
        {
            return false;
        }

        _fields.Add(field);
        Nodes++;
        Characters += field.Name.Length;
        Contain(field.Value);
        return true;
    }

    public bool TryGet(string name, [NotNullWhen(true)] out SpecNode? value)
    {
        value = _byName.GetValueOrDefault(name)?.Value;
        return value is not null;
    }

    /// <summary>Adds a field of the text; a second one of the same name is kept aside as a duplicate.</summary>
    public void Add(SpecField field)
    {
        if (!TryAdd(field))
        {
            _duplicates.Add(field);
        }
    }

    /// <summary>Counts an empty mapping's own level too.</summary>
    public void Close() => Height = Math.Max(Height, 1);
}
