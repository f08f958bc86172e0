namespace Octokit;

/// <summary>What is said of commits.</summary>
internal sealed class CommitStatusClient(Requests requests) : ICommitStatusClient
{
    public Task<IReadOnlyList<CommitStatus>> GetAll(string owner, string name, string reference) => requests.ListAsync<CommitStatus>(
        $"repos/{Requests.Escape(owner)}/{Requests.Escape(name)}/commits/{Requests.Escape(reference)}/statuses", ApiOptions.None);

    public Task<CommitStatus> Create(string owner, string name, string reference, NewCommitStatus newCommitStatus)
    {
        ArgumentNullException.ThrowIfNull(newCommitStatus);
        return requests.PostAsync<CommitStatus>(
            $"repos/{Requests.Escape(owner)}/{Requests.Escape(name)}/statuses/{Requests.Escape(reference)}", newCommitStatus);
    }
}
