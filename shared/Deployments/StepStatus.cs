namespace Pipelines.Deployments;

/// <summary>The states of a progress step (Apps API, <c>status</c>).</summary>
public enum StepStatus
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Ended badly.</summary>
    Error,

    /// <summary>Ended well.</summary>
    Success,
}
