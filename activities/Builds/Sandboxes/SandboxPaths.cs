namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>Where a build command finds things; the image it becomes has the same workspace.</summary>
internal static class SandboxPaths
{
    public const string Workspace = "/workspace";

    public const string Cache = "/cache";

    public const string Home = Cache + "/home";
}
