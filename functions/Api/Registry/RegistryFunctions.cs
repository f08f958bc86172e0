using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Registry;

/// <summary>Tells how a team's registry is entered (<c>/v2/registry/docker-credentials</c>): teams have none of their own, and the platform's holds the images of all.</summary>
public sealed class RegistryFunctions
{
    /// <summary>Tells that there is none.</summary>
    [Function("GetDockerCredentials")]
    [Operation("Tells how a team's registry is entered: 404, for teams have none of their own", Tag = "Registry", Query = "read_write,expiry_seconds")]
    public IActionResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/registry/docker-credentials")] HttpRequest request) =>
        throw ApiException.NotFound("the team has no registry");
}
