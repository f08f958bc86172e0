using Pipelines.Deployments;

namespace Pipelines.Functions.Api.Git;

/// <summary>How an app's pull requests are shown.</summary>
/// <param name="Settings">Whether and how.</param>
/// <param name="Previews">The previews that are there.</param>
public sealed record PreviewsAnswer(PreviewSettings Settings, IReadOnlyList<PreviewWire> Previews);
