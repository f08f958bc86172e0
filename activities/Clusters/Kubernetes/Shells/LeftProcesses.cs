using Microsoft.Extensions.Logging;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Shells;

/// <summary>What a shell whose client has gone leaves in its pod: runtimes of containers let it run on. Found by its mark, where the image has a grep.</summary>
internal sealed partial class LeftProcesses(IKubernetesApi api, string space, string pod, string mark, ILogger logger)
{
    // The first argument is the mark. The process that looks has no such mark itself.
    private const string Script = """
        for process in /proc/[0-9]*; do
          if grep -qs "$0" "$process/environ"; then kill -9 "${process#/proc/}"; fi
        done
        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Ends it.</summary>
    public async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            await using var exec = await api.ExecAsync(
                new PodExecQuery(space, pod, ManifestNames.Container, ["/bin/sh", "-c", Script, $"{InstanceShells.Mark}={mark}"]), limit.Token);
            var buffer = new byte[1024];
            while (await exec.ReadAsync(buffer, limit.Token) > 0)
            {
                // Nothing that anybody would read.
            }
        }
        catch (Exception exception) when (exception is KubernetesException or OperationCanceledException)
        {
            LogLeft(pod, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What a console has started in pod {Pod} could not be ended: {Reason}")]
    private partial void LogLeft(string pod, string reason);
}
