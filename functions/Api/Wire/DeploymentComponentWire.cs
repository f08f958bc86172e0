namespace Pipelines.Functions.Api.Wire;

/// <summary>A component of a deployment as the Apps API shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SourceCommitHash">The commit it was built from.</param>
public sealed record DeploymentComponentWire(string Name, string? SourceCommitHash);
