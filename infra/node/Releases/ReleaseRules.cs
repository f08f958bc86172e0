using System.Text.RegularExpressions;
using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Node.Releases;

/// <summary>What the node demands of a release before it touches the disk: names become paths and host names.</summary>
internal static partial class ReleaseRules
{
    private const int MaximumInstances = 250;
    private const int LargestPort = 65535;

    /// <summary>Finds what is wrong with a release; null when nothing is.</summary>
    public static string? Check(Release release) =>
        !IsId(release.AppId) ? "The app's id is not made of letters, digits, '-', '_' and '.'."
        : !IsId(release.Id) ? "The release's id is not made of letters, digits, '-', '_' and '.'."
        : !IsName(release.AppName) ? "The app's name is not a DNS label."
        : release.Components.Count == 0 ? "The release has no component."
        : release.Components.DistinctBy(each => each.Name).Count() != release.Components.Count ? "Two components have the same name."
        : release.Components.Select(Check).FirstOrDefault(each => each is not null);

    /// <summary>Finds what is wrong with a component; null when nothing is.</summary>
    public static string? Check(ReleaseComponent component) =>
        !IsName(component.Name) ? $"The component's name '{component.Name}' is not a DNS label."
        : component.Upstream is not null && component.Kind != ComponentKind.Service ? $"Component '{component.Name}' is no service and cannot be served elsewhere."
        : component.Upstream is { } upstream && !IsOrigin(upstream) ? $"The upstream of '{component.Name}' is not an http or https address of a host and a port alone."
        : component.Kind != ComponentKind.StaticSite && component.Upstream is null && component.Image is null ? $"Component '{component.Name}' has no image."
        : component.InstanceCount is < 1 or > MaximumInstances ? $"Component '{component.Name}' wants {component.InstanceCount} instances; 1 to {MaximumInstances} are possible."
        : component.HttpPort is < 0 or > LargestPort || component.InternalPorts.Any(each => each is < 1 or > LargestPort) ? $"Component '{component.Name}' has a port out of range."
        : component.Kind == ComponentKind.Service && component.Upstream is null && component.HttpPort == 0 ? $"Service '{component.Name}' has no port."
        : component.Environment.Any(each => each.Key.Contains('=', StringComparison.Ordinal) || each.Key.Contains('\0', StringComparison.Ordinal) || each.Value.Contains('\0', StringComparison.Ordinal))
            ? $"Component '{component.Name}' has an environment variable that no process can have."
        : null;

    /// <summary>Finds what is wrong with a job; null when nothing is.</summary>
    public static string? Check(JobRun run) =>
        !IsId(run.AppId) || !IsId(run.ReleaseId) ? "The job's app or release has no valid id."
        : run.Component.Image is null ? $"Job '{run.Component.Name}' has no image."
        : Check(run.Component);

    /// <summary>Whether a text is an id that may become part of a path.</summary>
    public static bool IsId(string? text) => text is not null && Id().IsMatch(text);

    private static bool IsOrigin(Uri address) => address is
    {
        IsAbsoluteUri: true,
        Scheme: "http" or "https",
        Host.Length: > 0,
        Port: > 0,
        UserInfo.Length: 0,
        PathAndQuery: "/",
        Fragment.Length: 0,
    };

    private static bool IsName(string? text) => text is not null && Name().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
