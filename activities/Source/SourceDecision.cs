using Pipelines.Deployments;

namespace Pipelines.Activities.Source;

/// <summary>What is to be done for one component: exactly one of its members beside the name is set.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="Reuse">The build of the previous deployment, to be taken as it is.</param>
/// <param name="Commit">The commit to fetch and, unless its tree was built before, to build.</param>
/// <param name="ImportImage">Whether the component's image is taken into the platform's registry.</param>
/// <param name="Failure">Why nothing can be done.</param>
public sealed record SourceDecision(string Component, ComponentBuild? Reuse = null, string? Commit = null, bool ImportImage = false, Failure? Failure = null);
