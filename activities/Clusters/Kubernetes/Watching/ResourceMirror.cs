using System.Text.Json.Nodes;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Watching;

/// <summary>The objects of one query as a watch tells them. While a watch begins anew, what was known before stays.</summary>
internal sealed class ResourceMirror
{
    private Dictionary<string, JsonObject> current = new(StringComparer.Ordinal);
    private Dictionary<string, JsonObject>? next;

    /// <summary>Gets the objects.</summary>
    public IReadOnlyCollection<JsonObject> Resources => current.Values;

    /// <summary>Gets a value indicating whether the watch has told everything that existed once.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes an event over.</summary>
    /// <returns>Whether what <see cref="Resources"/> shows may have changed.</returns>
    public bool Take(ResourceEvent change)
    {
        switch (change.Type)
        {
            case ResourceEventType.Reset:
                next = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
                return false;
            case ResourceEventType.Synced:
                current = next ?? current;
                next = null;
                IsComplete = true;
                return true;
            case ResourceEventType.Applied when change.Object is { } resource:
                (next ?? current)[KeyOf(resource)] = resource;
                return next is null;
            case ResourceEventType.Deleted when change.Object is { } resource:
                _ = (next ?? current).Remove(KeyOf(resource));
                return next is null;
            default:
                return false;
        }
    }

    private static string KeyOf(JsonObject resource) => $"{resource.Text("metadata", "namespace")}/{resource.NameOf()}";
}
