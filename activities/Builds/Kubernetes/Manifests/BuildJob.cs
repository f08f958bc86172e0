namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>A Job that builds: all that its manifests say, and nothing secret.</summary>
internal sealed record BuildJob
{
    /// <summary>The Job's name, which the build's key decides.</summary>
    public required string Name { get; init; }

    /// <summary>The build's key.</summary>
    public required string Key { get; init; }

    /// <summary>The app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>The component's name.</summary>
    public required string Component { get; init; }

    /// <summary>The steps in their order; the last one reports the image.</summary>
    public required IReadOnlyList<BuildStep> Steps { get; init; }

    /// <summary>The volumes.</summary>
    public IReadOnlyList<BuildVolume> Volumes { get; init; } = [];

    /// <summary>How long it may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The RuntimeClass; empty for the cluster's default.</summary>
    public string RuntimeClass { get; init; } = string.Empty;

    /// <summary>The numeric user of the steps that are not root, and their group.</summary>
    public (int User, int Group) Identity { get; init; }

    /// <summary>The Secret with the build-time environment: one key per variable.</summary>
    public string EnvironmentSecret => Name + "-env";

    /// <summary>The Secret with the source's address and the leave to use the registry.</summary>
    public string AccessSecret => Name + "-access";
}
