namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>Something that keeps a build from going on, and may pass.</summary>
/// <param name="Kind">What it is: another kind begins another wait.</param>
/// <param name="Code">The reason code, should it not pass.</param>
/// <param name="Message">What it is, for the user.</param>
/// <param name="IsFinal">Whether it cannot pass.</param>
/// <param name="IsRoom">Whether a node with room is awaited, which may take a cluster long to provide.</param>
internal sealed record Hindrance(string Kind, string Code, string Message, bool IsFinal, bool IsRoom);
