namespace Pipelines.AppSpecs;

/// <summary>One thing that is wrong with a spec.</summary>
public sealed record SpecProblem
{
    /// <summary>The field, for instance <c>services[0].health_check.port</c>; empty for the document as a whole.</summary>
    public required string Path { get; init; }

    /// <summary>What is wrong and what is allowed, as a clause without a full stop; never holds a secret.</summary>
    public required string Message { get; init; }

    /// <summary>The value that is wrong, shortened; <c>[redacted]</c> for secrets; null when it says nothing.</summary>
    public string? Value { get; init; }

    /// <summary>Line in the text, from 1; null when the spec was no text.</summary>
    public int? Line { get; init; }

    /// <summary>Column in the line, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>The field as the API names it, without positions in lists: <c>services.health_check.port</c>.</summary>
    public string FieldName => SpecPath.WithoutIndexes(Path);

    /// <inheritdoc/>
    public override string ToString()
    {
        var place = Line is null ? "" : $" (line {Line}, column {Column})";
        return Path.Length == 0 ? Message + place : $"{Path}: {Message}{place}";
    }
}
