using Pipelines.Node.Releases;

namespace Pipelines.Node.Ingress;

/// <summary>What the ingress knows of an app: the release that has the traffic, and its rules in order of specificity.</summary>
internal sealed class IngressRoute
{
    private readonly CompiledRule[] rules;

    public IngressRoute(string appName, NodeRelease? release)
    {
        AppName = appName;
        Release = release;
        rules = [.. (release?.Spec.Rules ?? []).Select(rule => new CompiledRule(rule)).OrderByDescending(rule => rule.Specificity)];
    }

    public string AppName { get; }

    public NodeRelease? Release { get; }

    public CompiledRule? Match(string host, string path) => Array.Find(rules, rule => rule.Matches(host, path));
}
