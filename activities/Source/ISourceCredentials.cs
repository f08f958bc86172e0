namespace Pipelines.Activities.Source;

/// <summary>The credentials that teams have for repositories of their own.</summary>
public interface ISourceCredentials
{
    /// <summary>Finds a team's credential for a repository: the one whose address is the longest beginning of the repository's.</summary>
    /// <param name="teamId">The team.</param>
    /// <param name="url">The repository's address, without credentials.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The credential, or null where the team has none for it.</returns>
    Task<GitCredential?> FindAsync(string teamId, string url, CancellationToken cancellation = default);
}
