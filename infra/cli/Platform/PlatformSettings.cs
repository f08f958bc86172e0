namespace Pipelines.Cli.Platform;

/// <summary>How the platform is run on this machine.</summary>
internal sealed record PlatformSettings(string DataDirectory, Uri Api, int IngressPort, string Runtime, KubernetesSettings? Kubernetes);
