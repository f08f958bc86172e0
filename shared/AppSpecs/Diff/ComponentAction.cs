namespace Pipelines.AppSpecs;

/// <summary>What a changed spec asks for, of one component. Greater is more.</summary>
public enum ComponentAction
{
    /// <summary>Nothing: the running release stays.</summary>
    None,

    /// <summary>A new release of the same image or assets.</summary>
    Redeploy,

    /// <summary>A new build, then a new release.</summary>
    Rebuild,

    /// <summary>The component is new: a first build and release.</summary>
    Add,

    /// <summary>The component is gone: its release is stopped.</summary>
    Remove,
}
