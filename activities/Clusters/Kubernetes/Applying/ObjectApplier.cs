using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Applying;

/// <summary>Applies documents in their order: what depends on nothing of the same set goes at once.</summary>
internal sealed partial class ObjectApplier(IKubernetesApi api, ILogger<ObjectApplier> logger)
{
    private static readonly string[] s_first = ["Namespace"];
    private static readonly string[] s_last = ["Deployment", "Job", "HorizontalPodAutoscaler", "VirtualService", "HTTPRoute", "Ingress"];

    /// <summary>Applies documents.</summary>
    /// <returns>The objects as they are now, in the order of the documents.</returns>
    /// <exception cref="Pipelines.Clusters.ClusterException">The cluster refuses one for a reason that a retry does not cure.</exception>
    public async Task<IReadOnlyList<JsonObject>> ApplyAsync(IReadOnlyList<JsonObject> documents, CancellationToken cancellation)
    {
        var applied = new JsonObject[documents.Count];
        foreach (var stage in documents.Select((document, index) => (Document: document, Index: index)).GroupBy(each => StageOf(each.Document)).OrderBy(stage => stage.Key))
        {
            await Task.WhenAll(stage.Select(async each => applied[each.Index] = await ApplyAsync(each.Document, cancellation)));
        }

        return applied;
    }

    private static int StageOf(JsonObject document)
    {
        var kind = document.Text("kind");
        return s_first.Contains(kind) ? 0 : s_last.Contains(kind) ? 2 : 1;
    }

    private async Task<JsonObject> ApplyAsync(JsonObject document, CancellationToken cancellation)
    {
        try
        {
            return await api.ApplyAsync(document, cancellation: cancellation);
        }
        catch (KubernetesException exception) when (Refusals.IsFieldConflict(exception))
        {
            return await ForceAsync(document, exception, cancellation);
        }
        catch (KubernetesException exception) when (Refusals.IsFinal(exception))
        {
            throw Refusals.Of(exception, document);
        }
    }

    // What bears the app's label was made here: whoever changed it by hand loses. Anything else is somebody's own.
    private async Task<JsonObject> ForceAsync(JsonObject document, KubernetesException conflict, CancellationToken cancellation)
    {
        var catalog = await api.GetCatalogAsync(cancellation);
        var type = catalog.Types.FirstOrDefault(each => each.ApiVersion == document.Text("apiVersion") && each.Kind == document.Text("kind"));
        var present = type is null ? null : await api.GetAsync(type, document.Text("metadata", "namespace"), document.NameOf(), cancellation);
        if (present?.LabelOf(ManifestLabels.App) is not { } app || app != document.LabelOf(ManifestLabels.App))
        {
            throw Refusals.Of(conflict, document);
        }

        LogForced(type!.Kind, document.NameOf(), string.Join(", ", conflict.Causes.Select(cause => $"{cause.Field} ({cause.Message})")));
        return await api.ApplyAsync(document, force: true, cancellation: cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Kind} {Name} was changed by somebody else and is taken back: {Fields}")]
    private partial void LogForced(string kind, string name, string fields);
}
