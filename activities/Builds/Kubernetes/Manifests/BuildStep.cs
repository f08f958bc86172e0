namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>One step of a build: a container that runs after the one before has succeeded.</summary>
internal sealed record BuildStep
{
    /// <summary>Its name: the phase, as a person knows it.</summary>
    public required string Name { get; init; }

    /// <summary>Its image.</summary>
    public required string Image { get; init; }

    /// <summary>The program and what comes before its arguments; empty for the image's own.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables that anyone may see.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables that only a Secret holds.</summary>
    public IReadOnlyList<SecretVariable> Secrets { get; init; } = [];

    /// <summary>What it sees of the volumes.</summary>
    public IReadOnlyList<BuildMount> Mounts { get; init; } = [];

    /// <summary>The directory it starts in; null for the image's own.</summary>
    public string? Directory { get; init; }

    /// <summary>What it may do.</summary>
    public StepPrivileges Privileges { get; init; }
}
