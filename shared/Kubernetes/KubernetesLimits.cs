namespace Pipelines.Kubernetes;

/// <summary>Bounds of the client.</summary>
internal sealed record KubernetesLimits
{
    /// <summary>Gets how many objects are asked for at once when listing.</summary>
    public int ChunkSize { get; init; } = 250;

    /// <summary>Gets the largest answer that is read, in bytes; an object has 3 MiB at most.</summary>
    public int MaximumAnswer { get; init; } = 32 * 1024 * 1024;

    /// <summary>Gets the longest line of a watch, in bytes.</summary>
    public int MaximumWatchLine { get; init; } = 8 * 1024 * 1024;

    /// <summary>Gets how much of a line of a container's output is kept, in bytes.</summary>
    public int MaximumLogLine { get; init; } = 64 * 1024;

    /// <summary>Gets how long one try may take; servers give up after 60 s themselves (--request-timeout).</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(65);

    /// <summary>Gets how long a call is tried again.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets how long a watch may be silent; servers send a bookmark each minute.</summary>
    public TimeSpan WatchIdle { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>Gets how long the server keeps a watch open, at least; up to half as long again.</summary>
    public TimeSpan WatchDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how long what a cluster serves is taken for known.</summary>
    public TimeSpan CatalogLifetime { get; init; } = TimeSpan.FromMinutes(5);
}
