using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Builds;

/// <summary>Finds out what a component's source is.</summary>
internal sealed class ComponentDetection(SourceDetector detector)
{
    /// <summary>Detects.</summary>
    /// <param name="component">What the spec says.</param>
    /// <param name="directory">The component's files.</param>
    /// <returns>What was found; null when nothing at the root was recognised, with what to do.</returns>
    public (DetectedComponent? Detected, string Problem) Detect(IBuildableComponent component, string directory)
    {
        var hints = new DetectionHints { EnvironmentSlug = component.EnvironmentSlug, Kind = component.Kind };
        var result = detector.Detect(new DirectorySourceTree(directory), hints, CancellationToken.None);
        var detected = result.Components.FirstOrDefault(found => found.SourceDir.Length == 0 && found.Name == component.Name)
            ?? result.Components.FirstOrDefault(found => found.SourceDir.Length == 0 && found.Kind == component.Kind)
            ?? result.Components.FirstOrDefault(found => found.SourceDir.Length == 0);
        return (detected, result.Problem ?? ElsewhereOnly(result));
    }

    private static string ElsewhereOnly(DetectionResult result) =>
        $"Nothing that can be built is at the root; something is in {string.Join(", ", result.Components.Select(component => component.SourceDir).Distinct())}. Set source_dir.";
}
