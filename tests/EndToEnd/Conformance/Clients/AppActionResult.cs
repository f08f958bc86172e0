using System.Text.Json.Nodes;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>What the action leaves behind it.</summary>
internal sealed record AppActionResult(JsonObject App, string Deployment, string Phase, string BuildLogs, string DeployLogs);
