using System.Globalization;

namespace Pipelines.Node.Runtimes;

/// <summary>Everything a runtime needs to know to start a shell in an instance that runs.</summary>
internal sealed record ShellLaunch
{
    /// <summary>Gets the id of the instance's run.</summary>
    public required string ContainerId { get; init; }

    /// <summary>Gets the process id of the run's shim.</summary>
    public required int ShimId { get; init; }

    /// <summary>Gets the bundle that the run was started from.</summary>
    public required string BundleDirectory { get; init; }

    /// <summary>Gets a directory for what belongs to the shell alone; it exists, and is the owner's only.</summary>
    public required string Directory { get; init; }

    /// <summary>Gets the shell's path, as the instance sees it.</summary>
    public required string Program { get; init; }

    /// <summary>Gets a value indicating whether the instance has a network namespace of its own.</summary>
    public required bool HasNetwork { get; init; }

    /// <summary>Gets where the runtime writes the shell's process id.</summary>
    public string PidFile => Path.Combine(Directory, "pid");

    /// <summary>Reads the shell's process id; null while it is not known.</summary>
    public int? ReadProcessId()
    {
        try
        {
            return int.TryParse(File.ReadAllText(PidFile), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
