using System.Text.Json.Serialization;

namespace Octokit;

/// <summary>What someone says of a commit.</summary>
public class CommitStatus
{
    /// <summary>Initializes a new instance of the <see cref="CommitStatus"/> class.</summary>
    public CommitStatus()
    {
    }

    /// <summary>Gets when it was made.</summary>
    [JsonInclude]
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Gets when it was changed.</summary>
    [JsonInclude]
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Gets the state.</summary>
    [JsonInclude]
    public StringEnum<CommitState> State { get; private set; }

    /// <summary>Gets where to read more.</summary>
    [JsonInclude]
    public string? TargetUrl { get; private set; }

    /// <summary>Gets what it says.</summary>
    [JsonInclude]
    public string? Description { get; private set; }

    /// <summary>Gets what tells it from what others say.</summary>
    [JsonInclude]
    public string Context { get; private set; } = null!;

    /// <summary>Gets its number.</summary>
    [JsonInclude]
    public long Id { get; private set; }

    /// <summary>Gets its id in GraphQL.</summary>
    [JsonInclude]
    public string? NodeId { get; private set; }

    /// <summary>Gets its address.</summary>
    [JsonInclude]
    public string? Url { get; private set; }
}
