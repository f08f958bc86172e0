namespace Pipelines.Activities.Detection;

/// <summary>Recognises one kind of application in a folder.</summary>
internal interface IDetector
{
    /// <summary>The build environment of what it recognises (<see cref="DetectedComponent.EnvironmentSlug"/>).</summary>
    string EnvironmentSlug { get; }

    /// <summary>Looks at the folder; returns the components it recognises, none when it is not its kind.</summary>
    IEnumerable<ComponentDraft> Detect(SourceFolder folder);
}
