namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>Settings of Cloud Native Buildpacks: the configuration section <c>Pipelines:Builds:Kubernetes:Buildpacks</c>.</summary>
public sealed class BuildpackOptions
{
    /// <summary>Gets or sets the builder image.</summary>
    public string Builder { get; set; } = "paketobuildpacks/builder-jammy-base";

    /// <summary>Gets or sets the run image; null for the one that the builder names.</summary>
    public string? RunImage { get; set; }

    /// <summary>Gets or sets the Platform API that the lifecycle is spoken to in; insecure registries need 0.13.</summary>
    public string PlatformApi { get; set; } = "0.13";

    /// <summary>Gets or sets the builder image's numeric user (its <c>CNB_USER_ID</c>).</summary>
    public int UserId { get; set; } = 1001;

    /// <summary>Gets or sets the builder image's numeric group (its <c>CNB_GROUP_ID</c>).</summary>
    public int GroupId { get; set; } = 1000;

    /// <summary>Gets or sets where layers are kept between builds.</summary>
    public BuildCache Cache { get; set; } = BuildCache.Image;

    /// <summary>Gets or sets the StorageClass of cache volumes; null for the cluster's default.</summary>
    public string? CacheStorageClass { get; set; }

    /// <summary>Gets or sets the size of a cache volume in bytes; 5 GiB by default.</summary>
    public long CacheBytes { get; set; } = 5L << 30;
}
