using System.Text.Json;

namespace Pipelines.Functions.Embedded;

/// <summary>How functions read and write JSON: camel case, any case accepted, as ASP.NET Core does.</summary>
internal static class WorkerJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
}
