namespace Octokit;

/// <summary>What is said of commits.</summary>
public interface ICommitStatusClient
{
    /// <summary>Lists what is said of a commit, newest first.</summary>
    Task<IReadOnlyList<CommitStatus>> GetAll(string owner, string name, string reference);

    /// <summary>Says something of a commit.</summary>
    Task<CommitStatus> Create(string owner, string name, string reference, NewCommitStatus newCommitStatus);
}
