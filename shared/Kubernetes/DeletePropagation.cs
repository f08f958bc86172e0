namespace Pipelines.Kubernetes;

/// <summary>What becomes of the objects that a deleted object owns (Kubernetes API, DeleteOptions.propagationPolicy).</summary>
public enum DeletePropagation
{
    /// <summary>They are deleted afterwards.</summary>
    Background,

    /// <summary>They are deleted first: the object stays until the last one is gone.</summary>
    Foreground,

    /// <summary>They stay.</summary>
    Orphan,
}
