using Pipelines.Deployments.Requests;

namespace Pipelines.Activities.Deliveries;

/// <summary>An app that a push concerns.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="Components">The components to build.</param>
/// <param name="Commit">The commit to build them from: the newest of the branch.</param>
/// <param name="Push">Where that stands among the pushes of the branch.</param>
public sealed record DeliveryMatch(string AppId, IReadOnlyList<string> Components, string Commit, PushMark Push);
