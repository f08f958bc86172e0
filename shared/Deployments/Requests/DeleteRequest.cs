namespace Pipelines.Deployments.Requests;

/// <summary>Deletes the app with everything that belongs to it.</summary>
public sealed record DeleteRequest : AppRequest;
