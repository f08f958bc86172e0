using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Activities.Builds.Kubernetes.Sources;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Blobs;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Builds;

/// <summary>Gives builds on a cluster their source. The address itself is the leave: signed, for one snapshot, for a while.</summary>
/// <param name="grants">Reads the leave.</param>
/// <param name="blobs">Holds the snapshots.</param>
public sealed class BuildSourcesFunctions(SourceGrants grants, IBlobStore blobs)
{
    /// <summary>Sends a snapshot as a tar.</summary>
    [Function("ReadBuildSource")]
    [Access(TokenScopes.None, Because = "the address itself is signed, for one snapshot and some minutes")]
    [Operation("Sends the source of a build under an address that was signed for it", Tag = "Builds", MediaType = "application/x-tar")]
    public async Task<IActionResult> ReadAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "builds/sources/{token}")] HttpRequest request, string token)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var blob = grants.Verify(token) ?? throw ApiException.Forbidden("the address of the source is not valid or not valid any more");
        await using var content = await blobs.OpenReadAsync(blob, cancellation) ?? throw ApiException.NotFound("the source is gone");
        var response = request.HttpContext.Response;
        response.ContentType = "application/x-tar";
        response.ContentLength = content.Length;
        response.Headers.CacheControl = "no-store";
        await content.CopyToAsync(response.Body, cancellation);
        return new EmptyResult();
    }
}
