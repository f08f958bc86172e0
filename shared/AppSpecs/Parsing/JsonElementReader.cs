using System.Text.Json;

namespace Pipelines.AppSpecs;

/// <summary>Reads an element of a JSON body that was parsed before into nodes, without places.</summary>
internal sealed class JsonElementReader(AppSpecLimits limits)
{
    private readonly NodeBudget _budget = new(limits);

    /// <summary>Reads a spec.</summary>
    /// <exception cref="SpecDocumentException">The element is beyond the limits.</exception>
    public SpecNode Read(JsonElement element)
    {
        try
        {
            return ReadNode(element, depth: 0);
        }
        catch (InvalidOperationException)
        {
            // A string with half of a surrogate pair has no text; an element that was never set has no kind.
            throw new SpecDocumentException("not valid JSON", line: null, column: null);
        }
    }

    private SpecNode ReadNode(JsonElement element, int depth) => element.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(element, depth + 1),
        JsonValueKind.Array => ReadArray(element, depth + 1),
        JsonValueKind.String => ReadScalar(element.GetString()!, SpecScalarKind.Text),
        JsonValueKind.Number => ReadScalar(element.GetRawText(), SpecScalarKind.Number),
        JsonValueKind.True => ReadScalar("true", SpecScalarKind.Boolean),
        JsonValueKind.False => ReadScalar("false", SpecScalarKind.Boolean),
        _ => ReadScalar("null", SpecScalarKind.Null),
    };

    private SpecScalar ReadScalar(string text, SpecScalarKind kind)
    {
        _budget.EnsureLength(text, line: null, column: null);
        var scalar = new SpecScalar(text, kind, line: null, column: null);
        _budget.Take(scalar);
        return scalar;
    }

    private SpecSequence ReadArray(JsonElement element, int depth)
    {
        Open(depth);
        var sequence = new SpecSequence(line: null, column: null);
        foreach (var item in element.EnumerateArray())
        {
            sequence.Add(ReadNode(item, depth));
        }

        sequence.Close();
        return sequence;
    }

    private SpecMapping ReadObject(JsonElement element, int depth)
    {
        Open(depth);
        var mapping = new SpecMapping(line: null, column: null);
        foreach (var property in element.EnumerateObject())
        {
            mapping.Add(new SpecField(property.Name, ReadNode(property.Value, depth), Line: null, Column: null));
        }

        mapping.Close();
        return mapping;
    }

    private void Open(int depth)
    {
        _budget.EnsureDepth(depth, line: null, column: null);
        _budget.Take(nodes: 1, characters: 0, line: null, column: null);
    }
}
