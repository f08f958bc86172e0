namespace Pipelines.Functions.Api.Git;

/// <summary>The paths beside their source directories whose change deploys components.</summary>
/// <param name="Paths">By component: directories and files, from the repository's root.</param>
public sealed record WatchedPathsBody(IReadOnlyDictionary<string, IReadOnlyList<string>>? Paths = null);
