using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>The names of what the platform makes in a cluster: DNS labels of at most 63 characters, the same for the same input.</summary>
public static class ManifestNames
{
    /// <summary>The name of a pod's only container.</summary>
    public const string Container = "app";

    /// <summary>The ServiceAccount of an app's pods, which has no rights and no token.</summary>
    public const string ServiceAccount = "app";

    /// <summary>The Secret with the credentials to pull images.</summary>
    public const string PullSecret = "image-pull";

    /// <summary>The name of the port that takes public traffic.</summary>
    public const string HttpPort = "http";

    /// <summary>The Service in front of what serves static sites. Longer than any component's name, which is 32 at most.</summary>
    public const string SitesService = "static-sites-of-the-platform-ingress";

    /// <summary>The object of the edge that has an app's routes; further ones, where one does not hold them, are <c>app-1</c> and so on.</summary>
    public const string Route = "app";

    private const int SuffixLength = 8;
    private const int MaximumLength = 63;
    private const int CertificateHashBytes = 16;

    /// <summary>The namespace of an app.</summary>
    /// <param name="appId">The app's id.</param>
    /// <exception cref="ArgumentException">The id is no part of a DNS label.</exception>
    public static string OfApp(string appId) => IsLabelPart(appId) && appId.Length <= MaximumLength - 4
        ? "app-" + appId
        : throw new ArgumentException("an app's id must consist of small letters, digits and hyphens and fit a namespace's name", nameof(appId));

    /// <summary>What the Deployment and the Service of a component in one release are called.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="releaseId">The release's id.</param>
    public static string OfComponent(string component, string releaseId) => $"{component}-{Hash(releaseId)}";

    /// <summary>What the Job of a job's run is called.</summary>
    /// <param name="run">The run.</param>
    public static string OfJob(JobRun run) => OfJob(run.Component.Name, run.ReleaseId, run.Key);

    /// <summary>The Job of a run.</summary>
    /// <param name="component">The job's name.</param>
    /// <param name="releaseId">The release it belongs to.</param>
    /// <param name="key">The key of the run.</param>
    public static string OfJob(string component, string releaseId, string key) => $"{OfComponent(component, releaseId)}-{Hash(key)}";

    /// <summary>The hash that a run's label <see cref="ManifestLabels.Job"/> has.</summary>
    /// <param name="key">The run's key.</param>
    public static string OfJobKey(string key) => Hash(key);

    /// <summary>What the Secret with a domain's certificate is called.</summary>
    /// <param name="host">The domain's name, small letters.</param>
    public static string OfCertificate(string host) => "domain-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(host)).AsSpan(0, CertificateHashBytes));

    internal static string OfContent(string component, string releaseId, JsonObject content) =>
        $"{OfComponent(component, releaseId)}-{Hash(content.ToJsonString())}";

    internal static string OfRoute(int index) => index == 0 ? Route : $"{Route}-{index}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, SuffixLength / 2));

    private static bool IsLabelPart(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[^1]) && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
