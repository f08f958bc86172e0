namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>Finds programs of this machine.</summary>
internal static class MachinePrograms
{
    /// <summary>The path of a program, or null.</summary>
    public static string? Find(string name, IEnumerable<string> directories) =>
        directories.Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
}
