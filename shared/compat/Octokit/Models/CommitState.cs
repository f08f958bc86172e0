namespace Octokit;

/// <summary>States of a commit.</summary>
public enum CommitState
{
    /// <summary>Not decided yet.</summary>
    Pending,

    /// <summary>It is well.</summary>
    Success,

    /// <summary>It could not be found out.</summary>
    Error,

    /// <summary>It is not well.</summary>
    Failure,
}
