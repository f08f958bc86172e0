namespace Pipelines.Activities.Builds;

/// <summary>
/// Turns the source of one component into an image or a site. Drivers: native (this machine's toolchains and buildah).
/// Idempotent under <see cref="BuildRequest.Key"/>: called again after a crash it removes what the first try left, or
/// finds its result.
/// </summary>
public interface IBuilder
{
    /// <summary>Builds.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="log">Takes the output line by line, live.</param>
    /// <param name="cancellation">Stops the build and everything it started.</param>
    /// <exception cref="BuildException">The build failed; the reason is for the user.</exception>
    Task<BuildResult> BuildAsync(BuildRequest request, Action<string> log, CancellationToken cancellation);

    /// <summary>Removes what is kept between the builds of an app. No build of it may run; no error when there is nothing.</summary>
    /// <param name="appId">The app's id.</param>
    /// <param name="cancellation">Cancels the work.</param>
    Task ForgetAsync(string appId, CancellationToken cancellation = default);

    /// <summary>Removes what builds of a process that died have left: processes, containers, workspaces.</summary>
    Task CleanUpAsync(CancellationToken cancellation);
}
