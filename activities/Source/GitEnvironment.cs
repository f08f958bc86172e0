using System.Globalization;
using System.Net;
using System.Text;

namespace Pipelines.Activities.Source;

/// <summary>
/// The environment git runs in. It alone carries configuration and credentials: nothing of the machine's or user's
/// configuration is read, nothing secret is in an argument, and nothing in a repository can make git run a program.
/// </summary>
internal static class GitEnvironment
{
    private static readonly string[] Inherited =
    [
        "PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "CURL_CA_BUNDLE", "SSH_AUTH_SOCK", "TMPDIR",
        "http_proxy", "https_proxy", "no_proxy", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
    ];

    // The last value counts; see git-config(1).
    private static readonly (string Key, string Value)[] Configuration =
    [
        ("core.hooksPath", "/dev/null"),
        ("core.fsmonitor", "false"),
        ("core.symlinks", "false"),
        ("core.fsync", "none"),
        ("core.bigFileThreshold", "16m"),
        ("core.askPass", string.Empty),
        ("credential.helper", string.Empty),
        ("credential.interactive", "false"),
        ("fetch.unpackLimit", "1"),
        ("fetch.recurseSubmodules", "false"),
        ("fetch.writeCommitGraph", "false"),
        ("gc.auto", "0"),
        ("maintenance.auto", "false"),
        ("protocol.allow", "never"),
        ("transfer.bundleURI", "false"),
        ("transfer.credentialsInUrl", "die"),
        ("log.showSignature", "false"),
        ("init.defaultBranch", "main"),
        ("http.lowSpeedLimit", "1"),
        ("http.lowSpeedTime", "60"),
        ("lfs.basicTransfersOnly", "true"),
    ];

    /// <summary>The environment for work within the cache.</summary>
    public static Dictionary<string, string> Offline(GitSourceOptions options)
    {
        var environment = Base(options, "none");
        Configure(environment, Configuration);
        return environment;
    }

    /// <summary>The environment for reaching one repository.</summary>
    public static Dictionary<string, string> For(RepositoryAddress address, IReadOnlyList<IPAddress> pinned, GitSourceOptions options)
    {
        var protocol = address.Scheme switch
        {
            RepositoryScheme.Https => "https",
            RepositoryScheme.Http => "http",
            RepositoryScheme.Ssh => "ssh",
            _ => "file",
        };
        var environment = Base(options, protocol);
        List<(string Key, string Value)> configuration =
            [.. Configuration, ($"protocol.{protocol}.allow", "always"), ("remote.origin.url", address.Url)];
        if (address.Scheme is RepositoryScheme.Https or RepositoryScheme.Http)
        {
            configuration.Add(("http.followRedirects", options.AllowPrivateNetworks ? "initial" : "false"));
            configuration.AddRange(pinned.Count == 0 ? [] : [("http.curloptResolve", PinOf(address, pinned))]);
            AddCredential(address, environment, configuration);
        }
        else if (address.Scheme == RepositoryScheme.Ssh)
        {
            environment["GIT_SSH_COMMAND"] = SshCommand(address, pinned, options);
            environment["GIT_SSH_VARIANT"] = "ssh";
        }

        Configure(environment, configuration);
        return environment;
    }

    private static Dictionary<string, string> Base(GitSourceOptions options, string protocol)
    {
        var environment = Inherited
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        environment["HOME"] = options.CacheDirectory;
        environment["LC_ALL"] = "C";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_ASKPASS"] = "/bin/false";
        environment["SSH_ASKPASS"] = "/bin/false";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        environment["GIT_ATTR_NOSYSTEM"] = "1";
        environment["GIT_ALLOW_PROTOCOL"] = protocol;
        environment["GIT_PROTOCOL_FROM_USER"] = "0";
        environment["GIT_NO_LAZY_FETCH"] = "1";
        environment["GIT_NO_REPLACE_OBJECTS"] = "1";
        environment["GIT_LFS_SKIP_SMUDGE"] = "1";
        environment["GIT_ADVICE"] = "0";
        return environment;
    }

    private static void Configure(Dictionary<string, string> environment, IReadOnlyList<(string Key, string Value)> configuration)
    {
        environment["GIT_CONFIG_COUNT"] = configuration.Count.ToString(CultureInfo.InvariantCulture);
        for (var index = 0; index < configuration.Count; index++)
        {
            environment[$"GIT_CONFIG_KEY_{index}"] = configuration[index].Key;
            environment[$"GIT_CONFIG_VALUE_{index}"] = configuration[index].Value;
        }
    }

    /// <summary>git itself keeps the helper to this scheme, host and port, redirects included; printf is built into the shell.</summary>
    private static void AddCredential(RepositoryAddress address, Dictionary<string, string> environment, List<(string Key, string Value)> configuration)
    {
        if (address.Credential is not var (userName, password))
        {
            return;
        }

        environment["PIPELINES_GIT_USERNAME"] = userName;
        environment["PIPELINES_GIT_PASSWORD"] = password;
        configuration.Add((
            $"credential.{address.Origin}.helper",
            "!f() { test \"$1\" = get && printf 'username=%s\\npassword=%s\\n' \"$PIPELINES_GIT_USERNAME\" \"$PIPELINES_GIT_PASSWORD\"; }; f"));
    }

    private static string PinOf(RepositoryAddress address, IReadOnlyList<IPAddress> pinned) =>
        $"{address.Host.Trim('[', ']')}:{address.EffectivePort}:{string.Join(',', pinned)}";

    /// <summary>git hands this to a shell: every word is either constant or quoted.</summary>
    private static string SshCommand(RepositoryAddress address, IReadOnlyList<IPAddress> pinned, GitSourceOptions options)
    {
        var words = new List<string>
        {
            "ssh", "-F", "/dev/null", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=accept-new", "-o", "ConnectTimeout=20",
            "-o", "ForwardAgent=no", "-o", "PermitLocalCommand=no", "-o", "ProxyCommand=none",
            "-o", "UserKnownHostsFile=" + Path.Combine(options.CacheDirectory, "known_hosts"),
        };
        if (options.SshKeyFile is { } key)
        {
            words.AddRange(["-i", key, "-o", "IdentitiesOnly=yes"]);
        }

        if (pinned.Count > 0)
        {
            words.AddRange(["-o", $"HostName={pinned[0]}", "-o", "HostKeyAlias=" + address.Host.Trim('[', ']')]);
        }

        return words.Aggregate(new StringBuilder(), (line, word) => line.Append(line.Length > 0 ? " " : string.Empty).Append(Quoted(word))).ToString();
    }

    private static string Quoted(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
