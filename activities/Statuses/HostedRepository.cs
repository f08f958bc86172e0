namespace Pipelines.Activities.Statuses;

/// <summary>A repository at a git provider.</summary>
/// <param name="Provider"><c>github</c>, <c>gitlab</c> or <c>bitbucket</c>.</param>
/// <param name="Name">The full name, <c>owner/name</c>; with GitLab any number of groups.</param>
public sealed record HostedRepository(string Provider, string Name);
