namespace Pipelines.Kubernetes;

/// <summary>Which output of a container to read.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Follow">Whether to go on with new lines until the container ends.</param>
/// <param name="Previous">Whether to read the run before the last restart.</param>
/// <param name="Tail">The last so many lines; null for all that is kept.</param>
/// <param name="Since">Only what was written at or after this time; null for all. To go on after a connection broke: a tick (100 ns) after the last line's time.</param>
public sealed record PodLogQuery(string Namespace, string Pod, string Container, bool Follow = false, bool Previous = false, int? Tail = null, DateTimeOffset? Since = null);
