using System.Text.Json.Serialization;

namespace Octokit;

/// <summary>An app that is installed for an account.</summary>
public class Installation
{
    /// <summary>Initializes a new instance of the <see cref="Installation"/> class.</summary>
    public Installation()
    {
    }

    /// <summary>Gets where its access tokens are made.</summary>
    [JsonInclude]
    public string? AccessTokensUrl { get; private set; }

    /// <summary>Gets where its repositories are listed.</summary>
    [JsonInclude]
    public string? RepositoriesUrl { get; private set; }

    /// <summary>Gets its page.</summary>
    [JsonInclude]
    public string? HtmlUrl { get; private set; }

    /// <summary>Gets the app.</summary>
    [JsonInclude]
    public long AppId { get; private set; }

    /// <summary>Gets the account.</summary>
    [JsonInclude]
    public long TargetId { get; private set; }

    /// <summary>Gets when it was suspended; null when it is not.</summary>
    [JsonInclude]
    public DateTimeOffset? SuspendedAt { get; private set; }
}
