namespace Pipelines.Functions.Api.Buildpacks;

/// <summary>The body of a request to take a newer buildpack.</summary>
/// <param name="BuildpackId">The buildpack.</param>
/// <param name="MajorVersion">The version's first number.</param>
/// <param name="TriggerDeployment">Whether to deploy with it at once.</param>
public sealed record UpgradeBuildpackBody(string? BuildpackId = null, int MajorVersion = 0, bool TriggerDeployment = false);
