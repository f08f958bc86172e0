using Microsoft.DurableTask;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>Records what is new of an app's alerts, and tells who is to be told, by alert. Recorded again it changes nothing.</summary>
/// <param name="apps">The apps.</param>
/// <param name="alerts">How their alerts are.</param>
[DurableTask]
public sealed class RecordAlertsActivity(AppStore apps, AlertStore alerts) : TaskActivity<AppAlertChanges, IReadOnlyDictionary<string, IReadOnlyList<string>>>
{
    private const int MaximumTold = 100;

    /// <inheritdoc/>
    public override async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> RunAsync(TaskActivityContext context, AppAlertChanges input)
    {
        if (await apps.GetAsync(input.AppId) is not { Deleting: false } app)
        {
            return new Dictionary<string, IReadOnlyList<string>>();
        }

        // What is not of the spec any more is forgotten.
        var known = AlertCatalog.Of(app.Id, app.Spec).Select(alert => alert.Id).ToHashSet(StringComparer.Ordinal);
        await alerts.ChangeStatesAsync(input.AppId, states =>
        {
            foreach (var change in input.Changes)
            {
                states[change.AlertId] = Apply(states.GetValueOrDefault(change.AlertId) ?? new AlertState { SeenAt = change.At }, change);
            }

            return new Dictionary<string, AlertState>(states.Where(state => known.Contains(state.Key)), StringComparer.Ordinal);
        });
        var destinations = await alerts.GetDestinationsAsync(input.AppId);
        return input.Changes.Select(change => change.AlertId).Distinct().Where(destinations.ContainsKey).ToDictionary(id => id, id => destinations[id].Keys, StringComparer.Ordinal);
    }

    private static AlertState Apply(AlertState state, AlertChange change) => change.Kind switch
    {
        AlertChangeKind.Measured => state with { IsMeasured = true },
        AlertChangeKind.Raised or AlertChangeKind.Recovered => state with
        {
            IsMeasured = true,
            IsRaised = change.Kind == AlertChangeKind.Raised,
            ChangedAt = change.At,
            Value = change.Value,
            Message = change.Message,
        },
        AlertChangeKind.Happened when !state.Told.Contains(change.Key) => state with
        {
            ChangedAt = change.At,
            Message = change.Message,
            Told = [.. state.Told.TakeLast(MaximumTold - 1), change.Key],
        },
        _ => state,
    };
}
