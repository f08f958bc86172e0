using System.Collections.Concurrent;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;
using Pipelines.Deployments.Events;

namespace Pipelines.Activities.Alerts;

/// <summary>Finds what has happened to an app that its alerts are about and that was not told yet: of deployments, domains and jobs.</summary>
/// <param name="deployments">The deployments.</param>
/// <param name="events">What happened to domains.</param>
/// <param name="invocations">The runs of jobs.</param>
public sealed class AlertHappenings(DeploymentStore deployments, AppEventStore events, JobInvocationStore invocations)
{
    private const int Newest = 20;
    private const int MaximumQuiet = 10_000;

    // What happened while its alert was on the way is told; what is older is past.
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, long> _quiet = new(StringComparer.Ordinal);

    /// <summary>Finds it.</summary>
    internal async Task<IReadOnlyList<AlertChange>> FindAsync(App app, IReadOnlyList<Alert> watched, IReadOnlyDictionary<string, AlertState> states)
    {
        var found = new List<(AlertRule Rule, string? Component, string Key, DateTimeOffset At, string Message, string? Deployment)>();
        if (watched.Any(alert => alert.Rule is AlertRule.DeploymentStarted or AlertRule.DeploymentLive or AlertRule.DeploymentFailed or AlertRule.DeploymentCanceled))
        {
            found.AddRange(await OfDeploymentsAsync(app, watched, states));
        }

        if (watched.Any(alert => alert.Rule is AlertRule.DomainLive or AlertRule.DomainFailed))
        {
            found.AddRange((await events.ListAsync(app.Id, Newest)).Where(each => each.Type is AppEventType.DomainLive or AppEventType.DomainFailed).Select(each =>
                (each.Type == AppEventType.DomainLive ? AlertRule.DomainLive : AlertRule.DomainFailed, (string?)null, each.Id, each.At, $"{app.Spec.Name}: {each.Subject}: {each.Message}", (string?)null)));
        }

        if (watched.Any(alert => alert.Rule == AlertRule.JobInvocationFailed))
        {
            found.AddRange((await invocations.ListAsync(app.Id)).Take(Newest).Where(each => each.Phase == JobInvocationPhase.Failed).Select(each =>
                (AlertRule.JobInvocationFailed, (string?)each.JobName, each.Id, each.CompletedAt ?? each.CreatedAt, $"{app.Spec.Name}: a run of job {each.JobName} failed", (string?)each.DeploymentId)));
        }

        return
        [
            .. from alert in watched
               let state = states[alert.Id]
               from each in found
               where each.Rule == alert.Rule && each.Component == alert.Component && each.At >= state.SeenAt - s_grace && !state.Told.Contains(each.Key)
               orderby each.At
               select new AlertChange(alert.Id, AlertChangeKind.Happened, each.Key, each.At, each.Message, DeploymentId: each.Deployment),
        ];
    }

    // The app's document is written again whenever a deployment of it begins or ends: while it stays, and all have ended, there is nothing new.
    private async Task<List<(AlertRule Rule, string? Component, string Key, DateTimeOffset At, string Message, string? Deployment)>> OfDeploymentsAsync(
        App app, IReadOnlyList<Alert> watched, IReadOnlyDictionary<string, AlertState> states)
    {
        if (_quiet.TryGetValue(app.Id, out var sequence) && sequence == app.Sequence)
        {
            return [];
        }

        var newest = await deployments.ListAsync(app.Id, 0, Newest);
        var found = newest.SelectMany(deployment => Of(app, deployment)).ToList();
        var isAllTold = found.All(each => watched.Where(alert => alert.Rule == each.Rule).All(alert => each.At < states[alert.Id].SeenAt - s_grace || states[alert.Id].Told.Contains(each.Key)));
        var isAllSeen = AlertCatalog.Of(app.Id, app.Spec).All(alert => states.ContainsKey(alert.Id));
        if (isAllTold && isAllSeen && newest.All(deployment => deployment.IsFinal || deployment.Phase == DeploymentPhase.Active))
        {
            // Of apps that are gone, too, something may be left: only so much.
            if (_quiet.Count > MaximumQuiet)
            {
                _quiet.Clear();
            }

            _quiet[app.Id] = app.Sequence;
        }

        return found;
    }

    private static IEnumerable<(AlertRule Rule, string? Component, string Key, DateTimeOffset At, string Message, string? Deployment)> Of(App app, Deployment deployment)
    {
        var (name, id, cause) = (app.Spec.Name, deployment.Id, deployment.Cause.Description);
        if (deployment.Cause.Type != DeploymentCauseType.AutoRollback && deployment.Phase is DeploymentPhase.Building or DeploymentPhase.PendingDeploy or DeploymentPhase.Deploying or DeploymentPhase.Active or DeploymentPhase.Error)
        {
            yield return (AlertRule.DeploymentStarted, null, id, deployment.CreatedAt, $"{name}: deployment {id} has started ({cause})", id);
        }

        if (deployment.Phase == DeploymentPhase.Active || WasLive(deployment))
        {
            yield return (AlertRule.DeploymentLive, null, id, deployment.Phase == DeploymentPhase.Active ? deployment.PhaseLastUpdatedAt : deployment.CreatedAt, $"{name}: deployment {id} is live ({cause})", id);
        }

        if (deployment.Phase == DeploymentPhase.Error)
        {
            yield return (AlertRule.DeploymentFailed, null, id, deployment.PhaseLastUpdatedAt, $"{name}: deployment {id} failed ({cause}): {deployment.Reason?.Message}", id);
        }

        if (deployment.Phase == DeploymentPhase.Canceled)
        {
            yield return (AlertRule.DeploymentCanceled, null, id, deployment.PhaseLastUpdatedAt, $"{name}: deployment {id} was canceled ({cause})", id);
        }
    }

    // Replaced by another before anybody looked.
    private static bool WasLive(Deployment deployment) => deployment.Phase == DeploymentPhase.Superseded
        && DeploymentProgress.Leaves(deployment.Steps).All(step => step.Status == StepStatus.Success);
}
