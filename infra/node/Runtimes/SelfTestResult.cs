namespace Pipelines.Node.Runtimes;

/// <summary>What the self-test has found, kept until the machine or its programs change.</summary>
internal sealed record SelfTestResult(string Key, string Runtime, bool Networks, bool Overlay, IReadOnlyDictionary<string, string> Rejected);
