using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Jobs;

/// <summary>
/// Stops a run as its timeout would: the pod's own deadline is put to now. Its containers end within their grace period, and
/// the pod stays with what it wrote; deleting the Job would remove both.
/// </summary>
internal sealed class JobStopper(IKubernetesApi api)
{
    /// <summary>Stops a run.</summary>
    /// <param name="job">The run.</param>
    /// <param name="name">The Job's name.</param>
    /// <param name="uid">The Job's uid.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task StopAsync(JobReference job, string name, string uid, CancellationToken cancellation)
    {
        var space = ManifestNames.OfApp(job.AppId);
        var query = new ResourceQuery(CoreTypes.Pod, space, $"{ManifestLabels.Job}={ManifestNames.OfJobKey(job.Key)}");
        var begun = await api.ListAsync(query, cancellation).Where(pod => pod.Text("status", "startTime") is not null).ToListAsync(cancellation);
        if (begun.Count == 0)
        {
            // Nothing has run that could have written anything.
            _ = await api.DeleteAsync(CoreTypes.Job, space, name, DeletePropagation.Background, uid: uid, cancellation: cancellation);
        }

        foreach (var pod in begun.Where(pod => pod.Text("status", "phase") is "Pending" or "Running"))
        {
            await EndAsync(space, pod.NameOf(), cancellation);
        }
    }

    private async Task EndAsync(string space, string pod, CancellationToken cancellation)
    {
        try
        {
            _ = await api.PatchAsync(CoreTypes.Pod, space, pod, new JsonObject { ["spec"] = new JsonObject { ["activeDeadlineSeconds"] = 1 } }, cancellation: cancellation);
        }
        catch (KubernetesException exception) when (exception.StatusCode == 404)
        {
            // It is gone already.
        }
    }
}
