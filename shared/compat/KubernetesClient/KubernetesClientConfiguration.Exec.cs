using System.Diagnostics.CodeAnalysis;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using k8s.Loading;

namespace k8s;

/// <content>Programs that yield credentials.</content>
public partial class KubernetesClientConfiguration
{
    /// <summary>Gets or sets how long such a program may run.</summary>
    public static TimeSpan ExecTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Runs a program that yields credentials, without a shell.</summary>
    /// <exception cref="KubeConfigException">It is missing, fails, takes too long, or yields no credentials.</exception>
    [SuppressMessage("Usage", "VSTHRD002", Justification = "The official package has no asynchronous one; it runs on the pool, where nothing can wait for itself.")]
    public static ExecCredentialResponse ExecuteExternalCommand(ExternalExecution config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Task.Run(() => CredentialProgram.RunAsync(config, CancellationToken.None)).GetAwaiter().GetResult();
    }
}
