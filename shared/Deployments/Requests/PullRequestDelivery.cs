namespace Pipelines.Deployments.Requests;

/// <summary>A change of a pull request that a git provider told of, verified and reduced to what matters.</summary>
public sealed record PullRequestDelivery
{
    /// <summary>Gets the provider: <c>github</c>, <c>gitlab</c> or <c>bitbucket</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the repository that it wants to change, as <c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>Gets the addresses that repository may be cloned from.</summary>
    public IReadOnlyList<string> CloneUrls { get; init; } = [];

    /// <summary>Gets its number in the repository.</summary>
    public required int Number { get; init; }

    /// <summary>Gets a value indicating whether it is open; otherwise it was merged or turned down.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Gets the repository that it comes from.</summary>
    public required string HeadRepository { get; init; }

    /// <summary>Gets the branch that it comes from.</summary>
    public required string HeadBranch { get; init; }

    /// <summary>Gets the newest commit of that branch, as the provider writes it, perhaps shortened; null where it does not tell.</summary>
    public string? HeadCommit { get; init; }

    /// <summary>Gets the address to clone the repository that it comes from; null where the provider does not tell.</summary>
    public string? HeadCloneUrl { get; init; }

    /// <summary>Gets the branch that it wants to change.</summary>
    public required string BaseBranch { get; init; }

    /// <summary>Gets when it was changed, by the provider's clock: orders what is delivered in another order.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Gets when it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Gets a value indicating whether it comes from another repository, so that its code is a stranger's.</summary>
    public bool IsFork => !string.Equals(HeadRepository, Repository, StringComparison.OrdinalIgnoreCase);

    /// <summary>The branch that it wants to change, as if it had been pushed.</summary>
    public PushDelivery ToBase() => new()
    {
        Provider = Provider,
        Repository = Repository,
        CloneUrls = CloneUrls,
        Branch = BaseBranch,
        Commit = "",
        ReceivedAt = ReceivedAt,
    };
}
