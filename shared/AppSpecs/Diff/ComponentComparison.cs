using System.Collections.Frozen;

namespace Pipelines.AppSpecs;

/// <summary>Compares a component of two specs, field by field.</summary>
internal static class ComponentComparison
{
    /// <summary>Fields that decide what is built, or which image is used.</summary>
    private static readonly FrozenSet<string> s_build = new[]
    {
        "git", "github", "gitlab", "bitbucket", "image", "dockerfile_path", "build_command", "source_dir", "environment_slug", "output_dir",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyList<ChangeReason> Compare(AppSpec previous, IComponent before, AppSpec next, IComponent after)
    {
        var reasons = FieldComparison.Compare(before, after)
            .Where(change => change.Path != "envs")
            .Select(change => new ChangeReason(change.Path, change.Description, ActionFor(change.Path)))
            .Concat(EnvComparison.Compare(previous, before, next, after))
            .ToList();
        reasons.AddRange(ReferenceComparison.Compare(previous, next, after).Where(reason => reasons.All(other => other.Path != reason.Path)).Distinct().ToList());
        reasons.AddRange(CompareSurroundings(previous, next, (IBuildableComponent)after));
        return [.. reasons.OrderByDescending(reason => reason.Action)];
    }

    private static ComponentAction ActionFor(string path)
    {
        var field = path.Split('.')[0];
        if (field == "alerts" || path.EndsWith(".deploy_on_push", StringComparison.Ordinal) || path.EndsWith(".deploy_on_push.enabled", StringComparison.Ordinal))
        {
            return ComponentAction.None;
        }

        return s_build.Contains(field) && path != "image.registry_credentials" ? ComponentAction.Rebuild : ComponentAction.Redeploy;
    }

    /// <summary>Parts of the application that components are built with or run in.</summary>
    private static IEnumerable<ChangeReason> CompareSurroundings(AppSpec previous, AppSpec next, IBuildableComponent component)
    {
        if (component is { DockerfilePath: null, Image: null } && !BuildFeatures(previous).SetEquals(BuildFeatures(next)))
        {
            yield return new ChangeReason("features", "changed what components are built with", ComponentAction.Rebuild);
        }

        if (component is not IScalableComponent)
        {
            yield break;
        }

        foreach (var (path, differs) in new[] { ("region", previous.Region != next.Region), ("egress", previous.Egress != next.Egress), ("vpc", previous.Vpc != next.Vpc) })
        {
            if (differs)
            {
                yield return new ChangeReason(path, "changed", ComponentAction.Redeploy);
            }
        }
    }

    private static HashSet<string> BuildFeatures(AppSpec spec) =>
        spec.Features.Where(feature => feature.StartsWith("buildpack", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
}
