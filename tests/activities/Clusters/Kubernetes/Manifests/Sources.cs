namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

/// <summary>Where this repository lies.</summary>
internal static class Sources
{
    public static string Repository { get; } = Find();

    public static string Folder { get; } = Path.Combine(Repository, "tests", "activities", "Clusters", "Kubernetes", "Manifests");

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Pipelines.sln")))
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException($"there is no Pipelines.sln above {AppContext.BaseDirectory}");
        }

        return directory.FullName;
    }
}
