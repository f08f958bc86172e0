namespace Pipelines.Deployments.Requests;

/// <summary>A push that a git provider told of, verified and reduced to what matters.</summary>
public sealed record PushDelivery
{
    /// <summary>Gets the provider: <c>github</c>, <c>gitlab</c> or <c>bitbucket</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the repository's full name, as <c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>Gets the addresses the repository may be cloned from.</summary>
    public IReadOnlyList<string> CloneUrls { get; init; } = [];

    /// <summary>Gets the branch.</summary>
    public required string Branch { get; init; }

    /// <summary>Gets the commit the branch points to now.</summary>
    public required string Commit { get; init; }

    /// <summary>Gets the commit the branch pointed to before; null for a new branch, or where the provider does not tell.</summary>
    public string? Before { get; init; }

    /// <summary>Gets a value indicating whether the commit's message asks for no deployment: <c>[skip deploy]</c> or <c>[deploy skip]</c>.</summary>
    public bool SkipsDeployment { get; init; }

    /// <summary>Gets the paths that changed; null when the payload does not tell them all, which counts as everything.</summary>
    public IReadOnlyList<string>? ChangedPaths { get; init; }

    /// <summary>Gets when it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The workflow instance of a delivery: the same delivery never starts two.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="deliveryId">The provider's id of the delivery.</param>
    public static string InstanceId(string provider, string deliveryId) => $"delivery-{provider}-{deliveryId}";
}
