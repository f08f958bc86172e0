using Pipelines.Activities.Detection.Node;
using Pipelines.Activities.Detection.Processes;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection;

/// <summary>Applies the detectors to a folder and, where nothing is there, to the folders one and two levels below.</summary>
internal sealed class FolderDetection(IReadOnlyList<IDetector> detectors, DetectionHints hints, DetectionLimits limits)
{
    private const int MaxLevels = 2;
    private const int MaxRank = 4;

    /// <summary>Folders of a repository that hold no component of it.</summary>
    private static readonly HashSet<string> NoComponents = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "tests", "e2e", "spec", "example", "examples", "sample", "samples", "scripts", "tools", "hack", "docs", "doc",
        "templates", "static", "assets", "public", "migrations", "dist", "build", "out",
    };

    internal IReadOnlyList<ComponentDraft> Detect(SourceFolder folder)
    {
        var here = DetectIn(folder);
        if (here.Count > 0 && here.Any(draft => draft.IsComplete) && !IsBareWorkspace(folder, here))
        {
            return here;
        }

        var below = Below(folder, MaxLevels);
        var certain = below.Where(draft => !draft.IsGuess).ToList();
        var found = certain.Count > 0 || here.Any(draft => draft.IsComplete) ? certain : below;
        return found.Count > 0
            ? [.. found.Take(limits.MaxComponents).Select(draft => NodeWorkspace.Lifted(draft, folder))]
            : here;
    }

    /// <summary>The best that the detectors say: complete before incomplete, certain before guessed, specific before general.</summary>
    private IReadOnlyList<ComponentDraft> DetectIn(SourceFolder folder)
    {
        var procfile = hints.Kind == ComponentKind.StaticSite ? null : Procfile.In(folder);
        List<ComponentDraft>? best = null;
        var bestRank = 0;
        foreach (var detector in detectors)
        {
            var found = detector.Detect(folder).Take(limits.MaxComponents).ToList();
            var rank = Rank(found, detector, procfile);
            if (rank > bestRank)
            {
                (best, bestRank) = (found, rank);
            }

            if (bestRank == MaxRank)
            {
                break;
            }
        }

        return best is null ? [] : procfile is null ? best : ProcessSplit.Apply(procfile, best);
    }

    private static int Rank(List<ComponentDraft> found, IDetector detector, Procfile? procfile)
    {
        if (found.Count == 0)
        {
            return 0;
        }

        // A Procfile states how to run, and often for which language; the rest only has to be built.
        if (procfile?.EnvironmentSlug is { } slug && (detector.EnvironmentSlug == slug || found[0].DockerfilePath is not null))
        {
            return MaxRank;
        }

        var isComplete = found.Exists(draft => draft.IsComplete) || (procfile is not null && detector is not ProcfileDetector);
        return !isComplete ? 1 : found.TrueForAll(draft => draft.IsGuess) ? 2 : procfile?.EnvironmentSlug is null ? MaxRank : 3;
    }

    /// <summary>The root of a workspace is no application itself, unless a framework says so.</summary>
    private static bool IsBareWorkspace(SourceFolder folder, IReadOnlyList<ComponentDraft> here) =>
        here[0] is { EnvironmentSlug: NodePackage.EnvironmentSlug, Framework: null }
        && !folder.Has(Procfile.FileName)
        && NodePackage.In(folder) is { IsWorkspaceRoot: true };

    private List<ComponentDraft> Below(SourceFolder folder, int levels)
    {
        var found = new List<ComponentDraft>();
        foreach (var name in folder.OwnFolders().Where(name => !NoComponents.Contains(name)))
        {
            var inner = folder.Folder(name);
            var drafts = DetectIn(inner).Where(draft => draft.IsComplete).ToList();
            found.AddRange(drafts.Count > 0 || levels == 1 ? drafts : Below(inner, levels - 1));
        }

        return found;
    }
}
