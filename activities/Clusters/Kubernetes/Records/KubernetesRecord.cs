using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Clusters.Local;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Records;

/// <summary>
/// What the driver remembers in the app's own namespace, so that it is gone with it: Secrets, since environments hold
/// secrets. One document each, under one label.
/// </summary>
internal static class KubernetesRecord
{
    /// <summary>The label that tells what a record is of: <c>release</c>, <c>traffic</c> or <c>job</c>.</summary>
    public const string Label = "pipelines.dev/record";

    private const string DataKey = "record";

    /// <summary>Gets the type of records.</summary>
    public static ResourceType Type { get; } = new(string.Empty, "v1", "Secret", "secrets", true);

    /// <summary>Makes the object that holds a record.</summary>
    public static JsonObject Write<T>(string kind, string appId, string name, T value, IReadOnlyDictionary<string, string>? labels = null)
    {
        var all = new JsonObject
        {
            [ManifestLabels.ManagedBy] = ManifestLabels.Platform,
            [ManifestLabels.App] = appId,
            [Label] = kind,
        };
        foreach (var (label, text) in labels ?? new Dictionary<string, string>())
        {
            all[label] = text;
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ManifestNames.OfApp(appId), ["labels"] = all },
            ["type"] = "pipelines.dev/record",
            ["data"] = new JsonObject { [DataKey] = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(value, LocalNodeProtocol.Json)) },
        };
    }

    /// <summary>Reads a record; null when the object holds none.</summary>
    public static T? Read<T>(JsonObject? resource)
        where T : class
    {
        if (resource is null || resource.Text("data", DataKey) is not { } data)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(Convert.FromBase64String(data), LocalNodeProtocol.Json);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new InvalidDataException($"Secret {resource.NameOf()} in namespace {resource.Text("metadata", "namespace")} is no record of the platform any more.", exception);
        }
    }
}
