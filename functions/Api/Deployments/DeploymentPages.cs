using Microsoft.AspNetCore.Http;
using Pipelines.Deployments;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Api.Deployments;

/// <summary>Lists the deployments of an app page by page, of the causes that a request asks for.</summary>
/// <param name="deployments">The deployments.</param>
public sealed class DeploymentPages(DeploymentStore deployments)
{
    private const int BatchSize = 200;

    /// <summary>Reads a page, newest first, and the number of all.</summary>
    /// <param name="request">Names the types of causes (<c>deployment_types</c>), once with commas between them or several times; none for all.</param>
    /// <param name="appId">The app.</param>
    /// <param name="paging">The page.</param>
    /// <param name="cancellation">Ends reading.</param>
    /// <exception cref="ApiException">400: there is no such type.</exception>
    public async Task<(IReadOnlyList<Deployment> Page, int Total)> ReadAsync(HttpRequest request, string appId, Paging paging, CancellationToken cancellation)
    {
        var types = TypesOf(request);
        return types.Count > 0
            ? await ReadAsync(appId, types, paging, cancellation)
            : (await deployments.ListAsync(appId, paging.Skip, paging.PerPage, cancellation), await deployments.CountAsync(appId, cancellation));
    }

    private static HashSet<DeploymentCauseType> TypesOf(HttpRequest request)
    {
        var types = new HashSet<DeploymentCauseType>();
        foreach (var text in request.Query["deployment_types"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            var isKnown = Enum.TryParse<DeploymentCauseType>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var type) && Enum.IsDefined(type);
            _ = isKnown ? types.Add(type) : throw ApiException.BadRequest($"query parameter \"deployment_types\" knows no \"{text}\"");
        }

        return types;
    }

    private async Task<(IReadOnlyList<Deployment> Page, int Total)> ReadAsync(string appId, HashSet<DeploymentCauseType> types, Paging paging, CancellationToken cancellation)
    {
        var found = new List<Deployment>();
        var total = 0;
        for (var skip = 0; await deployments.ListAsync(appId, skip, BatchSize, cancellation) is { Count: > 0 } batch; skip += batch.Count)
        {
            foreach (var deployment in batch.Where(deployment => types.Contains(deployment.Cause.Type)))
            {
                if (total >= paging.Skip && found.Count < paging.PerPage)
                {
                    found.Add(deployment);
                }

                total++;
            }
        }

        return (found, total);
    }
}
