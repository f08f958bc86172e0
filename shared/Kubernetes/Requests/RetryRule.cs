namespace Pipelines.Kubernetes.Requests;

/// <summary>When another try may help.</summary>
internal enum RetryRule
{
    /// <summary>Never: it would be refused again.</summary>
    Never,

    /// <summary>For any request: the server did nothing.</summary>
    Always,

    /// <summary>For requests that may be done twice: nobody knows whether the server did it.</summary>
    WhenRepeatable,

    /// <summary>A few times, for requests that may be done twice: the server failed, and may fail each time.</summary>
    FewTimes,

    /// <summary>A few times, for requests that may win a race at another try.</summary>
    Race,
}
