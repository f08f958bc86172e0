namespace Pipelines.Deployments;

/// <summary>The preview of a pull request, or what is left to know of one that is gone.</summary>
public sealed record Preview
{
    /// <summary>Gets the app that it is a preview of.</summary>
    public required string BaseAppId { get; init; }

    /// <summary>Gets the git provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the pull request's number.</summary>
    public required int Number { get; init; }

    /// <summary>Gets the branch that it shows.</summary>
    public required string Branch { get; init; }

    /// <summary>Gets the commit that was the branch's newest then, as the provider writes it; null where it did not tell.</summary>
    public string? Commit { get; init; }

    /// <summary>Gets the app that shows it; empty where the pull request was closed before it was known.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets that app's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what made it, so that a repetition is known.</summary>
    public required string Origin { get; init; }

    /// <summary>Gets what changed it last, so that a repetition is known.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Gets a value indicating whether it is there.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Gets when the pull request was changed, by the provider's clock: what is older is late.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Gets the key of a pull request's preview.</summary>
    public string Key => KeyOf(BaseAppId, Provider, Number);

    /// <summary>The key of a pull request's preview.</summary>
    public static string KeyOf(string baseAppId, string provider, int number) => $"{baseAppId}/{provider}-{number}";
}
