namespace Pipelines.AppSpecs;

/// <summary>What a field may hold.</summary>
internal enum SpecShapeKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Any finite number.</summary>
    Number,

    /// <summary>One of some words.</summary>
    Enumeration,

    /// <summary>A list.</summary>
    List,

    /// <summary>A mapping with known fields.</summary>
    Mapping,
}
