using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Images;

/// <summary>A Dockerfile: it says itself how to build and start, so only its port is looked for.</summary>
internal sealed class DockerfileDetector : IDetector
{
    internal const string Slug = "docker";

    public string EnvironmentSlug => Slug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder) =>
        folder.FirstOf("Dockerfile", "Containerfile") is { } file ? [From(folder, folder, file)] : [];

    /// <summary>The component that a Dockerfile builds.</summary>
    /// <param name="context">The component's folder, from which it is built.</param>
    /// <param name="home">The folder that <paramref name="file"/> is relative to.</param>
    /// <param name="file">The Dockerfile.</param>
    internal static ComponentDraft From(SourceFolder context, SourceFolder home, string file)
    {
        var draft = new ComponentDraft(context, Slug, "Dockerfile").FromDockerfile(home.FromRoot(file));
        if (home.Text(file) is not { } text || !Dockerfile.TryRead(text, out var dockerfile))
        {
            return draft.Lacks($"{home.FromRoot(file)} has no FROM instruction.");
        }

        var shown = "/" + home.FromRoot(file);
        return dockerfile.ExposedPort is { } port
            ? draft.Listens(port, shown, $"EXPOSE {port}").Is(ComponentKind.Service, shown, $"EXPOSE {port}")
            : draft.Because(nameof(DetectedComponent.HttpPort), shown, "no EXPOSE: it is expected to listen on PORT");
    }
}
