using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.OpenApi;

/// <summary>Describes the API to programs.</summary>
public sealed class OpenApiFunctions
{
    private static readonly Lazy<byte[]> s_document = new(() => JsonSerializer.SerializeToUtf8Bytes(OpenApiDocument.Of(typeof(OpenApiFunctions).Assembly)));

    /// <summary>Shows the OpenAPI description.</summary>
    [Function("GetOpenApi")]
    [Access(TokenScopes.None, Because = "it describes the API, not what is in it")]
    [Operation("Shows this description", Tag = "Operations")]
    public IActionResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        new FileContentResult(s_document.Value, "application/json");
}
