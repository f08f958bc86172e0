using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Tests.Detection;

/// <summary>Detection in a repository of given files.</summary>
internal static class Repository
{
    internal static DetectionResult Detect(params (string Path, string Content)[] files) => Detect(new DetectionHints(), files);

    internal static DetectionResult Detect(DetectionHints hints, params (string Path, string Content)[] files) =>
        new SourceDetector().Detect(new InMemorySourceTree(files), hints, TestContext.Current.CancellationToken);

    /// <summary>The only component, to which nothing is missing.</summary>
    internal static DetectedComponent Only(params (string Path, string Content)[] files)
    {
        var component = Detect(files).Components.ShouldHaveSingleItem();
        component.Problem.ShouldBeNull();
        component.Evidence.ShouldNotBeEmpty();
        return component;
    }

    internal static DetectedComponent Wanted(ComponentKind kind, params (string Path, string Content)[] files) =>
        Detect(new DetectionHints { Kind = kind }, files).Components.ShouldHaveSingleItem();

    internal static SourceFolder Folder(params (string Path, string Content)[] files) =>
        new SourceScan(new InMemorySourceTree(files), new DetectionLimits(), CancellationToken.None).Folder(string.Empty);
}
