namespace Pipelines.Functions.Api.Logs;

/// <summary>Leave to read one log for a short time without a token of the API.</summary>
/// <param name="TokenId">The token it was asked for with: it ends with that.</param>
/// <param name="AppId">The app.</param>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="Component">Only this component; null for all, interleaved by time.</param>
/// <param name="Type">The kind.</param>
/// <param name="Tail">The last so many lines; null for all.</param>
/// <param name="Follow">Whether to go on with new lines until the log ends.</param>
/// <param name="InvocationId">The run of a job, for its log; null for all other logs.</param>
public sealed record LogGrant(string TokenId, string AppId, string DeploymentId, string? Component, LogType Type, int? Tail, bool Follow, string? InvocationId = null);
