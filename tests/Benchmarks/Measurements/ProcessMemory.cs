namespace Pipelines.Benchmarks.Measurements;

/// <summary>The memory of a process as the kernel counts it.</summary>
/// <param name="ResidentMiB">Resident memory, that shared with other processes included.</param>
/// <param name="ProportionalMiB">Resident memory, shared pages divided by those who share them.</param>
internal sealed record ProcessMemory(double ResidentMiB, double ProportionalMiB)
{
    private const double KiBPerMiB = 1024;

    public static ProcessMemory Of(int processId) => new(
        Field($"/proc/{processId}/status", "VmRSS:"),
        Field($"/proc/{processId}/smaps_rollup", "Pss:"));

    /// <summary>Finds the .NET process whose command line holds a text and whose environment a setting; null when there is none.</summary>
    public static int? Find(string command, string setting)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var id)
                && Read($"{directory}/comm").StartsWith("dotnet", StringComparison.Ordinal)
                && Read($"{directory}/cmdline").Contains(command, StringComparison.Ordinal)
                && Read($"{directory}/environ").Split('\0').Contains(setting))
            {
                return id;
            }
        }

        return null;
    }

    private static double Field(string path, string name) =>
        double.Parse(File.ReadLines(path).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / KiBPerMiB;

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is another user's.
            return "";
        }
    }
}
