namespace Pipelines.Kubernetes.Requests;

/// <summary>A request to an API server.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path and query, relative to the server's address.</param>
/// <param name="What">What is asked, for messages: <c>get v1 Pod app-1/web</c>.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, string What)
{
    /// <summary>Gets the media type asked for.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Gets the body's media type; null for no body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Gets the body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets a value indicating whether it ends the same when it is done twice.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>Gets a value indicating whether a conflict (409) that names no other manager is a race that another try may win.</summary>
    public bool RetriesConflicts { get; init; }

    /// <summary>Gets how long it is tried again; null for the usual time.</summary>
    public TimeSpan? Retry { get; init; }

    /// <summary>Gets texts that no message may show.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];

    /// <summary>Gets or sets a value indicating whether a try that failed may have had its effect nevertheless.</summary>
    public bool MayBeDone { get; set; }
}
