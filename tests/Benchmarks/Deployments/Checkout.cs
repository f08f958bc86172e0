namespace Pipelines.Benchmarks.Deployments;

/// <summary>The checkout this program was built from.</summary>
internal static class Checkout
{
    /// <summary>Finds its top directory.</summary>
    /// <exception cref="DirectoryNotFoundException">The program was moved out of it.</exception>
    public static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Pipelines.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"there is no Pipelines.sln above {AppContext.BaseDirectory}");
    }
}
