using System.Text.Json.Serialization;

namespace Octokit;

/// <summary>How a deployment is.</summary>
public class DeploymentStatus
{
    /// <summary>Initializes a new instance of the <see cref="DeploymentStatus"/> class.</summary>
    public DeploymentStatus()
    {
    }

    /// <summary>Gets its number.</summary>
    [JsonInclude]
    public long Id { get; private set; }

    /// <summary>Gets its id in GraphQL.</summary>
    [JsonInclude]
    public string? NodeId { get; private set; }

    /// <summary>Gets its address.</summary>
    [JsonInclude]
    public string? Url { get; private set; }

    /// <summary>Gets the state.</summary>
    [JsonInclude]
    public StringEnum<DeploymentState> State { get; private set; }

    /// <summary>Gets where to read more.</summary>
    [JsonInclude]
    public string? TargetUrl { get; private set; }

    /// <summary>Gets where its log is.</summary>
    [JsonInclude]
    public string? LogUrl { get; private set; }

    /// <summary>Gets where it answers.</summary>
    [JsonInclude]
    public string? EnvironmentUrl { get; private set; }

    /// <summary>Gets when it was made.</summary>
    [JsonInclude]
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Gets when it was changed.</summary>
    [JsonInclude]
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Gets what it says.</summary>
    [JsonInclude]
    public string? Description { get; private set; }
}
