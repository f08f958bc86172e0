using System.Globalization;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Functions.Api.Wire;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Api;

/// <summary>Finds the apps that a caller may see: those of the token's team.</summary>
/// <param name="apps">The apps.</param>
/// <param name="deployments">Their deployments.</param>
/// <param name="specs">Compares specs.</param>
/// <param name="wire">Shows apps.</param>
/// <param name="time">The clock.</param>
public sealed class AppAccess(AppStore apps, DeploymentStore deployments, SpecReader specs, WireFormat wire, TimeProvider time)
{
    private const int CountedAtOnce = 500;
    private const string MaximumFreeStaticApps = "3";

    // Clients repeat a POST whose answer they did not get, up to five times within about a minute.
    private static readonly TimeSpan s_retryWindow = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(5);

    /// <summary>Finds an app by id or name.</summary>
    /// <exception cref="ApiException">404: there is none, or it is another team's.</exception>
    public async Task<App> RequireAsync(Principal principal, string idOrName, CancellationToken cancellation = default)
    {
        var id = Guid.TryParse(idOrName, out var guid) ? guid.ToString() : null;
        if (id is null && idOrName.Length <= 32 && idOrName.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'))
        {
            id = (await apps.FindNameAsync(idOrName, cancellation))?.AppId;
        }

        return id is not null && await apps.GetAsync(id, cancellation) is { } app && app.OwnerId == principal.TeamId
            ? app
            : throw ApiException.NotFound("The resource you were accessing could not be found.");
    }

    /// <summary>Finds an app that takes deployments.</summary>
    /// <exception cref="ApiException">404 as for <see cref="RequireAsync"/>; 409: a rollback pins it, or it is being deleted.</exception>
    public async Task<App> RequireUnpinnedAsync(Principal principal, string idOrName, CancellationToken cancellation = default)
    {
        var app = await RequireAsync(principal, idOrName, cancellation);
        if (app.Deleting)
        {
            throw ApiException.Conflict("the app is being deleted");
        }

        return app.PinnedDeploymentId is { } pinned
            ? throw ApiException.Conflict($"the app is pinned to deployment {pinned} by a rollback; commit or revert the rollback first")
            : app;
    }

    /// <summary>Lists a page of the team's apps in the order of creation, and their number.</summary>
    public Task<(IReadOnlyList<App> Page, int Total)> ListAsync(Principal principal, Paging paging, CancellationToken cancellation) =>
        apps.ListByOwnerAsync(principal.TeamId, paging.Skip, paging.PerPage, cancellation);

    /// <summary>Finds the app that a create just made when the same create comes again, its answer lost on the way.</summary>
    /// <returns>The app as the first answer showed it, or null.</returns>
    public async Task<AppWire?> FindRetriedCreateAsync(Principal principal, AppSpec spec, CancellationToken cancellation)
    {
        if (await apps.FindNameAsync(spec.Name, cancellation) is not { } holder
            || time.GetUtcNow() - holder.At > s_retryWindow
            || await apps.GetAsync(holder.AppId, cancellation) is not { ActiveDeploymentId: null } app
            || app.OwnerId != principal.TeamId
            || specs.Open(app.Spec, app.Id) != specs.Open(spec, app.Id)
            || await FirstDeploymentAsync(app.Id, cancellation) is not { } deployment)
        {
            return null;
        }

        return await wire.OfAsync(app, cancellation) with { PendingDeployment = WireFormat.Of(deployment) };
    }

    // The workflow of an app that was made a moment ago may be about to make its deployment.
    private async Task<Deployment?> FirstDeploymentAsync(string appId, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(s_poll, time);
        var deadline = time.GetUtcNow() + s_patience;
        while (time.GetUtcNow() < deadline)
        {
            if (await deployments.ListAsync(appId, 0, 1, cancellation) is [var deployment])
            {
                return deployment;
            }

            _ = await timer.WaitForNextTickAsync(cancellation);
        }

        return null;
    }

    /// <summary>Says what an app of a spec would be.</summary>
    public async Task<ProposalWire> ProposeAsync(Principal principal, AppSpec spec, string? appId, CancellationToken cancellation)
    {
        var own = string.IsNullOrEmpty(appId) ? null : await RequireAsync(principal, appId, cancellation);
        var holder = await apps.FindNameAsync(spec.Name, cancellation);
        var isAvailable = holder is null || holder.AppId == own?.Id;
        var isStatic = AppCosts.IsStatic(spec);
        return new ProposalWire
        {
            AppNameAvailable = isAvailable,
            AppNameSuggestion = isAvailable ? null : await SuggestAsync(spec.Name, cancellation),
            AppIsStatic = isStatic,
            AppIsStarter = isStatic,
            ExistingStaticApps = (await CountStaticAsync(principal, cancellation)).ToString(CultureInfo.InvariantCulture),
            MaxFreeStaticApps = MaximumFreeStaticApps,
            AppCost = AppCosts.Of(spec),
            AppTierUpgradeCost = AppCosts.OfUpgrade(spec),
            AppTierDowngradeCost = AppCosts.OfDowngrade(spec),
            Spec = spec,
        };
    }

    private async Task<int> CountStaticAsync(Principal principal, CancellationToken cancellation)
    {
        var count = 0;
        for (var skip = 0; await apps.ListByOwnerAsync(principal.TeamId, skip, CountedAtOnce, cancellation) is { Page: { Count: > 0 } page }; skip += CountedAtOnce)
        {
            count += page.Count(app => AppCosts.IsStatic(app.Spec));
        }

        return count;
    }

    private async Task<string> SuggestAsync(string name, CancellationToken cancellation)
    {
        for (var number = 2; ; number++)
        {
            var suffix = $"-{number}";
            var suggestion = name[..Math.Min(name.Length, 32 - suffix.Length)] + suffix;
            if (await apps.FindNameAsync(suggestion, cancellation) is null)
            {
                return suggestion;
            }
        }
    }
}
