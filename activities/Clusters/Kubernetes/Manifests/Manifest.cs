using System.Text.Json.Nodes;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Writes documents whose keys are always in the same order.</summary>
internal static class Manifest
{
    /// <summary>The head that every object has.</summary>
    public static JsonObject Of(string apiVersion, string kind, string? space, string name, JsonObject labels, JsonObject? annotations = null) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name }.With("namespace", space).With("labels", labels).With("annotations", annotations),
    };

    /// <summary>Adds a field unless there is nothing to say.</summary>
    public static JsonObject With(this JsonObject document, string field, JsonNode? value)
    {
        if (value is not null)
        {
            document[field] = value;
        }

        return document;
    }

    /// <summary>A map in the order of its keys; null when it is empty.</summary>
    public static JsonObject? Map(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var map = new JsonObject();
        foreach (var (key, value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            map[key] = value;
        }

        return map.Count == 0 ? null : map;
    }

    /// <summary>A list in the order given; null when it is empty.</summary>
    public static JsonArray? List(IEnumerable<string> values) => List(values.Select(value => (JsonNode)value));

    /// <summary>A list in the order given; null when it is empty.</summary>
    public static JsonArray? List(IEnumerable<JsonNode> values)
    {
        var list = new JsonArray([.. values]);
        return list.Count == 0 ? null : list;
    }
}
