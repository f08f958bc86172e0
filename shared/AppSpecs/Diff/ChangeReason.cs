namespace Pipelines.AppSpecs;

/// <summary>Why something has to be done. Never holds the value of a variable or of any text.</summary>
/// <param name="Path">The field, below the component or the application, for instance <c>envs.API_KEY</c>.</param>
/// <param name="Description">What happened to it, in plain words.</param>
/// <param name="Action">What that alone asks for.</param>
public sealed record ChangeReason(string Path, string Description, ComponentAction Action)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path} {Description}";
}
