using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection;

/// <summary>A component while it is being detected: every fact is stated together with the evidence for it.</summary>
internal sealed class ComponentDraft(SourceFolder folder, string environmentSlug, string language)
{
    /// <summary>The App Spec's default <c>http_port</c>, which the platform sets as PORT.</summary>
    internal const int DefaultPort = 8080;

    private readonly List<DetectionEvidence> evidence = [];

    internal SourceFolder Folder { get; } = folder;

    internal string EnvironmentSlug { get; } = environmentSlug;

    internal string Language { get; } = language;

    internal string? ProposedName { get; private set; }

    internal ComponentKind Kind { get; private set; } = ComponentKind.Service;

    internal string? LanguageVersion { get; private set; }

    internal string? Framework { get; private set; }

    internal string? PackageManager { get; private set; }

    internal string? DockerfilePath { get; private set; }

    internal string? InstallCommand { get; private set; }

    internal string? BuildCommand { get; private set; }

    internal string? RunCommand { get; private set; }

    internal int? HttpPort { get; private set; }

    internal string? OutputDir { get; private set; }

    internal string? Problem { get; private set; }

    /// <summary>Gets a value indicating whether only a customary name tells that this is a program at all.</summary>
    internal bool IsGuess { get; private set; }

    /// <summary>Gets a value indicating whether nothing is missing: it has what its kind needs in order to run.</summary>
    internal bool IsComplete => Problem is null;

    internal ComponentDraft Named(string? name)
    {
        ProposedName = string.IsNullOrWhiteSpace(name) ? ProposedName : name;
        return this;
    }

    internal ComponentDraft Is(ComponentKind kind, string file, string detail)
    {
        Kind = kind;
        return Because(nameof(DetectedComponent.Kind), file, detail);
    }

    internal ComponentDraft WithLanguage(string file, string detail) =>
        Because(nameof(DetectedComponent.Language), file, detail);

    internal ComponentDraft WithVersion(Finding? version)
    {
        LanguageVersion = version?.Value ?? LanguageVersion;
        return Because(nameof(DetectedComponent.LanguageVersion), version);
    }

    internal ComponentDraft WithFramework(string? framework, string file, string detail)
    {
        Framework = framework ?? Framework;
        return framework is null ? this : Because(nameof(DetectedComponent.Framework), file, detail);
    }

    internal ComponentDraft WithPackageManager(string program, string file, string detail)
    {
        PackageManager = program;
        return Because(nameof(DetectedComponent.PackageManager), file, detail);
    }

    internal ComponentDraft FromDockerfile(string pathFromRoot)
    {
        DockerfilePath = pathFromRoot;
        return Because(nameof(DetectedComponent.DockerfilePath), "/" + pathFromRoot, "is a Dockerfile");
    }

    internal ComponentDraft Installs(string? command, string file, string detail)
    {
        InstallCommand = command;
        return Because(nameof(DetectedComponent.InstallCommand), file, detail);
    }

    internal ComponentDraft Builds(string command, string file, string detail)
    {
        BuildCommand = command;
        return Because(nameof(DetectedComponent.BuildCommand), file, detail);
    }

    internal ComponentDraft Runs(string command, string file, string detail)
    {
        RunCommand = command;
        OutputDir = null;
        Problem = null;
        return Because(nameof(DetectedComponent.RunCommand), file, detail);
    }

    internal ComponentDraft Runs(Finding command) => Runs(command.Value, command.File, command.Detail);

    internal ComponentDraft Listens(int port, string file, string detail)
    {
        HttpPort = port;
        return Because(nameof(DetectedComponent.HttpPort), file, detail);
    }

    /// <summary>A static site whose files are in <paramref name="outputDir"/> after the build.</summary>
    internal ComponentDraft Publishes(string outputDir, string file, string detail)
    {
        OutputDir = outputDir;
        RunCommand = null;
        Problem = null;
        Kind = ComponentKind.StaticSite;
        return Because(nameof(DetectedComponent.OutputDir), file, detail);
    }

    internal ComponentDraft Lacks(string? problem)
    {
        Problem = problem;
        return this;
    }

    internal ComponentDraft Guessed(bool isGuess = true)
    {
        IsGuess = isGuess;
        return this;
    }

    /// <summary>Takes the kind that the App Spec declares.</summary>
    internal ComponentDraft As(ComponentKind kind)
    {
        Kind = kind;
        evidence.RemoveAll(known => known.Fact == nameof(DetectedComponent.Kind));
        return this;
    }

    internal ComponentDraft Because(string fact, Finding? finding) =>
        finding is null ? this : Because(fact, finding.File, finding.Detail);

    /// <summary>Records the evidence for a fact, in place of what it was thought to be before.</summary>
    /// <param name="fact">The property of <see cref="DetectedComponent"/>.</param>
    /// <param name="file">The file, relative to the folder; with a leading slash, to the repository's root.</param>
    /// <param name="detail">What stands there.</param>
    internal ComponentDraft Because(string fact, string file, string detail)
    {
        evidence.RemoveAll(known => known.Fact == fact);
        evidence.Add(new DetectionEvidence(fact, file.StartsWith('/') ? file[1..] : Folder.FromRoot(file), detail));
        return this;
    }

    /// <summary>The same component with another purpose: a further process of the same build.</summary>
    internal ComponentDraft Copy() => CopyIn(Folder);

    /// <summary>The same component, installed and built from a folder above its own.</summary>
    internal ComponentDraft LiftedTo(SourceFolder root, string install)
    {
        var inside = Folder.Path[(root.Path.Length == 0 ? 0 : root.Path.Length + 1)..];
        var enter = $"cd {ShellWord.Quoted(inside)} && ";
        var lifted = CopyIn(root).Named(Folder.Name);
        lifted.InstallCommand = install;
        lifted.BuildCommand = BuildCommand is null ? null : enter + BuildCommand;
        lifted.RunCommand = RunCommand is null ? null : enter + RunCommand;
        lifted.OutputDir = OutputDir is null ? null : OutputDir == "." ? inside : $"{inside}/{OutputDir}";
        return lifted;
    }

    private ComponentDraft CopyIn(SourceFolder folder)
    {
        var copy = new ComponentDraft(folder, EnvironmentSlug, Language)
        {
            ProposedName = ProposedName,
            Kind = Kind,
            LanguageVersion = LanguageVersion,
            Framework = Framework,
            PackageManager = PackageManager,
            DockerfilePath = DockerfilePath,
            InstallCommand = InstallCommand,
            BuildCommand = BuildCommand,
            RunCommand = RunCommand,
            HttpPort = HttpPort,
            OutputDir = OutputDir,
            Problem = Problem,
            IsGuess = IsGuess,
        };
        copy.evidence.AddRange(evidence);
        return copy;
    }

    internal DetectedComponent Finish(string name) => new()
    {
        Name = name,
        Kind = Kind,
        Language = Language,
        LanguageVersion = LanguageVersion,
        Framework = Framework,
        PackageManager = PackageManager,
        SourceDir = Folder.Path,
        DockerfilePath = DockerfilePath,
        InstallCommand = InstallCommand,
        BuildCommand = BuildCommand,
        RunCommand = Kind == ComponentKind.StaticSite ? null : RunCommand,
        HttpPort = Kind == ComponentKind.Service ? HttpPort ?? DefaultPort : null,
        OutputDir = Kind == ComponentKind.StaticSite ? OutputDir : null,
        EnvironmentSlug = EnvironmentSlug,
        Evidence = evidence,
        Problem = Problem,
    };
}
