using System.Text.RegularExpressions;
using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Builds;

/// <summary>Runs buildah on one storage.</summary>
/// <param name="program">The program.</param>
/// <param name="storage">The directory of its images and containers.</param>
internal sealed partial class Buildah(string program, string storage)
{
    private static readonly string[] Inherited = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>Whether a variable of strangers may be in buildah's own environment: not one that the loader, the C library, Go or buildah obeys.</summary>
    public static bool MayInherit(string name) => !Obeyed().IsMatch(name);

    /// <summary>Runs a command.</summary>
    public Task<int> RunAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Action<string> output, Action<string> error, CancellationToken cancellation)
    {
        PrivateDirectory.Create(storage);
        var all = Inherited
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        foreach (var (name, value) in environment.Where(variable => MayInherit(variable.Key)))
        {
            all[name] = value;
        }

        // buildah's own: stronger than a build argument of the same name.
        all["PATH"] = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin";
        all["HOME"] = storage;
        all["TMPDIR"] = Directory.CreateDirectory(Path.Combine(storage, "tmp")).FullName;
        all["BUILDAH_HISTORY"] = "false";
        var command = new ProcessCommand
        {
            Program = program,
            Arguments = ["--root", Path.Combine(storage, "root"), "--runroot", Path.Combine(storage, "run"), .. arguments],
            Environment = all,
            WorkingDirectory = storage,
        };
        return ProcessRunner.RunAsync(command, output, error, cancellation);
    }

    [GeneratedRegex("^(?:_|LD_|GLIBC|MALLOC|GCONV|LOCPATH|NLSPATH|RES_|RESOLV|HOSTALIASES|LOCALDOMAIN|TZ|GETCONF|BUILDAH|CONTAINER|STORAGE|REGISTRY|DOCKER|XDG|GO|GNUPG|GPG|NOTIFY_|LISTEN_|SSL_|HOME$|PATH$|TMPDIR$|SHELL$|USER$|DBUS|NETAVARK|CNI|.*_proxy$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Obeyed();

    /// <summary>Removes all working containers with their mounts.</summary>
    public Task RemoveContainersAsync() =>
        RunAsync(["rm", "--all"], new Dictionary<string, string>(), _ => { }, _ => { }, CancellationToken.None);
}
