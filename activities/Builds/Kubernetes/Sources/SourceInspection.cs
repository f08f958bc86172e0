using Pipelines.Activities.Builds.Kubernetes.Plans;
using Pipelines.Activities.Source;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds.Kubernetes.Sources;

/// <summary>Looks at a component's source on the platform's side: what it is decides which Job builds it. Nothing of it runs here.</summary>
internal sealed class SourceInspection(ISourceProvider source, ComponentDetection detection)
{
    /// <summary>Looks at the source.</summary>
    /// <param name="request">The build.</param>
    /// <param name="workspace">Takes the files.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="BuildException">The Dockerfile or the directory that the spec names is not there.</exception>
    public async Task<InspectedSource> InspectAsync(BuildRequest request, BuildWorkspace workspace, CancellationToken cancellation)
    {
        var directory = string.Join('/', (request.Component.SourceDir ?? string.Empty).Split('/').Where(part => part is not ("" or ".")));
        if (request.Component.DockerfilePath is { Length: > 0 } stated)
        {
            await source.ExtractAsync(request.Snapshot, string.Empty, workspace.Source, cancellation);
            return new(directory, Find(workspace.Source, stated.TrimStart('/'), directory), null, new ProjectDescriptor(new Dictionary<string, string>(), []));
        }

        await source.ExtractAsync(request.Snapshot, directory, workspace.Source, cancellation);
        var (detected, _) = detection.Detect(request.Component, workspace.Source);
        var dockerfile = detected?.DockerfilePath is { } found ? new DockerfileSource(directory.Length == 0 ? found : $"{directory}/{found}", directory) : null;
        return new(directory, dockerfile, detected, ProjectDescriptor.Read(workspace.Source));
    }

    // From the repository's root, or from the component's directory.
    private static DockerfileSource Find(string root, string dockerfile, string directory)
    {
        var context = RealPath.Within(root, directory)
            ?? throw new BuildException(ReasonCodes.BuildJobFailed, $"There is no directory '{directory}' in the repository.");
        var file = RealPath.Within(root, dockerfile) ?? RealPath.Within(context, dockerfile);
        return file is not null && File.Exists(file)
            ? new(Path.GetRelativePath(RealPath.Of(root)!, file), Relative(RealPath.Of(root)!, context))
            : throw new BuildException(ReasonCodes.BuildJobFailed, $"There is no Dockerfile '{dockerfile}' in the repository.");
    }

    private static string Relative(string root, string path) => path == root ? string.Empty : Path.GetRelativePath(root, path);
}
