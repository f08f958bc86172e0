using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s.Loading;

/// <summary>
/// Reads the kubeconfig format, v1 (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/). Fields that it does not
/// know are passed over; those it knows must have the right form.
/// </summary>
internal sealed class KubeConfigReader
{
    private readonly string source;
    private readonly string? directory;

    private KubeConfigReader(string source, string? directory)
    {
        this.source = source;
        this.directory = directory;
    }

    /// <summary>Reads a kubeconfig.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <param name="directory">Where its relative paths start; null for the working directory.</param>
    /// <exception cref="KubeConfigException">It is not a kubeconfig.</exception>
    public static K8SConfiguration Read(string text, string source, string? directory)
    {
        var root = YamlTreeReader.Read(text, source);
        var reader = new KubeConfigReader(source, directory);
        return root is null || root.IsNull ? new K8SConfiguration() : reader.ReadConfiguration(root);
    }

    private K8SConfiguration ReadConfiguration(YamlValue root)
    {
        if (root.Entries is null)
        {
            throw new KubeConfigException($"{source} is not a kubeconfig: it is not a map.");
        }

        var fields = new YamlFields(source, root);
        var kind = fields.Text("kind");
        if (kind is not (null or "" or "Config"))
        {
            throw fields.Wrong("kind", "is not Config");
        }

        if (fields.Text("apiVersion") is not (null or "" or "v1"))
        {
            throw fields.Wrong("apiVersion", "is not v1");
        }

        return new K8SConfiguration
        {
            ApiVersion = fields.Text("apiVersion"),
            Kind = kind,
            CurrentContext = fields.Text("current-context") is { Length: > 0 } current ? current : null,
            Preferences = fields.Map("preferences")?.ToDictionary(entry => entry.Key, entry => Plain(entry.Value)!, StringComparer.Ordinal),
            Extensions = ReadExtensions(fields),
            Clusters = ReadNamed(fields, "clusters", ReadCluster, cluster => cluster.Name),
            Users = ReadNamed(fields, "users", ReadUser, user => user.Name),
            Contexts = ReadNamed(fields, "contexts", ReadContext, context => context.Name),
        };
    }

    private T[] ReadNamed<T>(YamlFields fields, string field, Func<YamlFields, T> read, Func<T, string?> name)
    {
        var all = fields.List(field).Select(item => read(new YamlFields(source, item))).ToArray();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < all.Length; index++)
        {
            if (name(all[index]) is not { } text)
            {
                throw new KubeConfigException($"{source}: {field}[{index}].name is missing.");
            }

            if (!names.Add(text))
            {
                throw new KubeConfigException($"{source}: {field}[{index}].name is the name of another one, too.");
            }
        }

        return all;
    }

    private Cluster ReadCluster(YamlFields fields) => new()
    {
        Name = fields.Text("name"),
        ClusterEndpoint = fields.Inner("cluster") is { } inner ? ReadEndpoint(inner) : null,
    };

    private ClusterEndpoint ReadEndpoint(YamlFields fields) => new()
    {
        Server = fields.Text("server"),
        CertificateAuthority = fields.Text("certificate-authority"),
        CertificateAuthorityData = fields.Text("certificate-authority-data"),
        SkipTlsVerify = fields.Flag("insecure-skip-tls-verify"),
        TlsServerName = fields.Text("tls-server-name"),
        ProxyUrl = fields.Text("proxy-url"),
        Extensions = ReadExtensions(fields),
        Origin = Origin(fields),
    };

    private User ReadUser(YamlFields fields) => new()
    {
        Name = fields.Text("name"),
        UserCredentials = fields.Inner("user") is { } inner ? ReadCredentials(inner) : null,
    };

    private UserCredentials ReadCredentials(YamlFields fields) => new()
    {
        ClientCertificate = fields.Text("client-certificate"),
        ClientCertificateData = fields.Text("client-certificate-data"),
        ClientKey = fields.Text("client-key"),
        ClientKeyData = fields.Text("client-key-data"),
        Token = fields.Text("token"),
        TokenFile = fields.Text("tokenFile"),
        UserName = fields.Text("username"),
        Password = fields.Text("password"),
        Impersonate = fields.Text("as"),
        ImpersonateGroups = fields.Texts("as-groups") ?? [],
        AuthProvider = fields.Inner("auth-provider") is { } provider ? ReadAuthProvider(provider) : null,
        ExternalExecution = fields.Inner("exec") is { } exec ? ReadExec(exec) : null,
        Extensions = ReadExtensions(fields),
        Origin = Origin(fields),
    };

    private static AuthProvider ReadAuthProvider(YamlFields fields) => new()
    {
        Name = fields.Text("name"),
        Config = fields.Inner("config") is { } config ? config.AllTexts() : null,
    };

    private ExternalExecution ReadExec(YamlFields fields) => new()
    {
        ApiVersion = fields.Text("apiVersion"),
        Command = fields.Text("command") is { } command ? Program(command) : null,
        Arguments = fields.Texts("args"),
        EnvironmentVariables = [.. fields.List("env").Select(item => new YamlFields(source, item).AllTexts())],
        InstallHint = fields.Text("installHint"),
        ProvideClusterInfo = fields.Flag("provideClusterInfo"),
        Origin = Origin(fields),
    };

    // A bare name is looked up on the PATH; what has a slash is a path like the others (kubectl does the same).
    private string Program(string command) => directory is not null && command.Contains('/') ? Path.Combine(directory, command) : command;

    private static Context ReadContext(YamlFields fields) => new()
    {
        Name = fields.Text("name"),
        ContextDetails = fields.Inner("context") is { } inner ? ReadDetails(inner) : null,
    };

    private static ContextDetails ReadDetails(YamlFields fields) => new()
    {
        Cluster = fields.Text("cluster"),
        User = fields.Text("user"),
        Namespace = fields.Text("namespace"),
        Extensions = ReadExtensions(fields),
    };

    private static NamedExtension[]? ReadExtensions(YamlFields fields) =>
        fields.List("extensions") is { Count: > 0 } items ? [.. items.Select(ReadExtension)] : null;

    private static NamedExtension ReadExtension(YamlValue item) => new()
    {
        Name = item.Entries?.GetValueOrDefault("name")?.Text,
        Extension = item.Entries?.GetValueOrDefault("extension") is { } value ? Plain(value) : null,
    };

    private static object? Plain(YamlValue value) => value switch
    {
        { Items: { } items } => items.Select(Plain).ToList(),
        { Entries: { } entries } => entries.ToDictionary(entry => entry.Key, entry => Plain(entry.Value), StringComparer.Ordinal),
        _ => value.Text,
    };

    private KubeConfigOrigin Origin(YamlFields fields) => new(source, fields.Path, directory);
}
