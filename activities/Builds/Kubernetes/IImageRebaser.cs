namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>Puts images that buildpacks built onto a patched base.</summary>
public interface IImageRebaser
{
    /// <summary>Rebases an image. Idempotent under <see cref="ImageRebase.Key"/>.</summary>
    /// <param name="rebase">What to rebase.</param>
    /// <param name="log">Takes the output line by line, live.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The new image, with the buildpacks that made the old one.</returns>
    /// <exception cref="BuildException">It failed; the image is not of buildpacks, or the base does not fit.</exception>
    Task<BuildResult> RebaseAsync(ImageRebase rebase, Action<string> log, CancellationToken cancellation);
}
