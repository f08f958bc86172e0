using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Sandboxes;
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
    ISourceProvider source, ComponentDetection detection, SandboxSelector sandboxes, NativeBuild native, DockerfileBuild dockerfiles, IOptions<BuildOptions> options, ILogger<ComponentBuilder> logger) : IBuilder
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

    public Task ForgetAsync(string appId, CancellationToken cancellation = default)
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

        return Task.CompletedTask;
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
        var (found, problem) = detection.Detect(request.Component, workspace.Source);
        var detected = found ?? throw new BuildException(ReasonCodes.BuildJobFailed, problem);
        if (detected.DockerfilePath is { } file)
        {
            return await dockerfiles.BuildAsync(request, workspace, file, string.Empty, log, cancellation);
        }

        log.Write($"Building {detected.Language}{(detected.Framework is { } framework ? $" with {framework}" : string.Empty)}");
        Ownership.GiveAll(workspace.Source, Ownership.BuildUser(options));
        var context = new BuildContext(request, workspace, CacheOf(request, workspace), log, await sandboxes.SelectAsync(cancellation));
        return await native.BuildAsync(context, detected, cancellation);
    }

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
