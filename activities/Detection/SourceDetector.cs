using Pipelines.Activities.Detection.Images;

namespace Pipelines.Activities.Detection;

/// <summary>
/// Detects from the files of a repository alone what its components are and how they are built and started. Nothing
/// of the repository is run, and no more of it is looked at than <see cref="DetectionLimits"/> allow.
/// </summary>
public sealed class SourceDetector
{
    private const string LookedFor =
        "a Dockerfile, Procfile, package.json, requirements.txt, pyproject.toml, Pipfile, *.py, go.mod, Gemfile, composer.json, index.php, pom.xml, "
        + "build.gradle, *.csproj, *.sln, Cargo.toml, mix.exs, deno.json, hugo.toml, _config.yml or index.html";

    private readonly DetectionLimits limits;

    /// <summary>Makes a detector.</summary>
    /// <param name="limits">How much of a repository to look at; null for the defaults.</param>
    public SourceDetector(DetectionLimits? limits = null) => this.limits = limits ?? new DetectionLimits();

    /// <summary>Detects the components of a repository.</summary>
    /// <param name="tree">The repository's files.</param>
    /// <param name="hints">What the App Spec already says.</param>
    /// <param name="cancellation">Stops the detection.</param>
    /// <returns>The components, or the problem that there are none.</returns>
    /// <exception cref="OperationCanceledException">The detection was stopped.</exception>
    public DetectionResult Detect(ISourceTree tree, DetectionHints hints, CancellationToken cancellation = default)
    {
        var scan = new SourceScan(tree, limits, cancellation);
        if (RelativePath.Normalised(hints.SourceDir) is not { } path)
        {
            return Nothing($"source_dir \"{hints.SourceDir}\" leads out of the repository.", scan);
        }

        var folder = scan.Folder(path);
        if (path.Length > 0 && !scan.Exists(path, folder: true))
        {
            return Nothing($"source_dir \"{hints.SourceDir}\" is not a folder of the repository. At its root there are: {Listed(scan.Folder(string.Empty).OwnFolders())}.", scan);
        }

        return hints.DockerfilePath is { Length: > 0 } dockerfile
            ? FromDockerfile(scan, folder, dockerfile, hints)
            : FromFiles(scan, folder, hints);
    }

    private DetectionResult FromFiles(SourceScan scan, SourceFolder folder, DetectionHints hints)
    {
        var drafts = hints.EnvironmentSlug is { Length: > 0 } slug
            ? Detect(folder, hints, [.. DetectorTable.Detectors.Where(detector => detector.EnvironmentSlug == slug)])
            : [];
        if (drafts.Count == 0)
        {
            drafts = Detect(folder, hints, DetectorTable.Detectors);
        }

        return drafts.Count > 0 ? Found(drafts, hints) : Nothing(NothingIn(scan, folder), scan);
    }

    private IReadOnlyList<ComponentDraft> Detect(SourceFolder folder, DetectionHints hints, IReadOnlyList<IDetector> detectors) =>
        new FolderDetection(detectors, hints, limits).Detect(folder);

    /// <summary>The path is relative to the root; one relative to source_dir, a frequent mistake, is understood as well.</summary>
    private static DetectionResult FromDockerfile(SourceScan scan, SourceFolder folder, string stated, DetectionHints hints)
    {
        var root = scan.Folder(string.Empty);
        if (RelativePath.Normalised(stated) is not { Length: > 0 } path)
        {
            return Nothing($"dockerfile_path \"{stated}\" leads out of the repository.", scan);
        }

        var home = root.Has(path) ? root : folder;
        return home.Has(path)
            ? Found([DockerfileDetector.From(folder, home, path)], hints)
            : Nothing($"dockerfile_path \"{stated}\" is not a file of the repository.", scan);
    }

    private static DetectionResult Found(IReadOnlyList<ComponentDraft> drafts, DetectionHints hints) =>
        new(ComponentNames.Named(KindChoice.Apply(drafts, hints.Kind)), Problem: null);

    private static string NothingIn(SourceScan scan, SourceFolder folder)
    {
        var where = folder.Path.Length == 0 ? "the repository" : $"source_dir \"{folder.Path}\"";
        return scan.List(folder.Path).Count == 0
            ? $"There are no files in {where}."
            : $"Nothing that can be built or served was found in {where} or up to two folders below. Looked for {LookedFor}. "
                + "Add one of them, set source_dir to the folder that holds the application, or dockerfile_path to a Dockerfile.";
    }

    private static DetectionResult Nothing(string problem, SourceScan scan) =>
        new([], scan.Notes.Count == 0 ? problem : $"{problem} {string.Join(' ', scan.Notes.Take(5))}");

    private static string Listed(IEnumerable<string> names) =>
        string.Join(", ", names.Take(20)) is { Length: > 0 } list ? list : "no folders";
}
