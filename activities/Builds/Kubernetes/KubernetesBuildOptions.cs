namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>Settings of builds on a Kubernetes cluster: the configuration section <c>Pipelines:Builds:Kubernetes</c>.</summary>
public sealed class KubernetesBuildOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pipelines:Builds:Kubernetes";

    /// <summary>Gets or sets the namespace of builds, which is theirs alone.</summary>
    public string Namespace { get; set; } = "pipelines-builds";

    /// <summary>Gets or sets the RuntimeClass of build pods; empty for the cluster's default, which no build as root is run with.</summary>
    public string RuntimeClass { get; set; } = "gvisor";

    /// <summary>Gets or sets the registry as build pods reach it, <c>host[:port]</c>; null when that is as the platform does.</summary>
    public string? RegistryHost { get; set; }

    /// <summary>
    /// Gets or sets the platform's address as build pods reach it, from which they load their source; null when the blob
    /// store gives out addresses of its own (Azure).
    /// </summary>
    public Uri? PlatformUrl { get; set; }

    /// <summary>Gets or sets the image that loads the source: it has a shell, curl and tar.</summary>
    public string SourceImage { get; set; } = "curlimages/curl:8.11.1";

    /// <summary>Gets or sets the processors a build is promised, as a Kubernetes quantity.</summary>
    public string CpuRequest { get; set; } = "500m";

    /// <summary>Gets or sets the processors a build may use, as a Kubernetes quantity.</summary>
    public string CpuLimit { get; set; } = "2";

    /// <summary>Gets or sets the memory a build is promised in bytes; null for all that it may use (<c>Pipelines:Builds:MemoryBytes</c>).</summary>
    public long? MemoryRequestBytes { get; set; }

    /// <summary>Gets or sets how long a build may wait for a node with room; 10 minutes by default.</summary>
    public TimeSpan ScheduleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets how long images may fail to be pulled, or containers to be made; 5 minutes by default.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how often a build is run whose Job or pod vanished; 3 by default.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Gets or sets how long a finished Job may stay when the platform that follows it is gone; 10 minutes by default.</summary>
    public TimeSpan KeepFinished { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets the labels of the nodes that build.</summary>
    public IDictionary<string, string> NodeSelector { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the taints that build pods tolerate.</summary>
    public IList<TolerationOptions> Tolerations { get; } = [];

    /// <summary>
    /// Gets where build pods may connect to: the registry, git and package hosts. Empty means the internet, without the
    /// ranges that are private, link-local or shared, and the addresses in <see cref="RegistryHost"/> and <see cref="PlatformUrl"/>.
    /// </summary>
    public IList<EgressOptions> Egress { get; } = [];

    /// <summary>Gets the Secrets of the namespace with which the kubelet pulls builder images.</summary>
    public IList<string> ImagePullSecrets { get; } = [];

    /// <summary>
    /// Gets or sets a value indicating whether a Dockerfile's build, whose commands can read what its container holds, may
    /// get the platform's own credentials where the registry gives no tokens for one repository. False by default.
    /// </summary>
    public bool ShareRegistryCredentials { get; set; }

    /// <summary>Gets how components without a Dockerfile are built.</summary>
    public BuildpackOptions Buildpacks { get; } = new();

    /// <summary>Gets how Dockerfiles are built.</summary>
    public DockerfileJobOptions Dockerfiles { get; } = new();
}
