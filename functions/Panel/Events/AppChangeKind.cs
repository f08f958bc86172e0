namespace Pipelines.Functions.Panel.Events;

/// <summary>What happened to an app.</summary>
public enum AppChangeKind
{
    /// <summary>It was made, or its document has changed.</summary>
    App,

    /// <summary>One of its deployments has changed.</summary>
    Deployment,

    /// <summary>It is gone.</summary>
    Deleted,
}
