using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Panel;

/// <summary>Serves the web panel: a page for every path below <c>/panel</c>, and the files that it loads. No token is asked for; what the page shows it gets from the API, with the token of who looks at it.</summary>
/// <param name="files">The panel's files.</param>
public sealed class PanelFunctions(PanelFiles files)
{
    private const string Tag = "Panel";
    private const string Because = "it asks for a token itself, and shows nothing without one";

    /// <summary>Leads to the panel.</summary>
    [Function("GetRoot")]
    [Access(TokenScopes.None, Because = "a browser that has no token yet is to find the panel")]
    [Operation("Leads to the panel", Tag = Tag, Status = 302)]
    public IActionResult Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "/")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.Location = PanelFiles.Address;
        return new StatusCodeResult(StatusCodes.Status302Found);
    }

    /// <summary>Shows the panel; which of its views is the page's own affair.</summary>
    [Function("GetPanel")]
    [Access(TokenScopes.None, Because = Because)]
    [Operation("Shows the panel", Tag = Tag, MediaType = "text/html")]
    public IActionResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "panel/{*path}")] HttpRequest request, string? path) =>
        new PanelResult(files.Page, PanelResult.Revalidated);

    /// <summary>Shows a file of the panel, under an address that changes with the panel's files.</summary>
    /// <exception cref="ApiException">404: there is no such file, or the address is that of another version.</exception>
    [Function("GetPanelFile")]
    [Access(TokenScopes.None, Because = Because)]
    [Operation("Shows a file of the panel", Tag = Tag, MediaType = "text/javascript")]
    public IActionResult File(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "panel/files/{version}/{*path}")] HttpRequest request, string version, string path) =>
        version == files.Version && files.Find(path) is { } file
            ? new PanelResult(file, PanelResult.Immutable)
            : throw ApiException.NotFound("the panel has no such file; load the page again");
}
