namespace Pipelines.Kubernetes;

/// <summary>What a watch tells.</summary>
public enum ResourceEventType
{
    /// <summary>The watch begins, or begins anew after it lost its place: forget every object, all that exist follow.</summary>
    Reset,

    /// <summary>All objects that existed when the watch began were told.</summary>
    Synced,

    /// <summary>An object exists as told: it is new or has changed.</summary>
    Applied,

    /// <summary>An object is gone; told as it last was.</summary>
    Deleted,
}
