namespace Pipelines.AppSpecs;

/// <summary>A single value.</summary>
internal sealed class SpecScalar : SpecNode
{
    public SpecScalar(string text, SpecScalarKind kind, int? line, int? column)
        : base(line, column)
    {
        Text = text;
        Kind = kind;
        Characters = text.Length;
    }

    public string Text { get; }

    public SpecScalarKind Kind { get; }

    /// <summary>True for null and for a YAML value that is not there: both mean that the field is absent.</summary>
    public bool IsNull => Kind == SpecScalarKind.Null
        || (Kind == SpecScalarKind.Plain && Text is "" or "~" or "null" or "Null" or "NULL");

    public override string Description => Kind switch
    {
        SpecScalarKind.Text => "text",
        SpecScalarKind.Number => "a number",
        SpecScalarKind.Boolean => "a boolean",
        _ when IsNull => "nothing",
        _ => "a plain value",
    };
}
