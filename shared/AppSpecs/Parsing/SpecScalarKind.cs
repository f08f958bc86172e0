namespace Pipelines.AppSpecs;

/// <summary>What the notation says about a value.</summary>
internal enum SpecScalarKind
{
    /// <summary>Text for sure: quoted, or of a YAML block.</summary>
    Text,

    /// <summary>A plain YAML value: text, number, boolean or null, as the field wants it.</summary>
    Plain,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>A JSON boolean.</summary>
    Boolean,

    /// <summary>JSON's null.</summary>
    Null,
}
