namespace Pipelines.Clusters.Local;

/// <summary>What a node says of itself.</summary>
/// <param name="Runtime">The runtime that instances run under: <c>runsc</c>, <c>runc</c>, <c>crun</c> or <c>process</c>.</param>
/// <param name="Rejected">The runtimes that were tried before it, each with the reason why it is not used.</param>
/// <param name="IngressUrl">The base URL of the ingress as bound.</param>
/// <param name="Egress">Whether instances reach the internet, or why not.</param>
/// <param name="Instances">The number of running instances.</param>
/// <param name="ProcessId">The node's process id.</param>
public sealed record NodeStatus(string Runtime, IReadOnlyDictionary<string, string> Rejected, Uri IngressUrl, string Egress, int Instances, int ProcessId);
