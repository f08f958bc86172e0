namespace Pipelines.Clusters;

/// <summary>Names one run of a job.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="ReleaseId">The release it belongs to.</param>
/// <param name="Component">The job's name.</param>
/// <param name="Key">The key of the run, <see cref="JobRun.Key"/>.</param>
public sealed record JobReference(string AppId, string ReleaseId, string Component, string Key);
