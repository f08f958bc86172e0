using Pipelines.Node.Releases;

namespace Pipelines.Node.Ingress;

/// <summary>What the ingress knows of an app: the release that has the traffic, and its rules in order of specificity.</summary>
internal sealed class IngressRoute
{
    private readonly CompiledRule[] rules;

    public IngressRoute(string appName, NodeRelease? release, NodeRelease? standby = null)
    {
        AppName = appName;
        Release = release;
        Standby = standby;
        rules = [.. (release?.Spec.Rules ?? []).Select(rule => new CompiledRule(rule)).OrderByDescending(rule => rule.Specificity)];
    }

    public string AppName { get; }

    public NodeRelease? Release { get; }

    /// <summary>Gets the release that had the traffic before, as long as it runs.</summary>
    public NodeRelease? Standby { get; }

    public CompiledRule? Match(string host, string path) => Array.Find(rules, rule => rule.Matches(host, path));
}
