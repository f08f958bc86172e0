namespace Pipelines.Kubernetes.Tests.Faults;

/// <summary>How a streamed answer ends.</summary>
internal enum StreamEnd
{
    /// <summary>As it should.</summary>
    Proper,

    /// <summary>It does not: nothing more comes.</summary>
    Silent,
}
