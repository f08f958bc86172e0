using System.Text;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s.Loading;

/// <summary>Takes over how a user of a kubeconfig proves to be that user.</summary>
internal static class UserResolution
{
    /// <summary>Takes over a user's credentials.</summary>
    /// <exception cref="KubeConfigException">They are missing or wrong.</exception>
    public static void Apply(KubernetesClientConfiguration configuration, UserCredentials credentials, ClusterEndpoint endpoint, KubeConfigOrigin origin)
    {
        RefuseImpersonation(credentials, origin);
        var found = ApplySecret(configuration, credentials, origin);
        found |= ApplyCertificate(configuration, credentials, origin);
        found |= ApplyProgram(configuration, credentials, endpoint, origin);
        if (!found)
        {
            throw credentials.AuthProvider is null
                ? new KubeConfigException($"{origin.Source}: {origin.Path} has no usable credentials.")
                : new KubeConfigException($"{origin.Field("auth-provider")} is not supported: use a credential program (exec).");
        }
    }

    // Who is not who the file says would act with other rights than its author wants.
    private static void RefuseImpersonation(UserCredentials credentials, KubeConfigOrigin origin)
    {
        if (!string.IsNullOrEmpty(credentials.Impersonate) || credentials.ImpersonateGroups.Any())
        {
            throw new KubeConfigException($"{origin.Field("as")} is not supported.");
        }
    }

    private static bool ApplySecret(KubernetesClientConfiguration configuration, UserCredentials credentials, KubeConfigOrigin origin)
    {
        if (!string.IsNullOrWhiteSpace(credentials.TokenFile))
        {
            configuration.TokenProvider = new TokenFileAuth(origin.Resolve(credentials.TokenFile));
            return true;
        }

        if (!string.IsNullOrWhiteSpace(credentials.Token))
        {
            configuration.AccessToken = credentials.Token.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? throw new KubeConfigException($"{origin.Field("token")} has spaces, line breaks or characters beyond ASCII.")
                : credentials.Token;
            return true;
        }

        if (string.IsNullOrWhiteSpace(credentials.UserName) || string.IsNullOrWhiteSpace(credentials.Password))
        {
            return false;
        }

        configuration.Username = credentials.UserName;
        configuration.Password = credentials.Password;
        return true;
    }

    private static bool ApplyCertificate(KubernetesClientConfiguration configuration, UserCredentials credentials, KubeConfigOrigin origin)
    {
        var certificate = Pem(credentials.ClientCertificateData, credentials.ClientCertificate, "client-certificate", origin);
        var key = Pem(credentials.ClientKeyData, credentials.ClientKey, "client-key", origin);
        if (certificate is null && key is null)
        {
            return false;
        }

        if (certificate is null || key is null)
        {
            throw new KubeConfigException($"{origin.Field(certificate is null ? "client-certificate" : "client-key")} is missing: a certificate needs its key.");
        }

        // Read here already, where the file and the field can be named.
        var (identity, intermediates) = PemFiles.Identity(certificate.Value.Text, certificate.Value.Field, key.Value.Text, key.Value.Field);
        identity.Dispose();
        foreach (var intermediate in intermediates)
        {
            intermediate.Dispose();
        }

        configuration.ClientCertificateData = credentials.ClientCertificateData;
        configuration.ClientCertificateKeyData = credentials.ClientKeyData;
        configuration.ClientCertificateFilePath = FilePath(credentials.ClientCertificateData, credentials.ClientCertificate, origin);
        configuration.ClientKeyFilePath = FilePath(credentials.ClientKeyData, credentials.ClientKey, origin);
        return true;
    }

    // The text takes precedence over the file (kubeconfig v1).
    private static (string Text, string Field)? Pem(string? data, string? file, string field, KubeConfigOrigin origin)
    {
        if (!string.IsNullOrWhiteSpace(data))
        {
            var name = origin.Field(field + "-data");
            return (PemFiles.Decode(data, name), name);
        }

        return string.IsNullOrWhiteSpace(file) ? null : ReferredFile.Read(origin, field, file);
    }

    private static string? FilePath(string? data, string? file, KubeConfigOrigin origin) =>
        string.IsNullOrWhiteSpace(data) && !string.IsNullOrWhiteSpace(file) ? origin.Resolve(file) : null;

    private static bool ApplyProgram(KubernetesClientConfiguration configuration, UserCredentials credentials, ClusterEndpoint endpoint, KubeConfigOrigin origin)
    {
        if (credentials.ExternalExecution is not { } exec)
        {
            return false;
        }

        exec.ClusterEndpoint = endpoint;
        exec.Origin ??= origin with { Path = origin.Path + ".exec" };
        var status = KubernetesClientConfiguration.ExecuteExternalCommand(exec).Status!;
        if (!string.IsNullOrEmpty(status.ClientCertificateData))
        {
            configuration.ClientCertificateData = Base64(status.ClientCertificateData);
            configuration.ClientCertificateKeyData = Base64(status.ClientKeyData!);
        }

        if (!string.IsNullOrEmpty(status.Token))
        {
            configuration.AccessToken = status.Token;
            configuration.TokenProvider = new ExecTokenProvider(exec, status, TimeProvider.System);
        }

        return true;
    }

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}
