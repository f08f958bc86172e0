using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Api.Domains;

/// <summary>Sees that the domains of a spec can be the app's, and takes them for it before its spec is stored.</summary>
/// <param name="names">Who holds which name.</param>
/// <param name="apps">The apps.</param>
/// <param name="cluster">Tells default hosts.</param>
public sealed class DomainClaims(DomainNames names, AppStore apps, ICluster cluster)
{
    /// <summary>Looks whether an app could have the domains of a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="appId">The app; null for the one that has the spec's name, or is to be made.</param>
    /// <param name="ownerId">The team.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="ApiException">400: a name is the platform's own; 409: another app has it.</exception>
    public async Task CheckAsync(AppSpec spec, string? appId, string ownerId, CancellationToken cancellation)
    {
        appId ??= (await apps.FindNameAsync(spec.Name, cancellation))?.AppId;
        for (var index = 0; index < spec.Domains.Count; index++)
        {
            RequireOwn(spec, index);
            if (!await names.IsFreeAsync(spec.Domains[index], appId, ownerId, cancellation))
            {
                throw Taken(spec.Domains[index]);
            }
        }
    }

    /// <summary>Takes the domains of a spec for an app.</summary>
    /// <exception cref="ApiException">As for <see cref="CheckAsync"/>; what was taken until then is given back when nothing comes of it.</exception>
    public async Task TakeAsync(AppSpec spec, string appId, string ownerId, CancellationToken cancellation)
    {
        for (var index = 0; index < spec.Domains.Count; index++)
        {
            RequireOwn(spec, index);
            if (!await names.TryReserveAsync(spec.Domains[index], appId, ownerId, cancellation))
            {
                throw Taken(spec.Domains[index]);
            }
        }
    }

    // No word of whose it is: that is no business of another team.
    private static ApiException Taken(DomainSpec domain) => ApiException.Conflict($"domain \"{domain.Domain}\" is already in use by another app");

    private void RequireOwn(AppSpec spec, int index)
    {
        if (spec.Domains.Count == 0 || DefaultHostOf(spec) is not { } own)
        {
            return;
        }

        var host = Domain.HostOf(spec.Domains[index]);
        var platform = own[(own.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var isBelow = host == platform || host.EndsWith("." + platform, StringComparison.Ordinal);
        if ((isBelow && host != own) || (spec.Domains[index].Type == DomainType.Default && host != own))
        {
            throw ApiException.BadRequest(isBelow
                ? $"error validating app spec field \"domains[{index}].domain\": the names below \"{platform}\" are the platform's own; of them this app has \"{own}\""
                : $"error validating app spec field \"domains[{index}].type\": the only DEFAULT domain of this app is \"{own}\"");
        }
    }

    // A cluster that has not answered yet does not know: its names are taken up later.
    private string? DefaultHostOf(AppSpec spec)
    {
        try
        {
            return cluster.GetDefaultUrl(spec.Name).Host.ToLowerInvariant();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
