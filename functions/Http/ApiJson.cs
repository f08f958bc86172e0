using System.Text.Json;
using Pipelines.Deployments;

namespace Pipelines.Functions.Http;

/// <summary>JSON as the Apps API speaks it, which is also how documents are stored.</summary>
public static class ApiJson
{
    /// <summary>Gets the options.</summary>
    public static JsonSerializerOptions Options => DeploymentJson.Options;
}
