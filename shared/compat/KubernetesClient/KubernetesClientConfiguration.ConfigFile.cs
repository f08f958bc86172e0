using System.Diagnostics.CodeAnalysis;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using k8s.Loading;

namespace k8s;

/// <content>Configurations from kubeconfig files.</content>
public partial class KubernetesClientConfiguration
{
    /// <summary>Where the kubeconfig file is unless somebody says otherwise.</summary>
    [SuppressMessage("StyleCop.CSharp.MaintainabilityRules", "SA1401", Justification = "The official package has a field.")]
    [SuppressMessage("Usage", "CA2211", Justification = "It is read-only.")]
    public static readonly string KubeConfigDefaultLocation = Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".kube", "config");

    /// <summary>Gets the name of the context; null when none was chosen.</summary>
    public string? CurrentContext { get; private set; }

    /// <summary>
    /// Takes the files of the environment variable KUBECONFIG merged, else the file at <see cref="KubeConfigDefaultLocation"/>,
    /// else the service account of the pod, else <c>http://localhost:8080</c>.
    /// </summary>
    /// <exception cref="KubeConfigException">What is there cannot be used.</exception>
    public static KubernetesClientConfiguration BuildDefaultConfig() => BuildDefaultConfig(Surroundings.Process);

    /// <summary>Takes a file's context.</summary>
    /// <param name="kubeconfigPath">The file; null for <see cref="KubeConfigDefaultLocation"/>.</param>
    /// <param name="currentContext">The context; null for the file's current one.</param>
    /// <param name="masterUrl">The server's address; null for the context's.</param>
    /// <param name="useRelativePaths">Whether relative paths in the file start at its directory; else at the working directory.</param>
    /// <exception cref="KubeConfigException">It cannot be used.</exception>
    public static KubernetesClientConfiguration BuildConfigFromConfigFile(string? kubeconfigPath = null, string? currentContext = null, string? masterUrl = null, bool useRelativePaths = true) =>
        BuildConfigFromConfigObject(LoadKubeConfig(kubeconfigPath, useRelativePaths), currentContext, masterUrl);

    /// <summary>Takes a file's context.</summary>
    /// <param name="kubeconfig">The file.</param>
    /// <param name="currentContext">The context; null for the file's current one.</param>
    /// <param name="masterUrl">The server's address; null for the context's.</param>
    /// <param name="useRelativePaths">Whether relative paths in the file start at its directory; else at the working directory.</param>
    /// <exception cref="KubeConfigException">It cannot be used.</exception>
    public static KubernetesClientConfiguration BuildConfigFromConfigFile(FileInfo kubeconfig, string? currentContext = null, string? masterUrl = null, bool useRelativePaths = true) =>
        BuildConfigFromConfigObject(LoadKubeConfig(kubeconfig, useRelativePaths), currentContext, masterUrl);

    /// <summary>Takes a context of a kubeconfig that was read.</summary>
    /// <param name="k8SConfig">The kubeconfig.</param>
    /// <param name="currentContext">The context; null for the current one.</param>
    /// <param name="masterUrl">The server's address; null for the context's.</param>
    /// <exception cref="KubeConfigException">It cannot be used.</exception>
    public static KubernetesClientConfiguration BuildConfigFromConfigObject(K8SConfiguration k8SConfig, string? currentContext = null, string? masterUrl = null)
    {
        ArgumentNullException.ThrowIfNull(k8SConfig);
        var configuration = new KubernetesClientConfiguration();
        if ((currentContext ?? k8SConfig.CurrentContext) is { } context)
        {
            configuration.CurrentContext = ContextResolution.Apply(configuration, k8SConfig, context);
        }

        if (!string.IsNullOrWhiteSpace(masterUrl))
        {
            configuration.Host = masterUrl;
        }

        return string.IsNullOrWhiteSpace(configuration.Host)
            ? throw new KubeConfigException($"{k8SConfig.FileName ?? "The kubeconfig"} names no current context: which cluster is meant?")
            : configuration;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="kubeconfigPath">The file; null for <see cref="KubeConfigDefaultLocation"/>.</param>
    /// <param name="useRelativePaths">Whether relative paths in the file start at its directory; else at the working directory.</param>
    /// <exception cref="KubeConfigException">It cannot be read or is not a kubeconfig.</exception>
    public static K8SConfiguration LoadKubeConfig(string? kubeconfigPath = null, bool useRelativePaths = true) =>
        LoadKubeConfig(new FileInfo(kubeconfigPath ?? KubeConfigDefaultLocation), useRelativePaths);

    /// <summary>Reads a file.</summary>
    /// <param name="kubeconfig">The file.</param>
    /// <param name="useRelativePaths">Whether relative paths in the file start at its directory; else at the working directory.</param>
    /// <exception cref="KubeConfigException">It cannot be read or is not a kubeconfig.</exception>
    public static K8SConfiguration LoadKubeConfig(FileInfo kubeconfig, bool useRelativePaths = true)
    {
        ArgumentNullException.ThrowIfNull(kubeconfig);
        var text = BoundedFile.ReadText(kubeconfig.FullName);
        var configuration = KubeConfigReader.Read(text, kubeconfig.FullName, useRelativePaths ? kubeconfig.DirectoryName : null);
        configuration.FileName = useRelativePaths ? kubeconfig.FullName : null;
        return configuration;
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="kubeconfigStream">The stream.</param>
    /// <exception cref="KubeConfigException">It is not a kubeconfig.</exception>
    public static K8SConfiguration LoadKubeConfig(Stream kubeconfigStream)
    {
        ArgumentNullException.ThrowIfNull(kubeconfigStream);
        var text = BoundedFile.ReadText(kubeconfigStream, "The kubeconfig");
        return KubeConfigReader.Read(text, "The kubeconfig", null);
    }

    internal static KubernetesClientConfiguration BuildDefaultConfig(Surroundings surroundings)
    {
        if (surroundings.Variable("KUBECONFIG") is { } files)
        {
            return BuildConfigFromConfigObject(KubeConfigMerge.Load(files));
        }

        var file = Path.Combine(surroundings.Variable("HOME") ?? "/", ".kube", "config");
        if (File.Exists(file))
        {
            return BuildConfigFromConfigFile(file);
        }

        return IsInCluster(surroundings) ? InClusterConfig(surroundings) : new KubernetesClientConfiguration { Host = "http://localhost:8080" };
    }
}
