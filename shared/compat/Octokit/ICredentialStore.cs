namespace Octokit;

/// <summary>Tells a client who it is, anew for each request.</summary>
public interface ICredentialStore
{
    /// <summary>Tells who the client is.</summary>
    Task<Credentials> GetCredentials();
}
