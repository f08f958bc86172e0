using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Kubernetes.Manifests;
using Pipelines.Deployments;
using Pipelines.Kubernetes;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>The Jobs of builds in the cluster: made once, found again by their names, and removed with all that is theirs.</summary>
internal sealed class BuildJobs(IKubernetesApi api, IOptions<BuildOptions> limits, IOptions<KubernetesBuildOptions> options, TimeProvider time)
{
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const int Conflict = 409;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NamespacePatience = TimeSpan.FromMinutes(3);
    private readonly BuildJobRenderer renderer = new(limits.Value, options.Value);
    private readonly KubernetesBuildOptions options = options.Value;

    /// <summary>Finds the build's Job, or makes it.</summary>
    public async Task<EnsuredJob> EnsureAsync(BuildJob job, BuildSecrets secrets, string registry, CancellationToken cancellation)
    {
        await EnsureNamespaceAsync(registry, cancellation);
        foreach (var claim in job.Volumes.Select(volume => volume.Claim).OfType<string>())
        {
            _ = await api.ApplyAsync(CacheClaimRenderer.Render(claim, job.AppId, job.Component, options), cancellation: cancellation);
        }

        var manifest = renderer.Render(job);
        var access = await secrets.Access(cancellation);
        var found = await FindAsync(job, manifest, cancellation);
        var made = found;
        if (made is null)
        {
            // The pod starts at once when what it waits for is there already. Whose it is, is said afterwards.
            await PutSecretsAsync(job, secrets, access, null, cancellation);
            made = await CreateAsync(job, manifest, cancellation);
        }

        await PutSecretsAsync(job, secrets, access, made.Uid(), cancellation);
        return new EnsuredJob(made, found is not null, access.Expires);
    }

    /// <summary>Renews what ends before the build does: containers that start, and files that are read, later find it new.</summary>
    /// <param name="job">The build.</param>
    /// <param name="secrets">What it may know.</param>
    /// <param name="owner">The Job's uid.</param>
    /// <param name="expires">When what it has ends; null for never.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task RenewAsync(BuildJob job, BuildSecrets secrets, string owner, DateTimeOffset? expires, CancellationToken cancellation)
    {
        while (expires is { } end)
        {
            var wait = (end - time.GetUtcNow()) / 2;
            await Task.Delay(wait > Pause ? wait : Pause, time, cancellation);
            try
            {
                var access = await secrets.Access(cancellation);
                await PutAsync(job, job.AccessSecret, access.Values, owner, cancellation);
                expires = access.Expires;
            }
            catch (Exception problem) when (problem is RegistryException or KubernetesException)
            {
                // What the build has may last until the next try; where it does not, the registry tells the build.
                expires = time.GetUtcNow() + (Pause * 10);
            }
        }
    }

    /// <summary>Removes a build's Job with its pods and Secrets; no error when there is none.</summary>
    public async Task DeleteAsync(string name, string? uid, CancellationToken cancellation)
    {
        try
        {
            _ = await api.DeleteAsync(BuildResources.Job, options.Namespace, name, DeletePropagation.Background, uid: uid, cancellation: cancellation);
        }
        catch (KubernetesException problem) when (problem.StatusCode == Conflict)
        {
            // The Job of this name is another one by now.
            return;
        }

        foreach (var suffix in (string[])["-env", "-access"])
        {
            _ = await api.DeleteAsync(BuildResources.Secret, options.Namespace, name + suffix, cancellation: cancellation);
        }
    }

    /// <summary>Removes what nobody follows any more: Jobs that ended a while ago, and Secrets without a Job.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - options.KeepFinished;
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var job in api.ListAsync(new ResourceQuery(BuildResources.Job, options.Namespace, BuildLabels.All), cancellation))
        {
            var ended = job.Condition("Complete") ?? job.Condition("Failed");
            if (ended?.Time("lastTransitionTime") < before)
            {
                await DeleteAsync(job.Name(), job.Uid(), cancellation);
            }
            else
            {
                _ = names.Add(job.Name());
            }
        }

        await foreach (var secret in api.ListAsync(new ResourceQuery(BuildResources.Secret, options.Namespace, BuildLabels.All), cancellation))
        {
            if (secret.Time("metadata", "creationTimestamp") < before && !names.Contains(secret.Text("metadata", "labels", BuildLabels.Build) ?? string.Empty))
            {
                _ = await api.DeleteAsync(BuildResources.Secret, options.Namespace, secret.Name(), uid: secret.Uid(), cancellation: cancellation);
            }
        }
    }

    /// <summary>What the cluster says about a Job that gets no pod; null when it says nothing.</summary>
    public async Task<string?> WhyNoPodAsync(string uid, CancellationToken cancellation)
    {
        string? message = null;
        await foreach (var happened in api.ListAsync(new ResourceQuery(BuildResources.Event, options.Namespace, FieldSelector: $"involvedObject.uid={uid},type=Warning"), cancellation))
        {
            message = happened.Text("message");
        }

        return message;
    }

    /// <summary>Removes the volumes in which an app's builds keep their layers.</summary>
    public async Task DeleteCachesAsync(string appId, CancellationToken cancellation)
    {
        await foreach (var claim in api.ListAsync(new ResourceQuery(BuildResources.Claim, options.Namespace, $"{BuildLabels.ManagedBy}=pipelines,{BuildLabels.App}={appId}"), cancellation))
        {
            _ = await api.DeleteAsync(BuildResources.Claim, options.Namespace, claim.Name(), cancellation: cancellation);
        }
    }

    // A namespace that is being deleted takes its time, and nothing can be made in it meanwhile.
    private async Task EnsureNamespaceAsync(string registry, CancellationToken cancellation)
    {
        var giveUp = time.GetUtcNow() + NamespacePatience;
        while (true)
        {
            try
            {
                var objects = BuildNamespace.Render(options, registry);
                var space = await api.ApplyAsync(objects[0], cancellation: cancellation);
                if (!space.IsBeingDeleted())
                {
                    foreach (var item in objects.Skip(1))
                    {
                        _ = await api.ApplyAsync(item, cancellation: cancellation);
                    }

                    return;
                }
            }
            catch (KubernetesException problem) when (problem.StatusCode is Forbidden or NotFound or Conflict && time.GetUtcNow() < giveUp && IsEnding(problem))
            {
                // Between the two requests the namespace was deleted.
            }

            if (time.GetUtcNow() >= giveUp)
            {
                throw new BuildException(ReasonCodes.BuildJobFailed, $"The namespace '{options.Namespace}' of builds is being deleted, and does not end.");
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>Whether a request failed because the namespace is being deleted, or is gone.</summary>
    public static bool IsEnding(KubernetesException problem) =>
        problem.StatusCode == NotFound || problem.Causes.Any(cause => cause.Reason == "NamespaceTerminating") || problem.Message.Contains("being terminated", StringComparison.Ordinal);

    /// <summary>The build's Job; one of the same name that does something else, or is being deleted, is removed first.</summary>
    private async Task<JsonObject?> FindAsync(BuildJob job, JsonObject manifest, CancellationToken cancellation)
    {
        while (await api.GetAsync(BuildResources.Job, options.Namespace, job.Name, cancellation) is { } found)
        {
            if (!found.IsBeingDeleted())
            {
                if (found.Text("metadata", "annotations", BuildLabels.Inputs) == manifest.Text("metadata", "annotations", BuildLabels.Inputs))
                {
                    return found;
                }

                await DeleteAsync(job.Name, found.Uid(), cancellation);
            }

            await Task.Delay(Pause, time, cancellation);
        }

        return null;
    }

    private async Task<JsonObject> CreateAsync(BuildJob job, JsonObject manifest, CancellationToken cancellation)
    {
        try
        {
            return await api.CreateAsync(manifest, cancellation);
        }
        catch (KubernetesException problem) when (problem.StatusCode == Conflict)
        {
            // The answer to an earlier request was lost.
            if (await FindAsync(job, manifest, cancellation) is { } found)
            {
                return found;
            }

            throw;
        }
    }

    private async Task PutSecretsAsync(BuildJob job, BuildSecrets secrets, BuildAccess access, string? owner, CancellationToken cancellation)
    {
        await PutAsync(job, job.EnvironmentSecret, secrets.Environment, owner, cancellation);
        await PutAsync(job, job.AccessSecret, access.Values, owner, cancellation);
    }

    private Task PutAsync(BuildJob job, string name, IReadOnlyDictionary<string, string> values, string? owner, CancellationToken cancellation) =>
        api.ApplyAsync(BuildSecretRenderer.Render(job, options.Namespace, name, values, owner), force: true, cancellation: cancellation);
}
