namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>Where builds keep what the next one can use.</summary>
public enum BuildCache
{
    /// <summary>An image beside the application's own, in the same repository.</summary>
    Image,

    /// <summary>A volume per component; for buildpacks only.</summary>
    Volume,

    /// <summary>Nowhere.</summary>
    None,
}
