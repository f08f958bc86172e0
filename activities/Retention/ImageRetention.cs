namespace Pipelines.Activities.Retention;

/// <summary>Asks to remove what old deployments of an app have left.</summary>
/// <param name="AppId">The app.</param>
/// <param name="Kept">Deployments and releases that its workflow may go back to, whatever their age.</param>
public sealed record ImageRetention(string AppId, IReadOnlyList<string> Kept);
