namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>The network of build commands.</summary>
public enum SandboxNetwork
{
    /// <summary>That of the machine.</summary>
    Host,

    /// <summary>None.</summary>
    None,
}
