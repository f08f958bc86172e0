namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>Detects what a source is with the buildpacks of the builder image, without building it.</summary>
public interface IBuilderImageDetection
{
    /// <summary>Detects.</summary>
    /// <param name="request">What would be built.</param>
    /// <param name="log">Takes the output line by line, live.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="BuildException">No buildpack wants the source, or detection could not be run.</exception>
    Task<BuilderImageFindings> DetectAsync(BuildRequest request, Action<string> log, CancellationToken cancellation);
}
