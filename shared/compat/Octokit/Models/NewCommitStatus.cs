namespace Octokit;

/// <summary>What to say of a commit.</summary>
public class NewCommitStatus
{
    /// <summary>Initializes a new instance of the <see cref="NewCommitStatus"/> class.</summary>
    public NewCommitStatus()
    {
    }

    /// <summary>Gets or sets the state.</summary>
    public CommitState State { get; set; }

    /// <summary>Gets or sets where to read more.</summary>
    public string? TargetUrl { get; set; }

    /// <summary>Gets or sets what it says, at most 140 characters.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets what tells it from what others say; the newest of a context counts.</summary>
    public string? Context { get; set; }
}
