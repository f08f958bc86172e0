namespace Pipelines.Activities.Deliveries;

/// <summary>An app that a push concerns.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="Components">The components to build from the pushed commit.</param>
public sealed record DeliveryMatch(string AppId, IReadOnlyList<string> Components);
