using Microsoft.Extensions.Options;
using Pipelines.Oci.Runtime;

namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>
/// What a build sees of the machine, all of it read only: system directories, toolchains, a few harmless files of
/// /etc. Not among them: home directories, /var, the platform's data, sockets, /etc at large.
/// </summary>
internal sealed class MachineFiles(IOptions<BuildOptions> options)
{
    private static readonly string[] SystemDirectories = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    private static readonly string[] Etc =
    [
        "alternatives", "ssl", "ca-certificates", "ca-certificates.conf", "pki", "crypto-policies", "ld.so.cache", "ld.so.conf", "ld.so.conf.d",
        "resolv.conf", "nsswitch.conf", "hosts", "host.conf", "gai.conf", "services", "protocols", "localtime", "timezone", "mime.types",
        "java-11-openjdk", "java-17-openjdk", "java-21-openjdk", "maven", "php", "debian_version", "os-release", "npmrc", "pip.conf", "dotnet",
    ];

    private static readonly string[] HomeToolchains =
        [".pyenv", ".rustup", ".cargo/bin", ".nvm/versions", ".bun/bin", ".deno/bin", ".rbenv", ".asdf", ".sdkman/candidates", ".dotnet/dotnet", ".volta"];

    /// <summary>Gets the toolchains outside of the system directories, as directories or files of the host.</summary>
    public IReadOnlyList<string> Toolchains { get; } = FindToolchains(options.Value);

    /// <summary>Gets the search path of build commands: the platform's own as far as the sandbox has its directories.</summary>
    public IReadOnlyList<string> SearchPath => [.. OwnPath().Where(IsVisible)];

    /// <summary>Makes the links of a merged /usr in a root directory and lists the mounts.</summary>
    public IEnumerable<RuntimeMount> MountInto(string root)
    {
        foreach (var directory in SystemDirectories.Select(path => new DirectoryInfo(path)).Where(directory => directory.Exists))
        {
            if (directory.LinkTarget is { } target)
            {
                File.CreateSymbolicLink(root + directory.FullName, target);
            }
            else
            {
                yield return RuntimeMount.ReadOnly(directory.FullName, directory.FullName);
            }
        }

        foreach (var path in Etc.Select(name => "/etc/" + name).Concat(Toolchains))
        {
            if (Resolved(path) is { } source)
            {
                yield return RuntimeMount.ReadOnly(source, path);
            }
        }
    }

    private static string? Resolved(string path) =>
        File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path
        : Directory.Exists(path) ? new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path
        : null;

    private static IEnumerable<string> OwnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':').Where(Path.IsPathRooted).Distinct();

    private static string[] FindToolchains(BuildOptions options)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string?[] named =
        [
            .. HomeToolchains.Select(name => Path.Combine(home, name)),
            .. ((string[])["PYENV_ROOT", "RUSTUP_HOME", "DOTNET_ROOT", "JAVA_HOME", "GOROOT"]).Select(Environment.GetEnvironmentVariable),
            .. OwnPath().Where(path => path.StartsWith("/opt/", StringComparison.Ordinal)).Select(path => string.Join('/', path.Split('/').Take(3))),
            .. ((string[])["PIP_FIND_LINKS"]).Select(Environment.GetEnvironmentVariable),
            .. options.ToolchainDirectories,
        ];
        return
        [
            .. named
                .OfType<string>()
                .Where(path => Path.IsPathRooted(path) && !InSystem(path) && (Directory.Exists(path) || File.Exists(path)))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool InSystem(string path) =>
        Array.Exists(SystemDirectories, directory => path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal));

    private bool IsVisible(string path) =>
        InSystem(path) || Toolchains.Any(toolchain => path == toolchain || path.StartsWith(toolchain + "/", StringComparison.Ordinal));
}
