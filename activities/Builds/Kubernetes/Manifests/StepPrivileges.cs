namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>What a step's container may do.</summary>
internal enum StepPrivileges
{
    /// <summary>An ordinary user, no capabilities, a root file system that nobody can write to.</summary>
    Restricted,

    /// <summary>Root that unpacks images over its own root file system, with the capabilities for files and users alone. Only under a sandboxing RuntimeClass.</summary>
    UnpackingRoot,

    /// <summary>An ordinary user that makes user namespaces of its own: no system call filter in its way.</summary>
    UserNamespaces,
}
