using System.Text.Json.Serialization;

namespace Octokit;

/// <summary>A deployment as GitHub knows it.</summary>
public class Deployment
{
    /// <summary>Initializes a new instance of the <see cref="Deployment"/> class.</summary>
    public Deployment()
    {
    }

    /// <summary>Gets its number.</summary>
    [JsonInclude]
    public long Id { get; private set; }

    /// <summary>Gets its id in GraphQL.</summary>
    [JsonInclude]
    public string? NodeId { get; private set; }

    /// <summary>Gets the commit.</summary>
    [JsonInclude]
    public string Sha { get; private set; } = null!;

    /// <summary>Gets the branch, tag or commit that was asked for.</summary>
    [JsonInclude]
    public string Ref { get; private set; } = null!;

    /// <summary>Gets its address.</summary>
    [JsonInclude]
    public string? Url { get; private set; }

    /// <summary>Gets what its maker put there.</summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, string> Payload { get; private set; } = new Dictionary<string, string>();

    /// <summary>Gets when it was made.</summary>
    [JsonInclude]
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Gets when it was changed.</summary>
    [JsonInclude]
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Gets what it says.</summary>
    [JsonInclude]
    public string? Description { get; private set; }

    /// <summary>Gets where its statuses are.</summary>
    [JsonInclude]
    public string? StatusesUrl { get; private set; }

    /// <summary>Gets where its repository is.</summary>
    [JsonInclude]
    public string? RepositoryUrl { get; private set; }

    /// <summary>Gets where it goes.</summary>
    [JsonInclude]
    public string Environment { get; private set; } = null!;

    /// <summary>Gets where it was to go.</summary>
    [JsonInclude]
    public string? OriginalEnvironment { get; private set; }

    /// <summary>Gets a value indicating whether the environment will be gone one day.</summary>
    [JsonInclude]
    public bool TransientEnvironment { get; private set; }

    /// <summary>Gets a value indicating whether users meet it.</summary>
    [JsonInclude]
    public bool ProductionEnvironment { get; private set; }

    /// <summary>Gets what it does.</summary>
    [JsonInclude]
    public string? Task { get; private set; }
}
