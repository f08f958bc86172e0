namespace Pipelines.AppSpecs;

/// <summary>A repository at a hosting service that announces pushes.</summary>
public interface IHostedSource
{
    /// <summary>The repository as <c>owner/name</c> (GitLab: any number of groups).</summary>
    string? Repo { get; }

    /// <summary>The branch; null is the repository's default.</summary>
    string? Branch { get; }

    /// <summary>True deploys each push to the branch. Default false.</summary>
    bool DeployOnPush { get; }
}
