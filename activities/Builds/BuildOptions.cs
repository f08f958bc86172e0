using Pipelines.Activities.Builds.Sandboxes;

namespace Pipelines.Activities.Builds;

/// <summary>Settings of builds: the configuration section <c>Pipelines:Builds</c>.</summary>
public sealed class BuildOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pipelines:Builds";

    /// <summary>Gets or sets what builds; by default this machine's own toolchains.</summary>
    public BuildDriver Driver { get; set; } = BuildDriver.Native;

    /// <summary>Gets or sets the directory of workspaces and caches; by default <c>builds</c> below <c>Pipelines:DataDirectory</c>.</summary>
    public string DataDirectory { get; set; } = string.Empty;

    /// <summary>
    /// Gets the runtimes tried for the sandbox of build commands, by program name: the first that passes a self-test is
    /// used. Empty means runc, crun, runsc: under runsc, compilers and package managers take several times as long. Put it
    /// first where strangers build.
    /// </summary>
    public IList<string> Runtimes { get; } = [];

    /// <summary>Gets or sets a value indicating whether build commands may run as plain processes where no runtime works: without isolation, for a machine whose users are trusted.</summary>
    public bool AllowProcesses { get; set; } = true;

    /// <summary>Gets or sets the network of build commands; the host's by default.</summary>
    public SandboxNetwork Network { get; set; } = SandboxNetwork.Host;

    /// <summary>Gets or sets the memory of one build in bytes; 4 GiB by default.</summary>
    public long MemoryBytes { get; set; } = 4L << 30;

    /// <summary>Gets or sets how many processes and threads a build may have; 4096 by default.</summary>
    public int MaxProcesses { get; set; } = 4096;

    /// <summary>Gets or sets how many bytes of output a build may log; what follows is dropped with a notice. 16 MiB by default.</summary>
    public long MaxLogBytes { get; set; } = 16L << 20;

    /// <summary>Gets or sets how many bytes a workspace may grow to; 10 GiB by default.</summary>
    public long MaxWorkspaceBytes { get; set; } = 10L << 30;

    /// <summary>Gets or sets the numeric user that build commands run as where the platform runs as root; 10001 by default.</summary>
    public int UserId { get; set; } = 10001;

    /// <summary>Gets further directories with toolchains that builds may read, beside those found by themselves.</summary>
    public IList<string> ToolchainDirectories { get; } = [];

    /// <summary>
    /// Gets the configuration files of package clients that builds get a copy of, registry credentials in them included;
    /// a leading <c>~/</c> means the home directory. Empty means the usual ones (npm, pip, NuGet, Cargo, Maven, gem, Go).
    /// </summary>
    public IList<string> PackageClientFiles { get; } = [];

    /// <summary>Gets or sets the program that builds Dockerfiles.</summary>
    public string Buildah { get; set; } = "buildah";

    /// <summary>Gets or sets buildah's isolation: chroot, oci or rootless; null for the first that passes a self-test.</summary>
    public string? BuildahIsolation { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the layers of this machine's languages are made at the start, beside the work,
    /// and brought to the cluster, so that the first deployment need not wait for them; false by default.
    /// </summary>
    public bool WarmUp { get; set; }

    /// <summary>Gets or sets how long unused caches are kept; 30 days by default.</summary>
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromDays(30);
}
