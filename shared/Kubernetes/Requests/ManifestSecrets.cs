using System.Text;
using System.Text.Json.Nodes;

namespace Pipelines.Kubernetes.Requests;

/// <summary>What is secret in a manifest: a server that refuses one may quote it.</summary>
internal static class ManifestSecrets
{
    private const int Shortest = 4;

    /// <summary>Finds the values of a Secret; none in other kinds.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="manifest">The manifest, or a patch.</param>
    public static IReadOnlyCollection<string> Find(ResourceType type, JsonObject manifest)
    {
        if (type is not { Group: "", Kind: "Secret" })
        {
            return [];
        }

        var values = new HashSet<string>(StringComparer.Ordinal);
        AddAll(values, manifest["data"] as JsonObject, decode: true);
        AddAll(values, manifest["stringData"] as JsonObject, decode: false);
        return [.. values.Where(value => value.Length >= Shortest).OrderByDescending(value => value.Length)];
    }

    private static void AddAll(HashSet<string> values, JsonObject? data, bool decode)
    {
        foreach (var (_, node) in data ?? [])
        {
            var value = node?.ToString() ?? string.Empty;
            values.Add(value);
            values.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(value)));
            var decoded = new byte[value.Length];
            if (decode && Convert.TryFromBase64String(value, decoded, out var length))
            {
                values.Add(Encoding.UTF8.GetString(decoded, 0, length));
            }
        }
    }
}
