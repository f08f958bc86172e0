namespace Pipelines.Clusters;

/// <summary>Why a shell cannot be opened.</summary>
public enum ShellFailure
{
    /// <summary>No such instance runs.</summary>
    NoInstance,

    /// <summary>The image has neither <c>/bin/bash</c> nor <c>/bin/sh</c>.</summary>
    NoShell,

    /// <summary>As many shells as may be are open.</summary>
    TooMany,

    /// <summary>The cluster cannot start it, or does not answer.</summary>
    Unavailable,
}
