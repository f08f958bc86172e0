namespace Pipelines.Clusters;

/// <summary>Which output of instances to read.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="Component">Only this component; null for all.</param>
/// <param name="ReleaseId">Only this release; null for all the cluster still has.</param>
/// <param name="Tail">The last so many lines; null for all that is kept.</param>
/// <param name="Follow">True to go on with new lines until cancelled.</param>
/// <param name="JobKey">Only the run of a job with this key; null for instances.</param>
/// <param name="Since">Only lines of this time or later; null for all that are kept.</param>
/// <param name="WithJobs">True for the runs of jobs beside instances.</param>
public sealed record InstanceLogQuery(string AppId, string? Component = null, string? ReleaseId = null, int? Tail = null, bool Follow = false, string? JobKey = null, DateTimeOffset? Since = null, bool WithJobs = false);
