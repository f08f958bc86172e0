namespace Pipelines.Kubernetes;

/// <summary>What to run in a container that runs, at a terminal of its own.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Command">The program and its arguments.</param>
public sealed record PodExecQuery(string Namespace, string Pod, string Container, IReadOnlyList<string> Command);
