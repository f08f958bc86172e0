using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Shells;

/// <summary>Opens shells in an app's pods.</summary>
internal sealed class InstanceShells(IKubernetesApi api, ILogger<InstanceShells> logger)
{
    /// <summary>The variable that marks what a shell has started, so that it can be found when the shell's client has gone.</summary>
    internal const string Mark = "PIPELINES_CONSOLE";

    private static readonly string[] s_programs = ["/bin/bash", "/bin/sh"];

    /// <summary>Opens one.</summary>
    /// <exception cref="ShellException">There is none to be had.</exception>
    public async Task<IShellSession> OpenAsync(ShellRequest request, CancellationToken cancellation)
    {
        try
        {
            var space = ManifestNames.OfApp(request.AppId);
            await RequireRunningAsync(request, space, cancellation);
            var program = await FindProgramAsync(space, request.Instance, cancellation)
                ?? throw new ShellException(ShellFailure.NoShell, "The image has no shell: neither /bin/bash nor /bin/sh is in it.");
            var mark = Guid.NewGuid().ToString("n");

            // What varies is an argument or made here; nothing of it comes from a person.
            var script = $"export {Mark}={mark} TERM=xterm-256color; exec \"$0\"";
            var exec = await api.ExecAsync(new PodExecQuery(space, request.Instance, ManifestNames.Container, [program, "-c", script, program]), cancellation);
            var size = request.Size.Bounded();
            await exec.ResizeAsync(size.Columns, size.Rows, cancellation);
            return new PodShellSession(exec, new LeftProcesses(api, space, request.Instance, mark, logger));
        }
        catch (KubernetesException exception)
        {
            throw exception.StatusCode == 404
                ? new ShellException(ShellFailure.NoInstance, $"No instance \"{request.Instance}\" runs.", exception)
                : new ShellException(ShellFailure.Unavailable, "The cluster cannot start a shell there now.", exception);
        }
    }

    // What belongs to another app's namespace, or to a job, is not an instance of this app.
    private async Task RequireRunningAsync(ShellRequest request, string space, CancellationToken cancellation)
    {
        var pod = IsPodName(request.Instance) ? await api.GetAsync(CoreTypes.Pod, space, request.Instance, cancellation) : null;
        if (pod?["status"]?["phase"] is not JsonValue phase || (string?)phase != "Running" || pod.LabelOf(ManifestLabels.Component) is null || pod.IsBeingDeleted())
        {
            throw new ShellException(ShellFailure.NoInstance, $"No instance \"{request.Instance}\" runs.");
        }
    }

    private static bool IsPodName(string name) =>
        name.Length is > 0 and <= 253 && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.') && name[0] != '.';

    // The API does not look into images: what is there is what can be started.
    private async Task<string?> FindProgramAsync(string space, string pod, CancellationToken cancellation)
    {
        foreach (var program in s_programs)
        {
            if (await RunAsync(space, pod, [program, "-c", "exit 0"], cancellation) is { ExitCode: 0 })
            {
                return program;
            }
        }

        return null;
    }

    private async Task<PodExecEnd?> RunAsync(string space, string pod, string[] command, CancellationToken cancellation)
    {
        await using var exec = await api.ExecAsync(new PodExecQuery(space, pod, ManifestNames.Container, command), cancellation);
        var buffer = new byte[1024];
        while (await exec.ReadAsync(buffer, cancellation) > 0)
        {
            // It says why it cannot be started, which is no news.
        }

        return exec.End;
    }
}
