using Pipelines.Functions.Api.Wire;

namespace Pipelines.Functions.Api.Events;

/// <summary>Something that happened to an app, as the Apps API shows it.</summary>
/// <param name="Id">Its id: that of the deployment.</param>
/// <param name="Type">Its kind: DEPLOYMENT.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="Deployment">The deployment, whole.</param>
public sealed record EventWire(string Id, string Type, DateTimeOffset CreatedAt, string DeploymentId, DeploymentWire Deployment);
