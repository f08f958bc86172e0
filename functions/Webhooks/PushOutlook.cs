using Pipelines.Activities.Deliveries;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;

namespace Pipelines.Functions.Webhooks;

/// <summary>Tells the sender of a push at once what its workflow will find, where the payload tells enough.</summary>
/// <param name="apps">The apps.</param>
/// <param name="settings">The paths listed for components.</param>
public sealed class PushOutlook(AppStore apps, AppGitSettingsStore settings)
{
    private const int NamedApps = 5;

    /// <summary>Tells why a push will deploy nothing.</summary>
    /// <returns>The reason, for a person; null where it will, or may.</returns>
    public async Task<string?> WhyNothingAsync(PushDelivery push, CancellationToken cancellation)
    {
        if (push.SkipsDeployment)
        {
            return "the message of the newest commit asks for no deployment";
        }

        var concerned = (await apps.FindByRepositoryAsync(push, cancellation)).Where(app => PushedComponents.Of(app, push).Any()).ToList();
        if (concerned.Count == 0)
        {
            return $"no app is deployed by a push to {push.Branch} of {push.Repository}";
        }

        if (push.ChangedPaths is not { } paths)
        {
            return null;
        }

        foreach (var app in concerned)
        {
            var listed = await settings.GetAsync(app.Id, cancellation);
            if (PushedComponents.Of(app, push).Any(component => PushedComponents.IsTouched(component, paths, listed.PathsOf(component.Name))))
            {
                return null;
            }
        }

        return $"no component of {string.Join(", ", concerned.Take(NamedApps).Select(app => app.Spec.Name))} is touched by the changed files: nothing is deployed";
    }
}
