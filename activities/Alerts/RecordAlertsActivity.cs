using Microsoft.DurableTask;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>
/// Records what is new of an app's alerts, and tells who is to be told, by alert. Recorded again it changes nothing. Who is
/// to be told that an alert is raised or has recovered is recorded with that, so that he is told of one after the other.
/// </summary>
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
        var destinations = await alerts.GetDestinationsAsync(input.AppId);
        IReadOnlyDictionary<string, AlertState> recorded = new Dictionary<string, AlertState>(StringComparer.Ordinal);
        await alerts.ChangeStatesAsync(input.AppId, states =>
        {
            foreach (var change in input.Changes)
            {
                var present = states.GetValueOrDefault(change.AlertId) ?? new AlertState { SeenAt = change.At };
                states[change.AlertId] = Queue(present, Apply(present, change), change, destinations.GetValueOrDefault(change.AlertId)?.Keys ?? []);
            }

            recorded = new Dictionary<string, AlertState>(states.Where(state => known.Contains(state.Key)), StringComparer.Ordinal);
            return (Dictionary<string, AlertState>)recorded;
        });
        return input.Changes.Where(change => change.IsTold && recorded.ContainsKey(change.AlertId)).DistinctBy(change => change.AlertId)
            .ToDictionary(change => change.AlertId, change => ToldOf(change), StringComparer.Ordinal);

        // As it was recorded at first, where it was: destinations may have changed between two tries.
        IReadOnlyList<string> ToldOf(AlertChange change) => change.Kind == AlertChangeKind.Happened
            ? destinations.GetValueOrDefault(change.AlertId)?.Keys ?? []
            : [.. recorded[change.AlertId].Untold.Where(each => each.Value.Contains(change.Key)).Select(each => each.Key)];
    }

    private static AlertState Queue(AlertState before, AlertState after, AlertChange change, IReadOnlyList<string> destinations)
    {
        var isRecorded = before.ChangedAt == change.At && before.IsRaised == after.IsRaised;
        if (isRecorded || change.Kind is not (AlertChangeKind.Raised or AlertChangeKind.Recovered))
        {
            return after;
        }

        // Of who is told no more nothing is waited for.
        return after with
        {
            Untold = destinations.ToDictionary(
                key => key,
                IReadOnlyList<string> (key) => [.. (before.Untold.GetValueOrDefault(key) ?? []).TakeLast(MaximumTold - 1), change.Key],
                StringComparer.Ordinal),
        };
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
