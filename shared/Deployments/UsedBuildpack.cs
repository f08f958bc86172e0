namespace Pipelines.Deployments;

/// <summary>A buildpack that took part in a build.</summary>
/// <param name="Id">Its id, as <c>example/node-engine</c>.</param>
/// <param name="Version">Its version.</param>
public sealed record UsedBuildpack(string Id, string Version);
