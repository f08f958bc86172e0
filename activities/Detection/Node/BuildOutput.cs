using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Node;

/// <summary>Where a bundler writes: as its configuration says, else where it does by default.</summary>
internal static class BuildOutput
{
    internal static ComponentDraft Published(ComponentDraft draft, string? config, Regex setting, string byDefault)
    {
        var stated = config is null ? null : draft.Folder.Match(config, setting);
        var inside = stated is { } folder && folder.StartsWith("./", StringComparison.Ordinal) ? stated[2..] : stated;
        return inside is not null && RelativePath.IsInside(inside)
            ? draft.Publishes(inside.TrimEnd('/'), config!, $"writes to {stated}")
            : draft.Publishes(byDefault, config ?? NodePackage.FileName, $"{draft.Framework} writes there by default");
    }
}
