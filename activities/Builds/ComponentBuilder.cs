using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Sandboxes;
using Pipelines.Activities.Detection;
using Pipelines.Activities.Processes;
using Pipelines.Activities.Source;
using Pipelines.Deployments;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Builds;

/// <summary>
/// Builds components on this machine: by their Dockerfile where they have one, else with the machine's toolchains. Owns
/// the workspace of each build from its beginning to its end.
/// </summary>
internal sealed partial class ComponentBuilder(
    ISourceProvider source, SourceDetector detector, SandboxSelector sandboxes, NativeBuild native, DockerfileBuild dockerfiles, IOptions<BuildOptions> options, ILogger<ComponentBuilder> logger) : IBuilder
{
    private readonly BuildOptions options = options.Value;

    private string Workspaces => Path.Combine(options.DataDirectory, "workspaces");

    public async Task<BuildResult> BuildAsync(BuildRequest request, Action<string> log, CancellationToken cancellation)
    {
        if (!SafeName().IsMatch(request.Key) || !SafeName().IsMatch(request.AppId) || !SafeName().IsMatch(request.Component.Name))
        {
            throw new ArgumentException("Key, app and component must be names that are safe for files.", nameof(request));
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(request.Timeout);
        try
        {
            return await BuildInWorkspaceAsync(request, log, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BuildException(ReasonCodes.BuildJobTimeout, $"The build took longer than the {request.Timeout.TotalMinutes:0.##} minutes allowed.");
        }
        catch (SourceException problem)
        {
            throw new BuildException(ReasonCodes.BuildJobFailed, problem.Message, innerException: problem);
        }
    }

    public void Forget(string appId)
    {
        if (!SafeName().IsMatch(appId))
        {
            throw new ArgumentException("An app's id is a name that is safe for files.", nameof(appId));
        }

        var cache = Path.Combine(options.DataDirectory, "cache", appId);
        if (Directory.Exists(cache))
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    public async Task CleanUpAsync(CancellationToken cancellation)
    {
        foreach (var abandoned in BuildWorkspace.Abandoned(Workspaces))
        {
            await using (abandoned)
            {
                LogAbandoned(abandoned.Key);
                await RemoveAsync(abandoned, cancellation);
            }
        }

        await dockerfiles.CleanUpAsync(cancellation);
        StaleFiles.Delete(Path.Combine(options.DataDirectory, "layers"), options.CacheLifetime);
    }

    private async Task<BuildResult> BuildInWorkspaceAsync(BuildRequest request, Action<string> log, CancellationToken cancellation)
    {
        await using var workspace = await BuildWorkspace.AcquireAsync(Workspaces, request.Key, cancellation);
        await RemoveAsync(workspace, cancellation);
        try
        {
            workspace.Create();
            var buildLog = new BuildLog(log, new SecretRedactor(request.Secrets), options.MaxLogBytes);
            return await BuildAsync(request, workspace, buildLog, cancellation);
        }
        finally
        {
            await RemoveAsync(workspace, CancellationToken.None);
        }
    }

    private async Task<BuildResult> BuildAsync(BuildRequest request, BuildWorkspace workspace, BuildLog log, CancellationToken cancellation)
    {
        var sourceDir = request.Component.SourceDir ?? string.Empty;
        if (request.Component.DockerfilePath is { Length: > 0 } dockerfile)
        {
            await source.ExtractAsync(request.Snapshot, string.Empty, workspace.Source, cancellation);
            return await dockerfiles.BuildAsync(request, workspace, dockerfile.TrimStart('/'), sourceDir.Trim('/'), log, cancellation);
        }

        await source.ExtractAsync(request.Snapshot, sourceDir, workspace.Source, cancellation);
        var detected = Detect(request, workspace);
        if (detected.DockerfilePath is { } found)
        {
            return await dockerfiles.BuildAsync(request, workspace, found, string.Empty, log, cancellation);
        }

        log.Write($"Building {detected.Language}{(detected.Framework is { } framework ? $" with {framework}" : string.Empty)}");
        Ownership.GiveAll(workspace.Source, Ownership.BuildUser(options));
        var context = new BuildContext(request, workspace, CacheOf(request, workspace), log, await sandboxes.SelectAsync(cancellation));
        return await native.BuildAsync(context, detected, cancellation);
    }

    private DetectedComponent Detect(BuildRequest request, BuildWorkspace workspace)
    {
        var hints = new DetectionHints { EnvironmentSlug = request.Component.EnvironmentSlug, Kind = request.Component.Kind };
        var result = detector.Detect(new DirectorySourceTree(workspace.Source), hints, CancellationToken.None);
        return result.Components.FirstOrDefault(component => component.SourceDir.Length == 0 && component.Name == request.Component.Name)
            ?? result.Components.FirstOrDefault(component => component.SourceDir.Length == 0 && component.Kind == request.Component.Kind)
            ?? result.Components.FirstOrDefault(component => component.SourceDir.Length == 0)
            ?? throw new BuildException(ReasonCodes.BuildJobFailed, result.Problem ?? ElsewhereOnly(result));
    }

    private static string ElsewhereOnly(DetectionResult result) =>
        $"Nothing that can be built is at the root; something is in {string.Join(", ", result.Components.Select(component => component.SourceDir).Distinct())}. Set source_dir.";

    /// <summary>The package caches of a component; for a build that ignores them, empty ones that go with the workspace.</summary>
    private string CacheOf(BuildRequest request, BuildWorkspace workspace)
    {
        var cache = request.IgnoreCache
            ? Path.Combine(workspace.Directory, "cache")
            : Path.Combine(options.DataDirectory, "cache", request.AppId, request.Component.Name, "packages");
        var home = Path.Combine(cache, "home");
        if (!Directory.Exists(home))
        {
            Directory.CreateDirectory(home);
            Ownership.GiveAll(cache, Ownership.BuildUser(options));
        }

        return cache;
    }

    /// <summary>Removes what a build has made: containers first, they hold the files.</summary>
    private async Task RemoveAsync(BuildWorkspace workspace, CancellationToken cancellation)
    {
        if (Directory.Exists(workspace.Directory))
        {
            await sandboxes.RemoveAsync(workspace.Key, cancellation);
            workspace.Delete();
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SafeName();

    [LoggerMessage(Level = LogLevel.Information, Message = "Removing what build {Key} left when its process died")]
    private partial void LogAbandoned(string key);
}
