using Pipelines.Deployments;

namespace Pipelines.Functions.Panel.Events;

/// <summary>An app as it was last seen, and those of its deployments that may still change.</summary>
/// <param name="app">The app.</param>
/// <param name="etag">The entity tag of its document.</param>
internal sealed class WatchedApp(App app, string etag)
{
    // A deployment whose place was taken is written once more by its workflow, soon.
    private static readonly TimeSpan s_aftermath = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (long Sequence, DateTimeOffset Since)> _deployments = [];
    private App _app = app;

    public string Id => _app.Id;

    public string TeamId => _app.OwnerId;

    public string ETag { get; private set; } = etag;

    /// <summary>Gets the deployments that may still change.</summary>
    public IReadOnlyList<string> Deployments => [.. _deployments.Keys];

    /// <summary>Takes over what the app is busy with; of one that was made a moment ago also what is done already.</summary>
    public WatchedApp Begin(bool isNew, DateTimeOffset now)
    {
        Follow([isNew ? _app.ActiveDeploymentId : null, _app.InProgressDeploymentId, _app.PendingDeploymentId], now);
        return this;
    }

    /// <summary>Takes over a new version of the app's document.</summary>
    public void Update(App changed, string tag, DateTimeOffset now)
    {
        Follow([_app.ActiveDeploymentId == changed.ActiveDeploymentId ? null : _app.ActiveDeploymentId, _app.InProgressDeploymentId, _app.PendingDeploymentId], now);
        Follow([_app.ActiveDeploymentId == changed.ActiveDeploymentId ? null : changed.ActiveDeploymentId, changed.InProgressDeploymentId, changed.PendingDeploymentId], now);
        (_app, ETag) = (changed, tag);
    }

    /// <summary>Takes over what a deployment's document says.</summary>
    /// <returns>Whether it says something new.</returns>
    public bool Update(string id, Deployment? deployment, DateTimeOffset now)
    {
        var (sequence, since) = _deployments[id];
        if (deployment is null ? !IsNamed(id) : deployment.IsFinal || IsSettled(deployment, since, now))
        {
            _ = _deployments.Remove(id);
        }
        else
        {
            _deployments[id] = (deployment?.Sequence ?? sequence, since);
        }

        return deployment is not null && deployment.Sequence != sequence;
    }

    // Of a new app the document is there before its deployment's is.
    private bool IsNamed(string id) => id == _app.ActiveDeploymentId || id == _app.InProgressDeploymentId || id == _app.PendingDeploymentId;

    private bool IsSettled(Deployment deployment, DateTimeOffset since, DateTimeOffset now) =>
        deployment.Id != _app.InProgressDeploymentId && deployment.Id != _app.PendingDeploymentId
        && ((deployment.Phase == DeploymentPhase.Active && deployment.Id == _app.ActiveDeploymentId) || now - since > s_aftermath);

    private void Follow(IEnumerable<string?> ids, DateTimeOffset now)
    {
        foreach (var id in ids.OfType<string>())
        {
            _ = _deployments.TryAdd(id, (-1, now));
        }
    }
}
