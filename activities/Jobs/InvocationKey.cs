namespace Pipelines.Activities.Jobs;

/// <summary>Names a run of a job.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="InvocationId">The run's id.</param>
public sealed record InvocationKey(string AppId, string InvocationId);
