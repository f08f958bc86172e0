using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Databases;

/// <summary>Tells how an app's databases are reached (Apps API, <c>/v2/apps/{id}/database_connection_details</c>): the platform runs none.</summary>
/// <param name="access">Finds the apps of a team.</param>
public sealed class DatabasesFunctions(AppAccess access)
{
    /// <summary>Tells that there are none.</summary>
    [Function("GetDatabaseConnectionDetails")]
    [Operation("Tells how an app's databases are reached: 404, for the platform runs none", Tag = "Databases")]
    public async Task<IActionResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/database_connection_details")] HttpRequest request, string id, FunctionContext context)
    {
        var app = await access.RequireAsync(Principal.Of(context), id, request.HttpContext.RequestAborted);
        throw ApiException.NotFound($"app {app.Id} has no database that the platform runs");
    }
}
