namespace Pipelines.AppSpecs;

/// <summary>Deploying new images of a tag.</summary>
public sealed record ImageDeployOnPush
{
    /// <summary>True deploys each new image. Default false; not with a digest.</summary>
    public bool Enabled { get; init; }
}
