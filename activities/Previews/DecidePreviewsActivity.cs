using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;

namespace Pipelines.Activities.Previews;

/// <summary>
/// Decides what is to be done for a pull request, takes the names and stores the specs. Idempotent under the request's
/// origin: a try after a crash decides the same.
/// </summary>
/// <param name="apps">The apps.</param>
/// <param name="settings">Which apps want previews.</param>
/// <param name="previews">The previews.</param>
/// <param name="deployments">Where specs are stored.</param>
/// <param name="specs">Makes specs.</param>
/// <param name="logger">The log.</param>
[DurableTask]
public sealed partial class DecidePreviewsActivity(
    AppStore apps, AppGitSettingsStore settings, PreviewStore previews, DeploymentStore deployments, PreviewSpecs specs, ILogger<DecidePreviewsActivity> logger)
    : TaskActivity<PreviewRequest, IReadOnlyList<PreviewDecision>>
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<PreviewDecision>> RunAsync(TaskActivityContext context, PreviewRequest input)
    {
        var decisions = new List<PreviewDecision>();
        foreach (var app in await apps.FindByRepositoryAsync(input.Delivery.ToBase()))
        {
            if (!app.Deleting && app.PreviewOf is null && await DecideAsync(app, input) is { } decision)
            {
                decisions.Add(decision);
            }
        }

        return decisions;
    }

    private Task<PreviewDecision?> DecideAsync(App app, PreviewRequest request) =>
        request.Delivery.IsOpen ? OpenAsync(app, request) : CloseAsync(app, request);

    private async Task<PreviewDecision?> CloseAsync(App app, PreviewRequest request)
    {
        var delivery = request.Delivery;
        var key = Preview.KeyOf(app.Id, delivery.Provider, delivery.Number);
        var isWanted = await IsWantedAsync(app, delivery);

        // Kept for what is delivered late: it must not open again what is closed, known before or not.
        var preview = await previews.ChangeAsync(key, known => known switch
        {
            null => isWanted ? Closed(app, delivery) : null,
            _ => known.ChangedAt > delivery.ChangedAt ? null : known with { IsOpen = false, ChangedAt = delivery.ChangedAt, ChangedBy = OriginOf(request) },
        });
        return preview is { IsOpen: false, AppId.Length: > 0 } && preview.ChangedAt == delivery.ChangedAt
            ? new PreviewDecision(PreviewStep.Close, preview.AppId, app.Id, app.OwnerId, key, null, TimeSpan.Zero)
            : null;
    }

    private async Task<bool> IsWantedAsync(App app, PullRequestDelivery delivery) =>
        (await settings.GetAsync(app.Id)).Previews.Enabled && IsConcerned(app, delivery);

    private static bool IsConcerned(App app, PullRequestDelivery delivery) =>
        app.Spec.Components.OfType<IBuildableComponent>().Any(component => PreviewSpecs.IsConcerned(component, delivery));

    private static Preview Closed(App app, PullRequestDelivery delivery) => new()
    {
        BaseAppId = app.Id,
        Provider = delivery.Provider,
        Number = delivery.Number,
        Branch = delivery.HeadBranch,
        AppId = "",
        Name = PreviewNames.Of(app.Spec.Name, delivery.Number),
        Origin = "",
        IsOpen = false,
        ChangedAt = delivery.ChangedAt,
    };

    private async Task<PreviewDecision?> OpenAsync(App app, PreviewRequest request)
    {
        var delivery = request.Delivery;
        var wanted = (await settings.GetAsync(app.Id)).Previews;
        if (!wanted.Enabled || !IsConcerned(app, delivery))
        {
            return null;
        }

        if (delivery.IsFork && !(wanted.AllowForks && delivery.HeadRepository.Length > 0))
        {
            LogRefused(app.Spec.Name, delivery.Number, "it comes from another repository");
            return null;
        }

        var known = await previews.GetAsync(Preview.KeyOf(app.Id, delivery.Provider, delivery.Number));
        if (known is not null && known.ChangedBy != OriginOf(request) && await IsPassedAsync(known, request))
        {
            return null;
        }

        if (known is not { IsOpen: true } && (await previews.ListOpenAsync(app.Id)).Count >= wanted.Maximum)
        {
            LogRefused(app.Spec.Name, delivery.Number, $"there are {wanted.Maximum} previews already");
            return null;
        }

        return await DeployAsync(app, request, known, wanted);
    }

    /// <summary>Whether what was known before has nothing left to do for a delivery.</summary>
    private async Task<bool> IsPassedAsync(Preview known, PreviewRequest request)
    {
        if (known.Origin != OriginOf(request))
        {
            return IsLate(known, request.Delivery) || IsShown(known, request.Delivery);
        }

        // An earlier try of this delivery has made it, and died: it is still to be made, unless it was closed meanwhile.
        if (!known.IsOpen)
        {
            await apps.ReleaseNameAsync(known.Name, known.AppId);
        }

        return !known.IsOpen;
    }

    // Closed at the same second is closed later.
    private static bool IsLate(Preview known, PullRequestDelivery delivery) =>
        known.ChangedAt > delivery.ChangedAt || (!known.IsOpen && known.ChangedAt == delivery.ChangedAt);

    // Another title or reviewer, which not every provider tells from a push.
    private static bool IsShown(Preview known, PullRequestDelivery delivery) =>
        known is { IsOpen: true, Commit: not null } && known.Commit == delivery.HeadCommit && known.Branch == delivery.HeadBranch;

    private async Task<PreviewDecision?> DeployAsync(App app, PreviewRequest request, Preview? known, PreviewSettings wanted)
    {
        var delivery = request.Delivery;
        var origin = OriginOf(request);
        var isNew = known is not { IsOpen: true } || known.Origin == origin;
        var name = PreviewNames.Of(app.Spec.Name, delivery.Number);
        var previewId = isNew ? IdOf(request, app.Id) : known!.AppId;
        var holder = await apps.ReserveNameAsync(name, previewId);
        if (holder != previewId)
        {
            return await WaitForNameAsync(app, delivery.Number, name, holder);
        }

        var deploymentId = DeploymentIds.New(request.At, GuidOf(request, app.Id + "/deployment"));
        await deployments.PutSpecAsync(previewId, deploymentId, specs.Derive(app, delivery, name, previewId));
        var key = Preview.KeyOf(app.Id, delivery.Provider, delivery.Number);
        var preview = new Preview
        {
            BaseAppId = app.Id,
            Provider = delivery.Provider,
            Number = delivery.Number,
            Branch = delivery.HeadBranch,
            Commit = delivery.HeadCommit,
            AppId = previewId,
            Name = name,
            Origin = isNew ? origin : known!.Origin,
            IsOpen = true,
            ChangedAt = known is { IsOpen: true } && known.ChangedAt > delivery.ChangedAt ? known.ChangedAt : delivery.ChangedAt,
            ChangedBy = origin,
        };
        if (await previews.ChangeAsync(key, current => current == known ? preview : null) != preview)
        {
            await DecideAgainAsync(name, isNew ? previewId : null);
        }

        return new PreviewDecision(isNew ? PreviewStep.Create : PreviewStep.Update, previewId, app.Id, app.OwnerId, key, deploymentId, TimeSpan.FromHours(wanted.LifetimeHours));
    }

    // Another delivery, such as that of the closing, was quicker: the next try sees what it left.
    private async Task DecideAgainAsync(string name, string? newAppId)
    {
        if (newAppId is not null)
        {
            await apps.ReleaseNameAsync(name, newAppId);
        }

        throw new InvalidOperationException($"the pull request of preview {name} was changed meanwhile");
    }

    // A preview of the same name that is going makes room within moments; another app's name does not.
    private async Task<PreviewDecision?> WaitForNameAsync(App app, int number, string name, string holder)
    {
        if (await apps.GetAsync(holder) is not { } other || other.PreviewOf == app.Id)
        {
            throw new InvalidOperationException($"the name {name} is still held by app {holder}");
        }

        LogRefused(app.Spec.Name, number, $"another app has the name {name}");
        return null;
    }

    private static string OriginOf(PreviewRequest request) => request.Origin.ToString("N");

    private static string IdOf(PreviewRequest request, string appId) => DeploymentIds.New(request.At, GuidOf(request, appId));

    private static Guid GuidOf(PreviewRequest request, string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Origin:N}/{text}")).AsSpan(0, 16));
}
