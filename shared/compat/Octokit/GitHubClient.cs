namespace Octokit;

/// <summary>GitHub's API.</summary>
public class GitHubClient : IGitHubClient
{
    /// <summary>The address of GitHub's own API.</summary>
#pragma warning disable CA2211, SA1401, MA0069 // As the official one is.
    public static readonly Uri GitHubApiUrl = new("https://api.github.com/");
#pragma warning restore CA2211, SA1401, MA0069
    private readonly Requests _requests;

    /// <summary>Initializes a new instance of the <see cref="GitHubClient"/> class of GitHub itself, for nobody.</summary>
    /// <param name="productInformation">The program that asks.</param>
    public GitHubClient(ProductHeaderValue productInformation)
        : this(productInformation, GitHubApiUrl)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="GitHubClient"/> class of GitHub itself.</summary>
    /// <param name="productInformation">The program that asks.</param>
    /// <param name="credentialStore">Tells who asks.</param>
    public GitHubClient(ProductHeaderValue productInformation, ICredentialStore credentialStore)
        : this(productInformation, credentialStore, GitHubApiUrl)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="GitHubClient"/> class, for nobody.</summary>
    /// <param name="productInformation">The program that asks.</param>
    /// <param name="baseAddress">GitHub, or a GitHub Enterprise Server.</param>
    public GitHubClient(ProductHeaderValue productInformation, Uri baseAddress)
        : this(productInformation, new FixedCredentials(), baseAddress)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="GitHubClient"/> class.</summary>
    /// <param name="productInformation">The program that asks.</param>
    /// <param name="credentialStore">Tells who asks.</param>
    /// <param name="baseAddress">GitHub, or a GitHub Enterprise Server.</param>
    public GitHubClient(ProductHeaderValue productInformation, ICredentialStore credentialStore, Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(productInformation);
        ArgumentNullException.ThrowIfNull(credentialStore);
        ArgumentNullException.ThrowIfNull(baseAddress);
        BaseAddress = AddressOfApi(baseAddress);
        _requests = new Requests(BaseAddress, productInformation, credentialStore);
        Repository = new RepositoriesClient(_requests);
        GitHubApps = new GitHubAppsClient(_requests);
    }

    /// <summary>Gets or sets who asks.</summary>
    /// <exception cref="InvalidOperationException">A store of credentials tells who asks.</exception>
    public Credentials Credentials
    {
        get => Fixed.Value;
        set => Fixed.Value = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Gets the address of the API.</summary>
    public Uri BaseAddress { get; }

    /// <inheritdoc/>
    public IRepositoriesClient Repository { get; }

    /// <inheritdoc/>
    public IGitHubAppsClient GitHubApps { get; }

    private FixedCredentials Fixed => _requests.Credentials as FixedCredentials ?? throw new InvalidOperationException("a store of credentials tells who asks");

    /// <inheritdoc/>
    public void SetRequestTimeout(TimeSpan timeout) => _requests.Timeout = timeout;

    private static Uri AddressOfApi(Uri address) =>
        address.Host is "github.com" or "api.github.com" ? GitHubApiUrl : new Uri(address, "/api/v3/");

    private sealed class FixedCredentials : ICredentialStore
    {
        public Credentials Value { get; set; } = Credentials.Anonymous;

        public Task<Credentials> GetCredentials() => Task.FromResult(Value);
    }
}
