namespace Pipelines.Clusters.Local;

/// <summary>Asks the node to send all of an app's traffic to one of its releases.</summary>
/// <param name="ReleaseId">The release.</param>
public sealed record RouteRequest(string ReleaseId);
