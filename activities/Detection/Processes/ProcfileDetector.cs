namespace Pipelines.Activities.Detection.Processes;

/// <summary>A Procfile without anything else that tells the language: its commands say how to run.</summary>
internal sealed class ProcfileDetector : IDetector
{
    public string EnvironmentSlug => "procfile";

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder) => Procfile.In(folder) is { } procfile
        ? [new ComponentDraft(folder, procfile.EnvironmentSlug ?? EnvironmentSlug, "Procfile")
            .WithLanguage(Procfile.FileName, "names processes")
            .Lacks("The Procfile names no web or worker process.")]
        : [];
}
