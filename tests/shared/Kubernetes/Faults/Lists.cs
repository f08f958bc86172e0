using System.Text.Json.Nodes;

namespace Pipelines.Kubernetes.Tests.Faults;

/// <summary>Parts of lists, and lines of watches, of ConfigMaps.</summary>
internal static class Lists
{
    public static string Part(string version, string? next, params string[] names) => new JsonObject
    {
        ["kind"] = "ConfigMapList",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = version, ["continue"] = next ?? string.Empty },
        ["items"] = new JsonArray([.. names.Select(name => Item(name, version))]),
    }.ToJsonString();

    public static string Line(string type, string name, string version) => new JsonObject { ["type"] = type, ["object"] = Item(name, version) }.ToJsonString();

    public static string Error(int code, string reason) => new JsonObject { ["type"] = "ERROR", ["object"] = FaultServer.StatusOf(code, reason, "the server says so") }.ToJsonString();

    public static string Name(JsonObject item) => $"{(string?)item["metadata"]?["namespace"]}/{(string?)item["metadata"]?["name"]}";

    private static JsonObject Item(string name, string version)
    {
        var parts = name.Split('/');
        return new JsonObject { ["metadata"] = new JsonObject { ["namespace"] = parts[0], ["name"] = parts[1], ["resourceVersion"] = version } };
    }
}
