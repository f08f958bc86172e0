namespace Pipelines.Activities.Source;

/// <summary>Asks which source each component of a deployment is built from.</summary>
public sealed record SourceRequest
{
    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the deployment's id.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Gets the deployment that is active; null for none.</summary>
    public string? PreviousDeploymentId { get; init; }

    /// <summary>Gets a value indicating whether nothing is reused.</summary>
    public bool ForceBuild { get; init; }

    /// <summary>Gets a value indicating whether branches are resolved anew where the previous deployment has a commit.</summary>
    public bool UpdateSources { get; init; }

    /// <summary>Gets the commit by component name that a push named.</summary>
    public IReadOnlyDictionary<string, string> Commits { get; init; } = new Dictionary<string, string>();
}
