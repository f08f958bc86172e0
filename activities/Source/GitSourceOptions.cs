namespace Pipelines.Activities.Source;

/// <summary>Settings of the git source provider: the configuration section <c>Pipelines:Source</c>.</summary>
public sealed class GitSourceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pipelines:Source";

    /// <summary>Gets or sets the directory of cached repositories; by default <c>source-cache</c> below <c>Pipelines:DataDirectory</c>.</summary>
    public string CacheDirectory { get; set; } = string.Empty;

    /// <summary>Gets or sets a value indicating whether <c>file://</c> addresses and absolute paths are allowed.</summary>
    public bool AllowLocalRepositories { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether hosts may have private, loopback, link-local or other addresses that are
    /// not of the public Internet, and whether redirects are followed.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether Git LFS files are fetched where git-lfs is installed; by default the same as
    /// <see cref="AllowPrivateNetworks"/>, because an LFS server may name any address to download from.
    /// </summary>
    public bool? AllowLargeFiles { get; set; }

    /// <summary>Gets or sets how many bytes a repository's download and its files may have; 1 GiB by default.</summary>
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>Gets or sets how many files a commit may have; 200,000 by default.</summary>
    public int MaxFiles { get; set; } = 200_000;

    /// <summary>Gets or sets how many submodules a commit may have, nested ones included; 50 by default.</summary>
    public int MaxSubmodules { get; set; } = 50;

    /// <summary>Gets or sets how long fetching one commit may take; 10 minutes by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets how long resolving a revision may take; 1 minute by default.</summary>
    public TimeSpan ResolveTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets the private key for ssh; null for those of the user who runs the platform.</summary>
    public string? SshKeyFile { get; set; }

    /// <summary>Gets the credentials for repositories whose address begins with a prefix.</summary>
    public IList<GitCredential> Credentials { get; } = [];
}
